import { constants, generateKeyPairSync, type KeyObject, privateEncrypt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openBlocks, sealBlocks } from '../../../../shared/wire/codec/blocks.ts';
import { CodecError } from '../../../../shared/wire/codec/codec-errors.ts';
import { openContent, sealContent } from '../../../../shared/wire/codec/content.ts';
import {
  parseNotificationEnvelope,
  parseRequestEnvelope,
  parseResponseEnvelope,
} from '../../../../shared/wire/codec/envelope.ts';
import { readKey } from '../../../../shared/wire/codec/formats.ts';
import { importPrivateKey, importPublicKey } from '../../../../shared/wire/codec/keys.ts';
import { newCodecKeyPair, thrownBy } from '../../../support/fixtures/codec-keys.ts';

// Logs and operators distinguish conditions by the code and text of these errors.

const { pem, privateKey, publicKey } = await newCodecKeyPair(1024);
const sealed = (text: string) => sealBlocks(Buffer.from(text, 'latin1'), privateKey);
/** Encrypts with the signing key, as a library does that is asked to encrypt: padded as block type 2. */
const madeAsType2 = (text: Buffer): string => {
  const filling = Buffer.alloc(128 - 3 - text.length, 7);
  const padded = Buffer.concat([Buffer.from([0, 2]), filling, Buffer.from([0]), text]);
  return privateEncrypt({ key: privateKey.key, padding: constants.RSA_NO_PADDING }, padded).toString('hex');
};
const sealedBase64 = (bytes: Buffer) => sealed(bytes.toString('base64'));
const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const json = (fields: object) => JSON.stringify(fields);

/** Returns the error's code, if it has one, and its message. */
function refusal(call: () => unknown): string {
  const error = thrownBy(call) as Error;
  return error instanceof CodecError
    ? `${error.name} ${error.code}: ${error.message}`
    : `${error.name}: ${error.message}`;
}

describe('an error has name, code and message', () => {
  it.each<[string, () => unknown]>([
    ['RangeError: nothing to seal', () => sealBlocks(Buffer.alloc(0), privateKey)],
    [
      'RangeError: a block of this key holds 1 to 117 bytes',
      () => sealBlocks(Buffer.alloc(1), privateKey, 118),
    ],
    [
      'CiphertextTooLong CIPHERTEXT_TOO_LONG: more than 127 bytes of ciphertext',
      () => openBlocks('0'.repeat(256), publicKey, 127),
    ],
    [
      'CiphertextMalformed CIPHERTEXT_MALFORMED: length 0 is not a multiple of 256',
      () => openBlocks('', publicKey),
    ],
    ['CiphertextMalformed CIPHERTEXT_MALFORMED: not hex', () => openBlocks('x'.repeat(256), publicKey)],
    [
      'CiphertextUnreadable CIPHERTEXT_UNREADABLE: a block does not open with this key',
      () => openBlocks('0'.repeat(256), publicKey),
    ],
    [
      'CiphertextUnreadable CIPHERTEXT_UNREADABLE: a block does not open with this key',
      () => openBlocks('0'.repeat(256), privateKey),
    ],
    [
      'CiphertextUnreadable CIPHERTEXT_UNREADABLE: block type 2',
      () => openBlocks(madeAsType2(Buffer.from('e30=')), publicKey),
    ],
    ['ContentMalformed CONTENT_MALFORMED: not Base64', () => openContent(sealed('e'), publicKey)],
    [
      'ContentMalformed CONTENT_MALFORMED: not UTF-8',
      () => openContent(sealedBase64(Buffer.from([0x80])), publicKey),
    ],
    [
      'ContentMalformed CONTENT_MALFORMED: not a JSON object of acceptable depth',
      () => openContent(sealedBase64(Buffer.from('[]')), publicKey),
    ],
    [
      'ContentUnsealable CONTENT_UNSEALABLE: amount: not an exact JSON number',
      () => sealContent({ amount: 1n }, privateKey),
    ],
    ['ContentUnsealable CONTENT_UNSEALABLE: not an object', () => sealContent([], privateKey)],
    [
      'ContentUnsealable CONTENT_UNSEALABLE: a value without a JSON form',
      () => {
        const cyclic: Record<string, unknown> = {};
        cyclic['self'] = cyclic;
        return sealContent(cyclic, privateKey);
      },
    ],
    [
      'EnvelopeMalformed ENVELOPE_MALFORMED: an envelope must be a JSON object',
      () => parseRequestEnvelope('[]'),
    ],
    [
      'EnvelopeMalformed ENVELOPE_MALFORMED: data must be a string',
      () => parseNotificationEnvelope(json({ type: 't', version: 'v', userNo: 1 })),
    ],
    [
      'EnvelopeMalformed ENVELOPE_MALFORMED: success must be a boolean',
      () => parseResponseEnvelope(json({ userNo: 1, async: false })),
    ],
    [
      'EnvelopeMalformed ENVELOPE_MALFORMED: result must not be empty in a success',
      () => parseResponseEnvelope(json({ userNo: 1, async: false, success: true, result: '' })),
    ],
    [
      'EnvelopeMalformed ENVELOPE_MALFORMED: userNo must be a number or string of 1 to 11 digits',
      () => parseResponseEnvelope(json({ async: false, success: true, result: 'ab' })),
    ],
  ])('%s', (expected, call) => expect(refusal(call)).toBe(expected));
});

