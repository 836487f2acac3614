import { constants, privateEncrypt } from 'node:crypto';
import { sealBlocks } from '../../shared/wire/codec/blocks.ts';
import { sealContent } from '../../shared/wire/codec/content.ts';
import { importPrivateKey, importPublicKey } from '../../shared/wire/codec/keys.ts';
import type { BadEnvelope, GoodEnvelope, KeyVector } from './format.ts';

const SIZES = ['rsa1024', 'rsa2048', 'rsa4096'] as const;
const HEADER_BYTES = 11;

type Keys = Readonly<Record<string, KeyVector>>;

const keyOf = (keys: Keys, name: string): KeyVector => {
  const key = keys[name];
  if (!key) throw new RangeError(`no key ${name}`);
  return key;
};
const privateKeyOf = (keys: Keys, name: string) => importPrivateKey(keyOf(keys, name).privateKey);
const publicKeyOf = (keys: Keys, name: string) => importPublicKey(keyOf(keys, name).publicKey);
const base64 = (text: string | Buffer) => Buffer.from(Buffer.from(text).toString('base64'), 'latin1');
const blockBytes = (keys: Keys, name: string) => keyOf(keys, name).bits / 8;

/** JSON whose Base64 has this many characters, which must be a multiple of four. */
function jsonOfBase64Length(length: number): string {
  const bytes = (length / 4) * 3;
  return `{"remark":"${'0123456789'.repeat(bytes).slice(0, bytes - '{"remark":""}'.length)}"}`;
}

/** Contents with what clients get wrong: letters beyond ASCII, decimals, nesting, the form of empty things. */
const contents = {
  'empty object': '{}',
  'one block': '{"cardId":"1238793332297834"}',
  'several blocks': jsonOfBase64Length(1_200),
  'letters beyond ASCII': '{"cardAlias":"Grüße, 你好, 🙂","groupName":"Ünïcödé"}',
  'escapes of JSON': '{"cardAlias":"a\\"b\\\\c\\nd\\u0000e"}',
  'exact decimals':
    '{"amount":1234567890123.45,"fee":0.000001,"rate":100.5,"whole":999999999999999,"zero":0}',
  'nested objects and lists':
    '{"list":[{"accountType":1,"currency":"USD"},{"list":[]}],"nothing":null,"yes":true}',
};

/** Returns envelopes that every client can open, and whether it makes the same of their JSON. */
export function goodEnvelopes(keys: Keys): GoodEnvelope[] {
  return SIZES.flatMap((key) => [
    ...Object.entries(contents).map(([name, json]) => type1(keys, key, name, json)),
    ...boundaries(keys, key),
    ...otherForms(keys, key),
    type2(keys, key),
  ]);
}

const type1 = (keys: Keys, key: string, name: string, json: string): GoodEnvelope => ({
  name,
  key,
  blockType: 1,
  json,
  hex: sealBlocks(base64(json), privateKeyOf(keys, key)),
  isReproducible: true,
});

/** Base64 that exactly fills its blocks. A block holds 117, 245 or 501 characters, Base64 has multiples of four. */
function boundaries(keys: Keys, key: string): GoodEnvelope[] {
  const full = 4 * (blockBytes(keys, key) - HEADER_BYTES);
  const json = jsonOfBase64Length(full);
  const exact = type1(keys, key, 'exactly four full blocks', json);
  const empty = sealEmptyBlock(keys, key);
  return [
    exact,
    type1(keys, key, 'four characters beyond full blocks', jsonOfBase64Length(full + 4)),
    { ...exact, name: 'an empty block at the end', hex: exact.hex + empty, isReproducible: false },
  ];
}

/** What other implementations of the same envelope send. */
function otherForms(keys: Keys, key: string): GoodEnvelope[] {
  const json = contents['letters beyond ASCII'];
  const own = privateKeyOf(keys, key);
  const lines = (
    base64(json)
      .toString()
      .match(/.{1,24}/g) ?? []
  ).join('\r\n');
  const form = (name: string, hex: string) =>
    ({ name, key, blockType: 1, json, hex, isReproducible: false }) as const;
  return [
    form('chunks of 32 bytes', sealBlocks(base64(json), own, 32)),
    form('hex in capitals', sealBlocks(base64(json), own).toUpperCase()),
    form('Base64 with line breaks', sealBlocks(Buffer.from(lines), own)),
    form('a byte order mark before the JSON', sealBlocks(base64(`\ufeff${json}`), own)),
  ];
}

const type2 = (keys: Keys, key: string): GoodEnvelope => ({
  name: 'block type 2, for the cipher platform-public',
  key,
  blockType: 2,
  json: contents['one block'],
  hex: sealContent(JSON.parse(contents['one block']), publicKeyOf(keys, key)),
  isReproducible: false,
});

/** Returns a block whose bytes are given: what no library makes. */
function rawBlock(keys: Keys, key: string, bytes: Buffer): string {
  const { key: own } = privateKeyOf(keys, key);
  return privateEncrypt({ key: own, padding: constants.RSA_NO_PADDING }, bytes).toString('hex');
}

