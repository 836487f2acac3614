import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** The process that a lock file names. */
interface LockOwner {
  readonly pid: number;
  /** Tells the process from a later one with the same id; undefined where the system has no such file. */
  readonly started: string | undefined;
}

/** A lock file as it was read. */
export interface SeenLock {
  readonly text: string;
  readonly owner: LockOwner;
}

let takeovers = 0;

/** Reads the lock file; undefined if there is none. */
export function readLock(file: string): SeenLock | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { text, owner: ownerIn(text) };
}

function ownerIn(text: string): LockOwner {
  try {
    return JSON.parse(text) as LockOwner;
  } catch {
    // The process was killed while it wrote the file.
    return { pid: 0, started: undefined };
  }
}

/** Whether the process that owns the lock still runs. */
export function isHeld({ owner: { pid, started } }: SeenLock): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = processStartTime(pid);
  return started === undefined || now === undefined || now === started;
}

/**
 * Removes the lock file if it is still the one that was seen. Another process may have taken it over since: its lock is
 * put back.
 */
export function removeLock(file: string, seen: SeenLock): void {
  takeovers += 1;
  const aside = `${file}.${process.pid}.${takeovers}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = readFileSync(aside, 'utf8');
  if (taken !== seen.text) createLock(file, taken);
  rmSync(aside);
}

/** Creates the lock file for this process. Returns whether it did: false when another process was first. */
export function writeLock(file: string): boolean {
  const own = JSON.stringify({ pid: process.pid, started: processStartTime(process.pid) });
  // Who read the file before its text was in it took it for one that was left, and removed it.
  return createLock(file, own) && readLock(file)?.text === own;
}

function createLock(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
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
