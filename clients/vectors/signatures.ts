import { importPrivateKey } from '../../shared/wire/codec/keys.ts';
import { contentDigest } from '../../shared/wire/signatures/content-digest.ts';
import {
  defaultAlgorithmFor,
  type SignatureAlgorithm,
  signText,
} from '../../shared/wire/signatures/signature-algorithms.ts';
import { signatureBase } from '../../shared/wire/signatures/signature-base.ts';
import { type InnerList, quoted, serializeInnerList } from '../../shared/wire/signatures/structured-field.ts';
import type { GoodSignature, KeyVector, SignedMessage } from './format.ts';

export type Keys = Readonly<Record<string, KeyVector>>;
/** A message before it is signed. */
export type Unsigned = Omit<SignedMessage, 'headers'>;

export const KEY_ID = '10000001';
/** 1 January 2026, 00:00:00 UTC, in epoch seconds. */
export const CREATED = 1_767_225_600;
const NONCE = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
export const BODY = '{"version":"1.0.0","userNo":10000001,"dataType":"JSON","dataContent":"00"}';

/** Returns a request without its signature. */
export const request = (path: string, body = BODY): Unsigned => ({ method: 'POST', path, body });

/** What a signature is made with; each bad one differs in one of them. */
export interface Making {
  readonly message: Unsigned;
  readonly key: string;
  readonly components?: readonly string[];
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  readonly algorithm?: SignatureAlgorithm;
}

export const COMPONENTS = {
  request: ['"@method"', '"@path"', '"content-digest"'],
  response: ['"@status"', '"content-digest"', '"signature";req;key="issuary"'],
};

interface Made {
  readonly message: SignedMessage;
  readonly base: string;
}

/** Signs a message, rightly or wrongly. */
export function signed(keys: Keys, { message, key, components, parameters, algorithm }: Making): Made {
  const own = importPrivateKey(keys[key]?.privateKey ?? '');
  const named = algorithm ?? defaultAlgorithmFor(own);
  const all = {
    created: String(CREATED),
    expires: String(CREATED + 300),
    nonce: quoted(NONCE),
    keyid: quoted(KEY_ID),
    alg: quoted(named),
    ...parameters,
  };
  const covered = components ?? COMPONENTS[message.status === undefined ? 'request' : 'response'];
  const input: InnerList = {
    items: covered.map(parseComponent),
    parameters: new Map(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  };
  const digest = { 'content-digest': contentDigest(message.body) };
  const base = signatureBase(input, { ...message, headers: digest });
  const headers = {
    ...digest,
    'signature-input': `issuary=${serializeInnerList(input)}`,
    signature: `issuary=:${signText(named, base, own).toString('base64')}:`,
  };
  return { message: { ...message, headers }, base };
}

function parseComponent(written: string) {
  const [value = '', ...parameters] = written.split(';');
  const entries = parameters.map((each) => each.split('='));
  return { value, parameters: new Map(entries.map(([name = '', text = '?1']) => [name, text] as const)) };
}

const KEYS = ['rsa1024', 'rsa2048', 'rsa4096'] as const;

/** Returns signatures that every client can make and verify. */
export function goodSignatures(keys: Keys): GoodSignature[] {
  const good = (name: string, key: string, { message, base }: Made, now = CREATED + 1): GoodSignature => ({
    name,
    key,
    keyId: KEY_ID,
    now,
    created: CREATED,
    nonce: NONCE,
    message,
    base,
    isReproducible: /rsa-v1_5/.test(String(message.headers['signature-input'])),
  });
  return KEYS.flatMap((key) => {
    const sent = signed(keys, { key, message: request('/openapi/account/balance') });
    const small = { key, algorithm: 'rsa-v1_5-sha256' } as const;
    const sentSmall = signed(keys, { ...small, message: request('/openapi/vcc/scene') });
    return [
      good('a request', key, sent),
      good(
        'a request below a stage',
        key,
        signed(keys, { key, message: request('/prod/openapi/vcc/card/info') }),
      ),
      good('a request by rsa-v1_5-sha256', key, sentSmall),
      good(
        'a notification',
        key,
        signed(keys, { key, message: request('/notify', '{"type":"card_operate","data":"ü"}') }),
      ),
      good('a clock that is a minute behind', key, sent, CREATED - 60),
      good('a minute after its end', key, sent, CREATED + 360),
      good('a response', key, signed(keys, { key, message: responseTo(sent) })),
      good('a response by rsa-v1_5-sha256', key, signed(keys, { ...small, message: responseTo(sentSmall) })),
    ];
  });
}

/** Returns a response without its signature. */
export const responseTo = ({ message }: Made, body = '{"success":true}'): Unsigned => ({
  status: 200,
  body,
  request: { headers: { signature: String(message.headers['signature']) } },
});
