import type { RsaPrivateKey } from '../codec/keys.ts';
import { contentDigest } from './content-digest.ts';
import { defaultAlgorithmFor, signText } from './signature-algorithms.ts';
import { type HttpMessage, signatureBase } from './signature-base.ts';
import { type InnerList, quoted, serializeInnerList } from './structured-field.ts';

/** The label of the only signature that is evaluated (contract section 1.1). */
export const SIGNATURE_LABEL = 'issuary';
/** How long a signature may be valid, in seconds. */
export const MAX_LIFETIME_SECONDS = 300;
/** How much the clocks of both sides may differ, in seconds. */
export const MAX_CLOCK_SKEW_SECONDS = 60;

/** Who signs: the sender's number and private key. */
export interface Signer {
  readonly keyId: string;
  readonly key: RsaPrivateKey;
}

/** What makes each signature different: the time in epoch milliseconds and a nonce of 16 to 64 characters. */
export interface SigningContext {
  readonly now: number;
  readonly nonce: string;
}

/** The headers of a signed message. */
export interface SignatureHeaders {
  readonly 'content-digest': string;
  readonly 'signature-input': string;
  readonly signature: string;
}

/** Signs the given components of a message, with all parameters that the contract requires. */
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

/** Parses a component such as `"name";req;key="x"`. */
function parseComponent(written: string) {
  const [value = '', ...parameters] = written.split(';');
  return { value, parameters: new Map(parameters.map((each) => nameAndValue(each.split('=')))) };
}

const nameAndValue = ([name = '', value = '?1']: readonly string[]) => [name, value] as const;
