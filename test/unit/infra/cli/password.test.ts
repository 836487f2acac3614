import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import { afterAll, expect, it } from 'vitest';
import { CommandError } from '../../../../infra/cli/command.ts';
import { withPassword } from '../../../../infra/cli/password.ts';
import { KeyPasswordWrong } from '../../../../shared/wire/codec/codec-errors.ts';
import { readKey } from '../../../../shared/wire/codec/formats.ts';
import { newKeyPair } from '../../../support/fixtures/key-pairs.ts';
import { certificateFor, keyStore } from '../../wire/codec/forged-keys-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'password-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PASSWORD = ' correct horse ';
const pair = newKeyPair();
const key = forge.pki.privateKeyFromPem(pair.privateKey);
const store = keyStore(key, [certificateFor(pair.publicKey, key)], PASSWORD);
const read = (password?: string) => readKey(store, password).privateKey;
const request: string[] = [];
const typing = (text: string) => async (question: string) => {
  request.push(question);
  return text;
};
const fileWith = (text: string) => {
  const path = join(folder, 'password');
  writeFileSync(path, text, { mode: 0o600 });
  return { 'password-file': path };
};

it.each([
  ['without a line break', PASSWORD],
  ['with a line break', `${PASSWORD}\n`],
  ['with the line break of another system', `${PASSWORD}\r\n`],
])('a key opens with the password of a file %s', async (_, text) => {
  expect(await withPassword(fileWith(text), read, typing('nobody is asked'))).toBe(read(PASSWORD));
  expect(request).toEqual([]);
});

it('an encrypted key opens with a password that is typed', async () => {
  expect(await withPassword({}, read, typing(PASSWORD))).toBe(read(PASSWORD));
  expect(request.splice(0)).toEqual(["The key's password: "]);
  await expect(withPassword({}, read, typing('wrong'))).rejects.toThrow(KeyPasswordWrong);
  request.length = 0;
});

it('no password is prompted for an unencrypted key', async () => {
  const plain = (password?: string) => readKey(pair.privateKey, password).privateKey;
  expect(await withPassword({}, plain, typing('x'))).toBe(plain());
  expect(request).toEqual([]);
});

it('a password is never accepted as an argument', async () => {
  await expect(withPassword({ password: PASSWORD }, read, typing(PASSWORD))).rejects.toThrow(CommandError);
  await expect(withPassword({ password: '' }, read)).rejects.toThrow('use --password-file FILE');
});

it('a missing password file, or one with a wrong password, opens nothing', async () => {
  await expect(withPassword({ 'password-file': join(folder, 'none') }, read)).rejects.toThrow('ENOENT');
  await expect(withPassword(fileWith('other'), read, typing(PASSWORD))).rejects.toThrow(KeyPasswordWrong);
});
