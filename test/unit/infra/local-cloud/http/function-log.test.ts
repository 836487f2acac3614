import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { logSize, readLogFrom } from '../../../../../infra/local-cloud/http/function-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-cloud-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a log is read from a given size on', () => {
  const file = join(folder, 'Function.log');
  writeFileSync(file, 'of an earlier start\n');
  const from = logSize(file);
  appendFileSync(file, 'one\ntwo');
  expect(readLogFrom(file, from)).toBe('one\ntwo');
  expect(readLogFrom(file, logSize(file))).toBe('');
});

it('a missing log has size zero', () => {
  expect(logSize(join(folder, 'none.log'))).toBe(0);
});