/** Returns a block of type 1 around the payload; `filler` is FF unless the block is to be wrong. */
function paddedBlock(keys: Keys, key: string, payload: Buffer, start = [0, 1], filler = 0xff): string {
  const length = blockBytes(keys, key) - payload.length - start.length - 1;
  const block = Buffer.concat([Buffer.from(start), Buffer.alloc(length, filler), Buffer.from([0]), payload]);
  return rawBlock(keys, key, block);
}

const sealEmptyBlock = (keys: Keys, key: string) => paddedBlock(keys, key, Buffer.alloc(0));

const flip = (hex: string, at: number) =>
  hex.slice(0, at) + (Number.parseInt(hex.charAt(at), 16) ^ 1).toString(16) + hex.slice(at + 1);

/** Returns envelopes that every client must refuse, each with its cause. */
export const badEnvelopes = (keys: Keys): BadEnvelope[] =>
  SIZES.flatMap((key) => [
    ...badCiphertexts(keys, key),
    ...badPaddings(keys, key),
    ...badContents(keys, key),
  ]);

function badCiphertexts(keys: Keys, key: string): BadEnvelope[] {
  const good = type1(keys, key, '', contents['several blocks']).hex;
  const other = type1(keys, `other${keyOf(keys, key).bits}`, '', contents['several blocks']).hex;
  const bad = (name: string, cause: string, hex: string) =>
    ({ name, cause, key, blockType: 1, hex }) as const;
  return [
    bad('nothing', 'length', ''),
    bad('a digit is missing', 'length', good.slice(1)),
    bad('half a block is missing', 'length', good.slice(0, -blockBytes(keys, key))),
    bad('a letter that is no hex digit', 'hex', `g${good.slice(1)}`),
    bad('Base64 instead of hex', 'hex', Buffer.from(good, 'hex').toString('base64').padEnd(good.length, '=')),
    bad('a digit beyond ASCII', 'hex', `\u0130${good.slice(1)}`),
    bad('sealed with the key of someone else', 'block', other),
    bad('one bit of the first block is flipped', 'block', flip(good, 40)),
    bad('one bit of the last block is flipped', 'block', flip(good, good.length - 40)),
    bad('a number beyond the modulus', 'block', 'f'.repeat(2 * blockBytes(keys, key))),
    bad('only empty blocks', 'block', sealEmptyBlock(keys, key).repeat(2)),
  ];
}

function badPaddings(keys: Keys, key: string): BadEnvelope[] {
  const text = base64('{}');
  const bad = (name: string, cause: string, hex: string) =>
    ({ name, cause, key, blockType: 1, hex }) as const;
  const tooLong = Buffer.alloc(blockBytes(keys, key) - HEADER_BYTES + 1, 'e');
  return [
    bad('block type 2 made with the private key', 'block type 2', paddedBlock(keys, key, text, [0, 2], 0x5a)),
    bad('block type 0', 'block', paddedBlock(keys, key, text, [0, 0])),
    bad('a first byte that is not zero', 'block', paddedBlock(keys, key, text, [1, 1])),
    bad('a filler that is not FF', 'block', paddedBlock(keys, key, text, [0, 1], 0xfe)),
    bad('seven bytes of filler', 'block', paddedBlock(keys, key, tooLong)),
    bad('no zero after the filler', 'block', rawBlock(keys, key, noEnd(keys, key))),
  ];
}

const noEnd = (keys: Keys, key: string) =>
  Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(blockBytes(keys, key) - 2, 0xff)]);

function badContents(keys: Keys, key: string): BadEnvelope[] {
  const own = privateKeyOf(keys, key);
  const bad = (name: string, cause: string, plain: Buffer) =>
    ({ name, cause, key, blockType: 1, hex: sealBlocks(plain, own) }) as const;
  const json = contents['several blocks'];
  return [
    bad('JSON without Base64', 'Base64', Buffer.from(json)),
    bad('Base64url', 'Base64', Buffer.from(Buffer.from('{"remark":"???>>>~~~"}').toString('base64url'))),
    bad('Base64 without padding', 'Base64', Buffer.from(base64('{"a":1}').toString().replace(/=+$/, ''))),
    bad('Base64 with spare bits', 'Base64', Buffer.from('e31=')),
    bad('the last block is missing', 'JSON', base64(json.slice(0, 600))),
    bad('not UTF-8', 'UTF-8', base64(Buffer.from('{"a":"\xff"}', 'latin1'))),
    bad('a list', 'JSON', base64('[]')),
    bad('a text', 'JSON', base64('"{}"')),
    bad('null', 'JSON', base64('null')),
    bad('two objects', 'JSON', base64('{}{}')),
    bad('not JSON', 'JSON', base64("{'a':1}")),
    bad('NaN, which is not JSON', 'JSON', base64('{"a":NaN}')),
    bad('a thousand levels', 'JSON', base64(`{"a":${'['.repeat(1_000)}${']'.repeat(1_000)}}`)),
  ];
}
