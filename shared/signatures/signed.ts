import type { RsaPrivateKey } from '../codec/keys.ts';
import { algorithmFor, signText } from './algorithms.ts';
import { type Message, signatureBase } from './base.ts';
import { contentDigest } from './digest.ts';
import { type InnerList, innerListText, quoted } from './structured-field.ts';

/** The only signature that is looked at (contract section 1.1). */
export const LABEL = 'issuary';
/** The most that a signature may be valid for. */
export const LONGEST_SECONDS = 300;
/** By how much the clocks of both sides may differ. */
export const CLOCKS_DIFFER_SECONDS = 60;

/** Who signs: the sender's number and private key. */
export interface Signer {
  readonly keyId: string;
  readonly key: RsaPrivateKey;
}

/** What a signature takes from its surroundings: epoch milliseconds, and 16 to 64 characters that make it differ from any other. */
export interface Moment {
  readonly now: number;
  readonly nonce: string;
}

/** The headers that make a message a signed one. */
export interface SignatureHeaders {
  readonly 'content-digest': string;
  readonly 'signature-input': string;
  readonly signature: string;
}

/** Signs these components of a message, as they are written, with everything else that the contract asks for. */
export function signMessage(
  { body, ...message }: Message & { readonly body: string },
  components: readonly string[],
  { keyId, key }: Signer,
  { now, nonce }: Moment,
): SignatureHeaders {
  const algorithm = algorithmFor(key);
  const created = Math.floor(now / 1_000);
  const input: InnerList = {
    items: components.map(componentOf),
    parameters: new Map([
      ['created', String(created)],
      ['expires', String(created + LONGEST_SECONDS)],
      ['nonce', quoted(nonce)],
      ['keyid', quoted(keyId)],
      ['alg', quoted(algorithm)],
    ]),
  };
  const digest = contentDigest(body);
  const headers = { ...message.headers, 'content-digest': digest };
  const signature = signText(algorithm, signatureBase(input, { ...message, headers }), key);
  return {
    'content-digest': digest,
    'signature-input': `${LABEL}=${innerListText(input)}`,
    signature: `${LABEL}=:${signature.toString('base64')}:`,
  };
}

/** `"name";req;key="x"` as an item. */
function componentOf(written: string) {
  const [value = '', ...parameters] = written.split(';');
  return { value, parameters: new Map(parameters.map((each) => nameAndValue(each.split('=')))) };
}

const nameAndValue = ([name = '', value = '?1']: readonly string[]) => [name, value] as const;
