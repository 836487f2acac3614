import { CompactEncrypt, compactDecrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  hasSealedCardData,
  openCardData,
  plaintextCardData,
  sealCardData,
} from '../../../../shared/wire/codec/card-data.ts';
import { JweUnreadable } from '../../../../shared/wire/codec/codec-errors.ts';
import { openJwe, sealJwe } from '../../../../shared/wire/codec/jwe.ts';
import { isJwe } from '../../../../shared/wire/codec/jwe-form.ts';
import type { RsaPrivateKey } from '../../../../shared/wire/codec/keys.ts';
import { newCodecKeyPair } from '../../../support/fixtures/codec-keys.ts';

const [own, other, small] = await Promise.all([
  newCodecKeyPair(2048),
  newCodecKeyPair(2048),
  newCodecKeyPair(1024),
]);

/** Returns the content of a JWE as a library opens it. */
async function openedByLibrary(jwe: string, { key }: RsaPrivateKey) {
  const { protectedHeader, plaintext } = await compactDecrypt(jwe, key);
  return { header: protectedHeader, text: Buffer.from(plaintext).toString() };
}

describe('a JWE', () => {
  it('follows RFC 7516 with RSA-OAEP-256 and A256GCM, and differs each time', async () => {
    const [one, again] = [
      await sealJwe('4999001000000015', own.publicKey),
      await sealJwe('4999001000000015', own.publicKey),
    ];
    expect(await openedByLibrary(one, own.privateKey)).toEqual({
      header: { alg: 'RSA-OAEP-256', enc: 'A256GCM' },
      text: '4999001000000015',
    });
    expect(again).not.toBe(one);
    expect(isJwe(one)).toBe(true);
  });

  it('opens when a library made it, which may add to its header', async () => {
    const jwe = await new CompactEncrypt(Buffer.from('295814'))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'platform-1' })
      .encrypt(own.publicKey.key);
    expect(await openJwe(jwe, [own.privateKey])).toBe('295814');
  });

  it('opens with the matching one of two keys', async () => {
    const jwe = await sealJwe('295814', own.publicKey);
    expect(await openJwe(jwe, [other.privateKey, own.privateKey])).toBe('295814');
  });

  it('is refused with one error, whatever is wrong with it', async () => {
    const jwe = await sealJwe('295814', own.publicKey);
    const parts = jwe.split('.');
    const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');
    const changed = (index: number, part: string) =>
      parts.map((one, at) => (at === index ? part : one)).join('.');
    for (const [wrong, key] of [
      [jwe, other.privateKey],
      [changed(4, 'AAAAAAAAAAAAAAAAAAAAAA'), own.privateKey],
      [changed(1, 'AAAA'), own.privateKey],
      [changed(2, ''), own.privateKey],
      [changed(4, parts[4]?.slice(0, 8) ?? ''), own.privateKey],
      [`${jwe}.AAAA`, own.privateKey],
      [changed(0, header({ alg: 'RSA-OAEP', enc: 'A256GCM' })), own.privateKey],
      [changed(0, header({ alg: 'RSA-OAEP-256', enc: 'A128GCM' })), own.privateKey],
      [changed(0, header({ alg: 'RSA-OAEP-256', enc: 'A256GCM', zip: 'DEF' })), own.privateKey],
      [changed(0, header({ alg: 'RSA-OAEP-256', enc: 'A256GCM', crit: ['exp'] })), own.privateKey],
      ['eyJ.a.b.c.d', own.privateKey],
    ] as const)
      await expect(openJwe(wrong, [key])).rejects.toThrow(JweUnreadable);
    await expect(openJwe(jwe, [])).rejects.toThrow(JweUnreadable);
  });

  it('cannot be made for a key of 1024 bits', async () => {
    await expect(sealJwe('1', small.publicKey)).rejects.toThrow();
  });
});

describe('card data', () => {
  it.each([
    ['cardNo', '4999001000000015', '4999001000000015'],
    ['cardNo', '499900******0015', undefined],
    ['cardVerifyNo', '123', '123'],
    ['pin', 295814, '295814'],
    ['otp', '123456', '123456'],
    ['activationCode', '27182818', '27182818'],
    ['cardAlias', '4999001000000015', undefined],
    ['cardNo', null, undefined],
  ])('in %s %j is %j', (field, value, text) => {
    expect(plaintextCardData(field, value)).toBe(text);
  });

  it('is sealed and opened at any depth, and no other field is', async () => {
    const content = {
      cardId: '7',
      cardNo: '499900******0015',
      pin: '295814',
      cardInfo: { cardNo: '4999001000000015', cardVerifyNo: '123', cardAlias: 'travel' },
      list: [{ otp: '123456' }, 'otp', null],
    };
    expect(hasSealedCardData(content)).toBe(false);
    const sealed = await sealCardData(content, own.publicKey);
    expect(hasSealedCardData(sealed)).toBe(true);
    expect(JSON.stringify(sealed)).not.toMatch(/4999001000000015|"123"|123456|295814/);
    expect(sealed).toMatchObject({
      cardId: '7',
      cardNo: '499900******0015',
      cardInfo: { cardAlias: 'travel' },
    });
    expect(await openCardData(sealed, [own.privateKey])).toEqual(content);
    expect(await sealCardData(sealed, own.publicKey)).toEqual(sealed);
  });
});
