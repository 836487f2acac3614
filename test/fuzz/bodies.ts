import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { sealBlocks } from '../../shared/wire/codec/blocks.ts';
import type { RsaPrivateKey } from '../../shared/wire/codec/keys.ts';
import type { SignatureHeaders, SigningContext } from '../../shared/wire/signatures/sign-message.ts';
import { garbage, hostileValue } from './hostile.ts';
import { type Fields, fieldsOf, jsonOf, type Mutation, mutated, mutation } from './mutations.ts';
import { type Signing, signatureHeaders, signing } from './signatures.ts';
import { type Target, targets } from './targets.ts';

/** The content of a request: a valid content with mutations, or fields of the target with valid and invalid values. */
export type Content =
  | { readonly from: 'valid'; readonly nth: number; readonly mutations: readonly Mutation[] }
  | { readonly from: 'grammar'; readonly picks: readonly Picked[] };

/** `value` is JSON text. Without it the field gets the `nth` value that is valid in some request. */
interface Picked {
  readonly field: number;
  readonly nth: number;
  readonly value?: string | undefined;
}

const ENCODINGS = ['utf8', 'bom', 'not-utf8', 'utf16', 'cut', 'lines'] as const;
const SEALS = ['own', 'foreign', 'flipped', 'cut', 'swapped', 'doubled', 'upper', 'small', 'none'] as const;
const TRANSPORTS = ['json', 'text', 'untyped', 'gzip', 'bom', 'not-utf8', 'cut', 'twice'] as const;

/** A request before it is rendered with the contents that are valid at the time. */
export type Body = { readonly target: Target } & (
  | { readonly kind: 'garbage'; readonly bytes: Buffer }
  | {
      readonly kind: 'envelope';
      readonly content: Content;
      readonly encoding: (typeof ENCODINGS)[number];
      readonly seal: (typeof SEALS)[number];
      readonly envelope: readonly Mutation[];
      readonly transport: (typeof TRANSPORTS)[number];
      readonly signing: Signing;
    }
);

/** Chooses the first value nearly always, because later checks are only reached if everything else is right. */
const mostly = <Value>(weight: number, ...[usual, ...others]: readonly Value[]) =>
  fc.oneof(
    { weight, arbitrary: fc.constant(usual as Value) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const pick: fc.Arbitrary<Picked> = fc.record({
  field: fc.nat(40),
  nth: fc.nat(20),
  value: fc.option(hostileValue, { nil: undefined, freq: 2 }),
});

const content: fc.Arbitrary<Content> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      from: fc.constant('valid' as const),
      nth: fc.nat(10),
      mutations: fc.array(mutation, { maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ from: fc.constant('grammar' as const), picks: fc.array(pick, { maxLength: 14 }) }),
  },
);

const targetsOf = (api: Target['api']) => fc.constantFrom(...targets.filter((one) => one.api === api));
const target = fc.oneof(
  { weight: 5, arbitrary: targetsOf('openapi') },
  { weight: 4, arbitrary: targetsOf('webhook') },
  { weight: 1, arbitrary: targetsOf('network') },
);

/** Requests to all targets: mutated valid ones, generated ones and garbage, sealed correctly and incorrectly. */
export const bodies: fc.Arbitrary<Body> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ target, kind: fc.constant('garbage' as const), bytes: garbage }) },
  {
    weight: 12,
    arbitrary: fc.record({
      target,
      kind: fc.constant('envelope' as const),
      content,
      encoding: mostly(20, ...ENCODINGS),
      seal: mostly(8, ...SEALS),
      envelope: fc.oneof(
        { weight: 8, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 2 }) },
      ),
      transport: mostly(12, ...TRANSPORTS),
      signing,
    }),
  },
);

/** What rendering needs: the sender's keys and the contents that are valid at the time. */
export interface Sender {
  readonly userNo: string;
  readonly key: RsaPrivateKey;
  /** A key that is not the sender's. */
  readonly foreign: RsaPrivateKey;
  /** Returns the time and the nonce of a signature. */
  readonly moment: () => SigningContext;
  /** Returns the nth of the valid contents for the target, under a new number. */
  readonly valid: (target: Target, nth: number) => object;
  /** Returns the nth of the valid values of a field of that name, as JSON text. */
  readonly good: (field: string, nth: number) => string;
}