describe('a key is refused as', () => {
  const tiny = generateKeyPairSync('rsa', { modulusLength: 512 });
  const e3 = generateKeyPairSync('rsa', { modulusLength: 1024, publicExponent: 3 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const unknown = Buffer.from('3003020107', 'hex');
  /** A point of the SM2 curve, which OpenSSL reads and Node has no name for. */
  const sm2 =
    'MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEMsSuLB8ZgRlfmQRGajnJlI/jC7/yZgvhcVpFiTNMdMe8Nzai9PZ3nFm9zuNraSFT0KmHfMYqR0AC3zLlITnwoA==';

  it.each<[string, () => unknown]>([
    ['neither DER nor Base64 nor a PEM block "PUBLIC KEY"', () => importPublicKey('no key')],
    ['neither DER nor Base64 nor a PEM block "PRIVATE KEY"', () => importPrivateKey(pem.publicKey)],
    ['not a SubjectPublicKeyInfo key', () => importPublicKey(unknown)],
    ['not a PKCS#8 key', () => importPrivateKey(unknown)],
    ['a key for ec, not RSA', () => importPublicKey(spki(ec.publicKey))],
    ['a key for an unknown algorithm, not RSA', () => importPublicKey(sm2)],
    ['RSA of 512 bits; allowed are 1024, 2048, 4096', () => importPublicKey(spki(tiny.publicKey))],
    [
      'RSA with a public exponent that is not between 65537 and 4294967295; 65537 is usual',
      () => importPublicKey(spki(e3.publicKey)),
    ],
    ['DER: not a known key format', () => readKey(unknown)],
    ['DER: damaged or unsupported', () => readKey(Buffer.from([0x30, 0x09]))],
  ])('%s', (expected, call) => {
    expect(refusal(call)).toBe(`KeyUnsupported KEY_UNSUPPORTED: ${expected}`);
  });

  it('or for its password', () => {
    const encrypted = (type: 'pkcs1' | 'pkcs8') =>
      privateKey.key.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' }).toString();
    expect(refusal(() => readKey(encrypted('pkcs1'), 'wrong'))).toBe(
      'KeyPasswordWrong KEY_PASSWORD_WRONG: encrypted PKCS#1: password missing or wrong',
    );
    expect(refusal(() => readKey(encrypted('pkcs8')))).toBe(
      'KeyPasswordWrong KEY_PASSWORD_WRONG: encrypted PKCS#8: password missing or wrong',
    );
  });
});

describe('the hex decoder', () => {
  const zeros = '0'.repeat(255);

  it('accepts hex digits alone, not characters with the same low byte', () => {
    const claimed = Array.from({ length: 0x1_0000 }, (_, unit) => String.fromCharCode(unit)).filter(
      (character) => !refusal(() => openBlocks(zeros + character, publicKey)).includes('not hex'),
    );
    expect(claimed.join('')).toBe('0123456789ABCDEFabcdef');
  });

  it.each(['first', 'last'])('refuses a single invalid character, the %s', (index) => {
    for (const character of ['g', ' ', 'é', 'İ']) {
      const hex = index === 'first' ? character + zeros : zeros + character;
      expect(refusal(() => openBlocks(hex, publicKey))).toContain('not hex');
    }
  });
});
