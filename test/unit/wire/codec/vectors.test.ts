import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openBlocks, sealBlocks } from '../../../../shared/wire/codec/blocks.ts';
import { CiphertextUnreadable } from '../../../../shared/wire/codec/codec-errors.ts';
import { openContent, sealContent } from '../../../../shared/wire/codec/content.ts';
import { importPrivateKey, importPublicKey } from '../../../../shared/wire/codec/keys.ts';

interface Vector {
  readonly bits: number;
  readonly chunk: number;
  readonly plain: string;
  readonly privateKeyPkcs8: string;
  readonly publicKeySpki: string;
  readonly byPrivateKey: string;
  readonly byPublicKey: string;
}

const vectorsIn = (name: string): Vector[] =>
  JSON.parse(readFileSync(new URL(`../../../vectors/${name}.json`, import.meta.url), 'utf8'));
const vectors = vectorsIn('rsa-envelope');
const base64Of = (text: string) => Buffer.from(Buffer.from(text, 'utf8').toString('base64'), 'latin1');

it('the vectors cover both chunk sizes', () => {
  expect(new Set(vectors.map(({ chunk }) => chunk))).toEqual(new Set([117, 32]));
});

describe.each(vectors.map((vector, index) => ({ index, ...vector })))(
  'vector $index, in chunks of $chunk',
  (vector) => {
    const privateKey = importPrivateKey(vector.privateKeyPkcs8);
    const publicKey = importPublicKey(vector.publicKeySpki);

    it('is reproduced byte for byte by the private key', () => {
      expect(sealBlocks(base64Of(vector.plain), privateKey, vector.chunk)).toBe(vector.byPrivateKey);
    });

    it('is reproduced from the parsed content where its JSON is canonical', () => {
      const content = JSON.parse(vector.plain);
      const canonical = JSON.stringify(content);
      const sealed = sealContent(content, privateKey, vector.chunk);
      expect(sealed).toBe(sealBlocks(base64Of(canonical), privateKey, vector.chunk));
      expect(sealed === vector.byPrivateKey).toBe(canonical === vector.plain);
    });

    it.each([
      ['byPrivateKey', publicKey],
      ['byPublicKey', privateKey],
    ] as const)('%s opens to the plain text', (field, key) => {
      expect(openBlocks(vector[field], key).equals(base64Of(vector.plain))).toBe(true);
      expect(openContent(vector[field], key)).toStrictEqual(JSON.parse(vector.plain));
    });
  },
);

describe.each(vectorsIn('empty-block'))('an empty block at the end, RSA-$bits', (vector) => {
  const privateKey = importPrivateKey(vector.privateKeyPkcs8);
  const publicKey = importPublicKey(vector.publicKeySpki);
  const blockHex = vector.bits / 4;

  it('is one block more than we seal', () => {
    const sealed = sealBlocks(base64Of(vector.plain), privateKey);
    expect(vector.byPrivateKey.slice(0, -blockHex)).toBe(sealed);
    expect(vector.byPublicKey.length).toBe(sealed.length + blockHex);
  });

  it.each([
    ['byPrivateKey', publicKey],
    ['byPublicKey', privateKey],
  ] as const)('%s opens to the plain text', (field, key) => {
    expect(openContent(vector[field], key)).toStrictEqual(JSON.parse(vector.plain));
  });

  it.each([
    ['byPrivateKey', publicKey],
    ['byPublicKey', privateKey],
  ] as const)('is no message without another block: %s', (field, key) => {
    const empty = vector[field].slice(-blockHex);
    for (const hex of [empty, empty + empty])
      expect(() => openBlocks(hex, key)).toThrow(CiphertextUnreadable);
  });
});
