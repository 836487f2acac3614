import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Checkpoints } from '../../../../../infra/local-cloud/sources/checkpoints.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'issuary-checkpoints-'));
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const file = () => join(folder, 'streams', 'mapping.json');
const open = (onError: (error: unknown) => void = vi.fn()) => new Checkpoints(file(), 'arn:stream', onError);
const written = () => JSON.parse(readFileSync(file(), 'utf8')).shards;

it('are written half a second later, all of that time together', () => {
  const checkpoints = open();
  checkpoints.save('a', { after: '1' });
  vi.advanceTimersByTime(499);
  checkpoints.save('a', { after: '2' });
  checkpoints.save('b', 'end');
  expect(existsSync(file())).toBe(false);
  vi.advanceTimersByTime(1);
  expect(written()).toEqual({ a: { after: '2' }, b: 'end' });
  expect(vi.getTimerCount()).toBe(0);
});

it('are known at once, and to the next who opens them when they are flushed', () => {
  const checkpoints = open();
  checkpoints.save('a', { after: '1' });
  expect(checkpoints.position('a')).toEqual({ after: '1' });
  expect(open().position('a')).toBeUndefined();
  checkpoints.flush();
  expect(open().position('a')).toEqual({ after: '1' });
  expect(vi.getTimerCount()).toBe(0);
});

it('are not written where nothing has changed', () => {
  open().flush();
  expect(existsSync(file())).toBe(false);
});

it('are tried to be written again when that failed', () => {
  const onError = vi.fn();
  const checkpoints = open(onError);
  mkdirSync(`${file()}.draft`);
  checkpoints.save('a', { after: '1' });
  vi.advanceTimersByTime(500);
  expect(onError).toHaveBeenCalledOnce();
  rmSync(`${file()}.draft`, { recursive: true });
  vi.advanceTimersByTime(500);
  expect(written()).toEqual({ a: { after: '1' } });
});
