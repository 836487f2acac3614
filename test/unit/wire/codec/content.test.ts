import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealBlocks } from '../../../../shared/wire/codec/blocks.ts';
import {
  CodecError,
  ContentMalformed,
  ContentUnsealable,
} from '../../../../shared/wire/codec/codec-errors.ts';
import { openContent, sealContent } from '../../../../shared/wire/codec/content.ts';
import { InexactNumber } from '../../../../shared/wire/codec/json.ts';
import {
  newCodecKeyPair,
  type SealingMode,
  sealingModes,
  thrownBy,
} from '../../../support/fixtures/codec-keys.ts';

const small = sealingModes(await newCodecKeyPair(1024));
const large = sealingModes(await newCodecKeyPair(2048));
const [type1, type2] = small as [SealingMode, SealingMode];

/** UTF-16 units of any kind: astral characters, lone surrogates, controls. */
const anyString = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
);
const anyObject = fc.dictionary(anyString, fc.oneof(anyString, fc.jsonValue({ stringUnit: 'binary' })));

/** Seals bytes that need not be valid Base64. */
const sealedText = (text: string, { seal }: SealingMode = type1) =>
  sealBlocks(Buffer.from(text, 'latin1'), seal);
const sealedBytes = (bytes: Buffer | string, mode?: SealingMode) =>
  sealedText(Buffer.from(bytes as string).toString('base64'), mode);

describe.each([...small, ...large])('round trip, $name', ({ seal, open }) => {
  it('keeps any JSON object at any chunk size', () => {
    const cutting = fc.integer({ min: 16, max: seal.modulusBytes - 11 });
    fc.assert(
      fc.property(anyObject, fc.option(cutting, { nil: undefined, freq: 2 }), (content, chunkBytes) => {
        const opened = openContent(sealContent(content, seal, chunkBytes), open);
        expect(JSON.stringify(opened)).toBe(JSON.stringify(content));
      }),
      { numRuns: 25 },
    );
  });

  it('keeps sizes around block borders', () => {
    const k = seal.modulusBytes;
    const borders = [1, 2].map((blocks) => Math.floor((blocks * (k - 11) * 3) / 4) - '{"a":""}'.length);
    for (const border of borders) {
      for (let length = border - 4; length <= border + 4; length++) {
        const content = { a: 'x'.repeat(length) };
        expect(openContent(sealContent(content, seal), open)).toStrictEqual(content);
      }
    }
  });
});

describe('sealed content', () => {
  it('is Base64 of UTF-8 of JSON, and nothing else', () => {
    const text = '{"name":"José 王小明 🎴"}';
    expect(sealContent(JSON.parse(text), type1.seal)).toBe(sealedBytes(text));
  });

  it.each([
    ['NaN', { amount: Number.NaN }],
    ['infinity', { nested: [{ amount: Number.POSITIVE_INFINITY }] }],
    ['a bigint', { amount: 1n }],
    ['an inexact number', { amount: new InexactNumber() }],
    ['an array', [1]],
    ['a date', new Date(0)],
    ['a function', () => 1],
  ])('is never %s', (_, content) => {
    expect(() => sealContent(content, type1.seal)).toThrow(ContentUnsealable);
  });

  it('is refused with the name of the field', () => {
    for (const minor of [1n, Number.NaN, new InexactNumber()]) {
      expect(() => sealContent({ list: [{ minor }] }, type1.seal)).toThrow(/^minor:/);
    }
  });

  it('is never cyclic or too deep', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    let deep: object = {};
    for (let i = 0; i < 100_000; i++) deep = { deep };
    for (const content of [cyclic, deep]) {
      expect(() => sealContent(content, type1.seal)).toThrow(ContentUnsealable);
    }
  });
});

describe('opened content', () => {
  it('may have line breaks anywhere in its Base64', () => {
    const base64 = Buffer.from('{"name":"José"}').toString('base64');
    for (const [every, separator] of [
      [76, '\r\n'],
      [1, '\n'],
      [5, '\r\n'],
    ] as const) {
      const broken = base64.replace(new RegExp(`.{${every}}`, 'g'), `$&${separator}`);
      expect(openContent(sealedText(broken), type1.open)).toStrictEqual({ name: 'José' });
    }
  });

  it('may have white space around its JSON', () => {
    expect(openContent(sealedBytes(' {"a" : 1}\r\n'), type1.open)).toStrictEqual({ a: 1 });
  });

  const base64 = Buffer.from('{"a":"??>"}').toString('base64');
  it.each([
    ['no padding', base64.replace(/=+$/, '')],
    ['too much padding', `${base64}=`],
    ['padding within', `${base64}${base64}`],
    ['the URL alphabet', Buffer.from('{"a":"??>>~~"}').toString('base64url')],
    ['a space', ` ${base64}`],
    ['a tab', base64.replace('J', '\tJ')],
    ['a foreign letter', `${base64.slice(0, 4)}*${base64.slice(5)}`],
    ['a byte above 127', base64.replace('e', '\xe5')],
    ['bits to spare', base64.replace('n0=', 'n1=')],
    ['no Base64 but JSON', '{"a":1}'],
    ['line breaks only', '\r\n'],
  ])('is refused with %s', (_, text) => {
    expect(text).not.toBe(base64);
    expect(() => openContent(sealedText(text), type1.open)).toThrow(ContentMalformed);
  });

  it.each([
    ['a stray continuation byte', Buffer.from('7b2261223a2280227d', 'hex')],
    ['an overlong form', Buffer.from('7b2261223a22c0af227d', 'hex')],
    ['a surrogate in UTF-8', Buffer.from('7b2261223a22eda080227d', 'hex')],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ])('is refused as %s', (_, bytes) => {
    expect(() => openContent(sealedBytes(bytes), type1.open)).toThrow(ContentMalformed);
  });

  it.each([
    '',
    ' ',
    'null',
    'true',
    '1',
    '"text"',
    '[]',
    '[{}]',
    '{',
    '{}{}',
    '{"a":1,}',
    "{'a':1}",
    '{"a":NaN}',
  ])('is refused as %j', (text) => {
    const sealed = text === '' ? sealedText('\n') : sealedBytes(text);
    expect(() => openContent(sealed, type1.open)).toThrow(ContentMalformed);
  });

  it('is refused when it nests too deep', () => {
    for (const text of ['['.repeat(100_000), `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`]) {
      expect(() => openContent(sealedBytes(text), type1.open)).toThrow(ContentMalformed);
    }
  });

  it.each(small)('is always an object or a CodecError, $name', (mode) => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ minLength: 1 }), fc.json(), fc.base64String({ minLength: 1 })),
        (text) => {
          for (const sealed of [sealedText(text, mode), sealedBytes(text, mode)]) {
            const error = thrownBy(() => expect(openContent(sealed, mode.open)).toBeTypeOf('object'));
            if (error !== undefined) expect(error).toBeInstanceOf(CodecError);
          }
        },
      ),
    );
  });

  it('never appears in an error', () => {
    const secret = '4111111111111111';
    for (const text of [`{"cardNo":${secret}`, `{"cardNo":"${secret}",}`, `[${secret}]`, secret]) {
      const error = thrownBy(() => openContent(sealedBytes(text, type2), type2.open));
      expect(error).toBeInstanceOf(ContentMalformed);
      expect((error as ContentMalformed).cause).toBeUndefined();
      expect(String((error as ContentMalformed).stack)).not.toContain(secret);
    }
  });
});
