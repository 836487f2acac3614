import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataFolderInUse, DataFolderOutdated } from '../errors.ts';

interface LockOwner {
  readonly pid: number;
  /** Tells the process from a later one with the same id; undefined where the system has no such file. */
  readonly started: string | undefined;
}

const isNewOrEmpty = (path: string): boolean => !existsSync(path) || readdirSync(path).length === 0;

/** The folder that a local cloud keeps between two runs, locked by the one process that uses it. */
export class DataFolder {
  readonly path: string;
  readonly logs: string;
  readonly #lock: string;

  /**
   * Locks the folder for this process, creating it if necessary.
   *
   * @throws DataFolderInUse when another process has locked it
   */
  constructor(path: string) {
    this.path = resolve(path);
    this.logs = join(this.path, 'logs');
    this.#lock = join(this.path, 'lock');
    const isOurs = isNewOrEmpty(this.path) || existsSync(this.logs);
    mkdirSync(this.logs, { recursive: true, mode: 0o700 });
    // It contains keys and private data. A folder that already had another use keeps its mode.
    if (isOurs) chmodSync(this.path, 0o700);
    this.#acquireLock();
  }

  at(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  /**
   * Returns the `file:` URL of a key of 32 random bytes, which is generated at its first use.
   *
   * @throws DataFolderOutdated when the folder holds data that was sealed in an earlier way
   */
  keyFile(name: string): string {
    // Earlier versions sealed without an encryption context; that data can no longer be opened.
    if (existsSync(this.at('kms')))
      throw new DataFolderOutdated(
        'The data in the data folder was sealed by an earlier version, in another way: use another data folder, or delete this one if you do not need its data.',
      );
    const file = this.at('sealing-keys', name);
    mkdirSync(this.at('sealing-keys'), { recursive: true, mode: 0o700 });
    if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' });
    return pathToFileURL(file).href;
  }

  /** Logs a problem that will be retried and does not need attention at once. */
  logWarning(what: string, error: unknown): void {
    const { name, message } = error as Error;
    const line = { level: 'WARN', timestamp: new Date().toISOString(), what, error: `${name}: ${message}` };
    appendFileSync(join(this.logs, 'local-cloud.log'), `${JSON.stringify(line)}\n`);
  }

  release(): void {
    rmSync(this.#lock, { force: true });
  }

  #acquireLock(): void {
    const me: LockOwner = { pid: process.pid, started: processStartTime(process.pid) };
    const owner = this.#owner();
    if (owner && isAlive(owner)) throw new DataFolderInUse(this.path, owner.pid);
    if (owner) this.release();
    try {
      writeFileSync(this.#lock, JSON.stringify(me), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new DataFolderInUse(this.path, this.#owner()?.pid ?? 0);
    }
  }

  #owner(): LockOwner | undefined {
    try {
      return JSON.parse(readFileSync(this.#lock, 'utf8')) as LockOwner;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      // The process was killed while it wrote the file.
      if (error instanceof SyntaxError) return { pid: 0, started: undefined };
      throw error;
    }
  }
}

function isAlive({ pid, started }: LockOwner): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = processStartTime(pid);
  return started === undefined || now === undefined || now === started;
}

/** When a process started, in clock ticks since boot; undefined on systems without /proc. */
function processStartTime(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