/** A request that is ready to be sent; `clear` is its content, for reports. */
export interface Rendered {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly clear: string;
  /** The headers of its signature, which the answer's signature covers. */
  readonly signed: Partial<SignatureHeaders>;
}

/** Renders the request for this sender. */
export function rendered(body: Body, sender: Sender): Rendered {
  if (body.kind === 'garbage') {
    const headers = { 'content-type': 'application/json' };
    return { headers, body: body.bytes, clear: body.bytes.toString('latin1'), signed: {} };
  }
  const clear = jsonOf(contentFields(body.content, body.target, sender));
  const sealed = seal(encode(clear, body.encoding), body.seal, sender);
  const text = jsonOf(mutated(fieldsOf(envelopeOf(body.target, sealed, sender)), body.envelope));
  const { headers, body: bytes } = encoded(text, body.transport);
  const signed = signatureHeaders(body.signing, {
    path: body.target.path,
    body: bytes.toString(),
    signer: { keyId: sender.userNo, key: sender.key },
    foreign: sender.foreign,
    moment: sender.moment(),
  });
  return { headers: { ...headers, ...signed }, body: bytes, clear, signed };
}

function contentFields(content: Content, target: Target, sender: Sender): Fields {
  if (content.from === 'valid')
    return mutated(fieldsOf(sender.valid(target, content.nth)), content.mutations);
  const names = Object.keys(target.request.def.shape);
  if (names.length === 0) return [];
  return content.picks.map(({ field, nth, value }) => {
    const name = names[field % names.length] as string;
    return [name, value ?? sender.good(name, nth)];
  });
}

const envelopeOf = ({ api, name }: Target, sealed: string, { userNo }: Sender): object =>
  api === 'webhook'
    ? { type: name, data: sealed, version: '1.0.0', userNo: Number(userNo) }
    : { version: '1.0.0', userNo: Number(userNo), dataType: 'JSON', dataContent: sealed };

function encode(text: string, encoding: (typeof ENCODINGS)[number]): string {
  const bytes = {
    utf8: () => Buffer.from(text),
    bom: () => Buffer.from(`\ufeff${text}`),
    'not-utf8': () => Buffer.from(text.replace(/"([^"]*)"\}$/, '"\xff$1"}'), 'latin1'),
    utf16: () => Buffer.from(text, 'utf16le'),
    cut: () => Buffer.from(text).subarray(0, -1),
    lines: () => Buffer.from(text),
  }[encoding]();
  const base64 = bytes.toString('base64');
  return encoding === 'lines' ? base64.replaceAll(/(.{76})/g, '$1\r\n') : base64;
}

function seal(base64: string, how: (typeof SEALS)[number], { key, foreign }: Sender): string {
  if (how === 'none' || base64 === '') return base64;
  const bytes = Buffer.from(base64, 'latin1');
  const hex = sealBlocks(bytes, how === 'foreign' ? foreign : key, how === 'small' ? 32 : undefined);
  const block = 2 * key.modulusBytes;
  switch (how) {
    case 'flipped':
      return hex.slice(0, -1) + (hex.endsWith('0') ? '1' : '0');
    case 'cut':
      return hex.slice(0, -block / 2);
    case 'swapped':
      return hex.slice(block) + hex.slice(0, block);
    case 'doubled':
      return hex + hex;
    case 'upper':
      return hex.toUpperCase();
    default:
      return hex;
  }
}

function encoded(text: string, transport: (typeof TRANSPORTS)[number]): Pick<Rendered, 'headers' | 'body'> {
  const typed = { 'content-type': 'application/json' };
  switch (transport) {
    case 'json':
      return { headers: typed, body: Buffer.from(text) };
    case 'text':
      return { headers: { 'content-type': 'text/xml; charset=utf-16' }, body: Buffer.from(text) };
    case 'untyped':
      return { headers: { 'content-type': '' }, body: Buffer.from(text) };
    case 'gzip':
      return { headers: { ...typed, 'content-encoding': 'gzip' }, body: gzipSync(text) };
    case 'bom':
      return { headers: typed, body: Buffer.from(`\ufeff${text}`) };
    case 'not-utf8':
      return { headers: typed, body: Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0xc0])]) };
    case 'cut':
      return { headers: typed, body: Buffer.from(text).subarray(0, -2) };
    case 'twice':
      return { headers: typed, body: Buffer.from(text + text) };
  }
}
