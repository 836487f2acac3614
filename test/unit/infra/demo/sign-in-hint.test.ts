import { expect, it } from 'vitest';
import { signInHint } from '../../../../infra/demo/sign-in-hint.ts';

const line = (fields: object) => `${JSON.stringify(fields)}\n`;
const refused = (correlationId: string, cause: string) =>
  line({ level: 'WARN', message: 'sign-in refused', correlationId, cause });
const envelope = (errorCode: string) => JSON.stringify({ success: false, errorCode, errorMsg: '…' });

const hint = (body: string, requestId: string, log: string) =>
  signInHint({ body, requestId, readLog: () => log });

it('the hint is the cause in the log line of its request', () => {
  const log = `START\n${refused('two', 'unknown merchant')}${refused('one', 'not hex')}{"half`;
  expect(hint(envelope('100002'), 'one', log)).toEqual({ 'issuary-hint': 'not hex' });
  expect(hint('100002 authentication failed', 'two', log)).toEqual({ 'issuary-hint': 'unknown merchant' });
  expect(hint(envelope('100003'), 'three', log)).toEqual({});
});

it('there is no hint where the response has the cause', () => {
  for (const body of [envelope('110001'), '{"success":true}', 'SUCCESS', ''])
    expect(hint(body, 'one', refused('one', 'not hex'))).toEqual({});
});
