import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hintFor, logSize } from '../../../../../infra/demo/sign-in-hint.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'issuary-hint-'));
  file = join(folder, 'Function.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (fields: object) => `${JSON.stringify(fields)}\n`;
const refused = (correlationId: string, cause: string) =>
  line({ level: 'WARN', message: 'sign-in refused', correlationId, cause });
const envelope = (errorCode: string) => ({
  body: JSON.stringify({ success: false, errorCode, errorMsg: '…' }),
});

it('is the cause in the line of this request, among those of others', () => {
  writeFileSync(file, refused('one', 'of an earlier start'));
  const from = logSize(file);
  appendFileSync(file, `START\n${refused('two', 'unknown merchant')}${refused('one', 'not hex')}{"half`);
  expect(hintFor(envelope('100002'), { file, from, requestId: 'one' })).toBe('not hex');
  expect(hintFor({ body: '100002 authentication failed' }, { file, from, requestId: 'two' })).toBe(
    'unknown merchant',
  );
  expect(hintFor(envelope('100003'), { file, from, requestId: 'three' })).toBeUndefined();
});

it('is none where the answer speaks for itself, whatever the log says', () => {
  writeFileSync(file, refused('one', 'not hex'));
  for (const body of [envelope('110001').body, '{"success":true}', 'SUCCESS', '', null])
    expect(hintFor({ body }, { file, from: 0, requestId: 'one' })).toBeUndefined();
});

it('is none before the function has a log', () => {
  expect(logSize(join(folder, 'none.log'))).toBe(0);
});
