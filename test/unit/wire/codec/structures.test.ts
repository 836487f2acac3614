import { describe, expect, it } from 'vitest';
import { KeyUnsupported } from '../../../../shared/wire/codec/codec-errors.ts';
import { readKey } from '../../../../shared/wire/codec/formats.ts';
import { der, pemOf, sequence } from './forged-keys-fixture.ts';

// ASN.1 structures that are almost keys: the operator has only the message to find the fault.

/** An element of each kind, by its letter in the shape. */
const members: Readonly<Record<string, string>> = {
  I: '020105',
  S: '3000',
  O: '0400',
  B: '030100',
  boolean: '0101ff',
  'context 2': '820105',
  'empty but no structure': '1000',
};
const memberOf = (kind: string) => Buffer.from(members[kind] ?? expect.fail(`no member ${kind}`), 'hex');
const structure = (...kinds: readonly string[]) => sequence(...kinds.map(memberOf));

const unknown = 'not a known key format';

it.each(['SBI', 'I'.repeat(10), 'BISO', 'BSO', 'SOI', 'ISSB', 'SSBI', 'BISS', 'ISSI'])(
  'a sequence of %s is not a key format',
  (shape) => {
    expect(() => readKey(structure(...shape))).toThrow(new KeyUnsupported(`DER: ${unknown}`));
  },
);

describe('two integers are a public key', () => {
  it.each([
    ['another element beside them', ['boolean', 'I', 'I']],
    ['a tag of another class beside them', ['context 2', 'I', 'I']],
    ['the tag of an integer in another class', ['context 2', 'context 2']],
  ])('except with %s', (_, kinds) => {
    expect(() => readKey(structure(...kinds))).toThrow(new KeyUnsupported(`DER: ${unknown}`));
  });

  it('except as a set', () => {
    const set = pemOf('PUBLIC KEY', der(0x31, memberOf('I'), memberOf('I')));
    expect(() => readKey(set)).toThrow(new KeyUnsupported(`PEM block "PUBLIC KEY": ${unknown}`));
  });
});

it.each([
  ['a structure that is cut short', structure('S', 'B')],
  ['a structure that is cut short', structure('empty but no structure', 'B')],
  ['X.509: not a certificate or certificate request', structure('S', 'S', 'B')],
  [
    'encrypted PKCS#8: protected by an unsupported algorithm',
    sequence(sequence(Buffer.from('06022a03', 'hex'), memberOf('S')), memberOf('O')),
  ],
])('%s', (message, bytes) => {
  expect(() => readKey(bytes, 'password')).toThrow(new KeyUnsupported(message));
});
