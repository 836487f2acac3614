import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataFolderInUse, DataFolderOutdated } from '../errors.ts';
import { isHeld, readLock, removeLock, writeLock } from './folder-lock.ts';

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
    const seen = readLock(this.#lock);
    if (seen && isHeld(seen)) throw new DataFolderInUse(this.path, seen.owner.pid);
    if (seen) removeLock(this.#lock, seen);
    if (!writeLock(this.#lock)) throw new DataFolderInUse(this.path, readLock(this.#lock)?.owner.pid ?? 0);
  }
}
