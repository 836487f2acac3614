import type { RsaPrivateKey } from '../codec/keys.ts';
import { contentDigest } from './content-digest.ts';
import { defaultAlgorithmFor, signText } from './signature-algorithms.ts';
import { type HttpMessage, signatureBase } from './signature-base.ts';
import { type InnerList, quoted, serializeInnerList } from './structured-field.ts';

/** The only signature that is looked at (contract section 1.1). */
export const SIGNATURE_LABEL = 'issuary';
/** The most that a signature may be valid for. */
export const MAX_LIFETIME_SECONDS = 300;
/** By how much the clocks of both sides may differ. */
export const MAX_CLOCK_SKEW_SECONDS = 60;

/** Who signs: the sender's number and private key. */
export interface Signer {
  readonly keyId: string;
  readonly key: RsaPrivateKey;
}

/** What a signature takes from its surroundings: epoch milliseconds, and 16 to 64 characters that make it differ from any other. */
export interface SigningContext {
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
  { body, ...message }: HttpMessage & { readonly body: string },
  components: readonly string[],
  { keyId, key }: Signer,
  { now, nonce }: SigningContext,
): SignatureHeaders {
  const algorithm = defaultAlgorithmFor(key);
  const created = Math.floor(now / 1_000);
  const input: InnerList = {
    items: components.map(parseComponent),
    parameters: new Map([
      ['created', String(created)],
      ['expires', String(created + MAX_LIFETIME_SECONDS)],
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
    'signature-input': `${SIGNATURE_LABEL}=${serializeInnerList(input)}`,
    signature: `${SIGNATURE_LABEL}=:${signature.toString('base64')}:`,
  };
}

/** `"name";req;key="x"` as an item. */
function parseComponent(written: string) {
  const [value = '', ...parameters] = written.split(';');
  return { value, parameters: new Map(parameters.map((each) => nameAndValue(each.split('=')))) };
}

const nameAndValue = ([name = '', value = '?1']: readonly string[]) => [name, value] as const;
