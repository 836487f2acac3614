import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  isHeld,
  readLock,
  removeLock,
  type SeenLock,
  writeLock,
} from '../../../../../infra/local-cloud/host/folder-lock.ts';

let folder: string;
let lock: string;
/** What two processes read before either of them replaced the lock. */
let left: SeenLock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'issuary-lock-'));
  lock = join(folder, 'lock');
  writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, started: '1' }));
  left = readLock(lock) as SeenLock;
  expect(isHeld(left)).toBe(false);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('of two processes that read a lock that was left', () => {
  it('one gets it, also if the other removes what it read after the first has its own', () => {
    removeLock(lock, left);
    expect(writeLock(lock)).toBe(true);
    const own = readLock(lock) as SeenLock;
    removeLock(lock, left);
    expect(readLock(lock)).toEqual(own);
    expect(isHeld(own)).toBe(true);
    expect(writeLock(lock)).toBe(false);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('one gets it if both removed it before either has its own', () => {
    removeLock(lock, left);
    removeLock(lock, left);
    expect(writeLock(lock)).toBe(true);
    expect(writeLock(lock)).toBe(false);
    expect(readdirSync(folder)).toEqual(['lock']);
  });
});
