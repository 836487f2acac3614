import { type SignatureHeaders, type Signer, type SigningContext, signMessage } from './sign-message.ts';
import type { HttpHeaders } from './signature-base.ts';
import { type ExpectedSigner, verifyMessage } from './verify-message.ts';

/** What a request's signature has to cover. */
const REQUIRED_COMPONENTS = ['"@method"', '"@path"', '"content-digest"'] as const;

/** A request to be signed. */
export interface RequestToSign {
  readonly method: string;
  /** As on the wire, with any stage or base path, without the query. */
  readonly path: string;
  /** The exact text on the wire. */
  readonly body: string;
  /** Headers that are covered as well, by lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as it came. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: HttpHeaders;
}

/** A request's signature that was checked: what the signature of its answer covers. */
export interface VerifiedSignature {
  /** The member of the field `signature`, as it is written. */
  readonly value: string;
}

/** Signs a request, a webhook or a notification (contract section 1.1): the headers to send with it. */
export function signRequest(
  request: RequestToSign,
  signer: Signer,
  context: SigningContext,
): SignatureHeaders {
  const { headers = {} } = request;
  const components = [...REQUIRED_COMPONENTS, ...Object.keys(headers).map((name) => `"${name}"`)];
  return signMessage({ ...request, headers }, components, signer, context);
}

/**
 * Checks the signature of a request; undefined where there is none. A signature of another label is not looked at.
 *
 * @throws SignatureInvalid
 */
export function verifyRequest(
  request: ReceivedRequest,
  sender: ExpectedSigner,
  now: number,
): VerifiedSignature | undefined {
  const value = verifyMessage(request, REQUIRED_COMPONENTS, sender, now);
  return value === undefined ? undefined : { value };
}
