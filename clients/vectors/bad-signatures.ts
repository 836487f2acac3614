import { contentDigest } from '../../shared/wire/signatures/content-digest.ts';
import type { BadSignature, SignedMessage } from './format.ts';
import {
  BODY,
  COMPONENTS,
  CREATED,
  KEY_ID,
  type Keys,
  type Making,
  request,
  responseTo,
  signed,
  type Unsigned,
} from './signatures.ts';

/** Returns signatures that every client must refuse, each with its cause. */
export function badSignatures(keys: Keys): BadSignature[] {
  const key = 'rsa2048';
  const message = request('/notify');
  const bad = (name: string, cause: string, made: SignedMessage, now = CREATED + 1): BadSignature => ({
    name,
    cause,
    key,
    keyId: KEY_ID,
    now,
    message: made,
  });
  const good = signed(keys, { key, message }).message;
  const withHeaders = (headers: Record<string, string | undefined>): SignedMessage => ({
    ...good,
    headers: Object.fromEntries(
      Object.entries({ ...good.headers, ...headers }).filter(([, value]) => value !== undefined),
    ),
  });
  const made = (change: Omit<Making, 'key' | 'message'>) => signed(keys, { key, message, ...change }).message;
  return [
    ...badMessages(good, bad, withHeaders),
    ...badParameters(bad, made),
    bad('by the key of someone else', 'signature', signed(keys, { key: 'other2048', message }).message),
    ...badResponses(keys, bad),
  ];
}

type Bad = (name: string, cause: string, made: SignedMessage, now?: number) => BadSignature;

function badMessages(
  good: SignedMessage,
  bad: Bad,
  withHeaders: (headers: Record<string, string | undefined>) => SignedMessage,
): BadSignature[] {
  const input = String(good.headers['signature-input']);
  const signature = String(good.headers['signature']);
  return [
    bad('another body', 'digest', { ...good, body: `${BODY} ` }),
    bad('another body with its digest', 'signature', {
      ...withHeaders({ 'content-digest': contentDigest('{}') }),
      body: '{}',
    }),
    bad('another path', 'signature', { ...good, path: '/other' }),
    bad('another method', 'signature', { ...good, method: 'PUT' }),
    bad('a digest that is not known', 'digest', withHeaders({ 'content-digest': 'md5=:AAAA:' })),
    bad('no input', 'incomplete', withHeaders({ 'signature-input': undefined })),
    bad('no signature', 'incomplete', withHeaders({ signature: undefined })),
    bad('an input twice', 'duplicate', withHeaders({ 'signature-input': `${input}, ${input}` })),
    bad('a signature of no bytes', 'malformed', withHeaders({ signature: 'issuary="AAAA"' })),
    bad('an input that is no list', 'malformed', withHeaders({ 'signature-input': 'issuary="x"' })),
    bad(
      'a signature that is cut short',
      'signature',
      withHeaders({ signature: signature.replace(/.{5}:$/, '=:') }),
    ),
    bad('before its time', 'early', good, CREATED - 61),
    bad('after its time', 'expired', good, CREATED + 361),
  ];
}

function badParameters(
  bad: Bad,
  made: (change: Omit<Making, 'key' | 'message'>) => SignedMessage,
): BadSignature[] {
  const withParameters = (parameters: Record<string, string | undefined>) => made({ parameters });
  const without = (component: string) =>
    made({ components: COMPONENTS.request.filter((one) => one !== component) });
  return [
    bad('in the name of someone else', 'keyid', withParameters({ keyid: '"10000002"' })),
    bad('without a name', 'keyid', withParameters({ keyid: undefined })),
    bad('valid for too long', 'lifetime', withParameters({ expires: String(CREATED + 301) })),
    bad('valid for no time', 'lifetime', withParameters({ expires: String(CREATED) })),
    bad('without an end', 'parameter', withParameters({ expires: undefined })),
    bad('without a time', 'parameter', withParameters({ created: undefined })),
    bad('without a nonce', 'parameter', withParameters({ nonce: undefined })),
    bad('with a short nonce', 'parameter', withParameters({ nonce: '"too short"' })),
    bad('without an algorithm', 'alg', withParameters({ alg: undefined })),
    bad('by an algorithm that is not allowed', 'alg', withParameters({ alg: '"hmac-sha256"' })),
    bad('by another algorithm than it names', 'signature', withParameters({ alg: '"rsa-v1_5-sha256"' })),
    bad('without the method', 'component', without('"@method"')),
    bad('without the path', 'component', without('"@path"')),
    bad('without the digest', 'component', without('"content-digest"')),
  ];
}

function badResponses(keys: Keys, bad: Bad): BadSignature[] {
  const key = 'rsa2048';
  const sent = signed(keys, { key, message: request('/openapi/account/balance') });
  const other = signed(keys, { key, message: request('/openapi/vcc/scene') });
  const { message } = signed(keys, { key, message: responseTo(sent) });
  const unbound = COMPONENTS.response.slice(0, 2);
  return [
    bad('a response to another request', 'signature', { ...message, ...pick(responseTo(other)) }),
    bad(
      'a response that names no request',
      'component',
      signed(keys, { key, message: responseTo(sent), components: unbound }).message,
    ),
    bad('a response with another status', 'signature', { ...message, status: 500 }),
    bad('a response with another body', 'digest', { ...message, body: '{"success":false}' }),
  ];
}

const pick = ({ request: signedRequest }: Unsigned): Pick<SignedMessage, 'request'> =>
  signedRequest === undefined ? {} : { request: signedRequest };
