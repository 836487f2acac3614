import { type SignatureHeaders, type Signer, type SigningContext, signMessage } from './sign-message.ts';
import type { HttpHeaders } from './signature-base.ts';
import { type ExpectedSigner, verifyMessage } from './verify-message.ts';

/** What a request's signature must cover. */
const REQUIRED_COMPONENTS = ['"@method"', '"@path"', '"content-digest"'] as const;

/** A request to be signed. */
interface RequestToSign {
  readonly method: string;
  /** The path on the wire, including any stage or base path, without the query. */
  readonly path: string;
  /** The exact text on the wire. */
  readonly body: string;
  /** Further headers to cover, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as received. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: HttpHeaders;
}

/** A verified signature of a request. The signature of its response covers it. */
export interface VerifiedSignature {
  /** The member of the field `signature`, as written. */
  readonly value: string;
}

/** Signs a request, a webhook or a notification (contract section 1.1). Returns the headers to send with it. */
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
 * Verifies the signature of a request. Returns undefined when there is none. Signatures with other labels are ignored.
 *
 * @param now epoch milliseconds
 * @throws SignatureInvalid when there is a signature and it is not valid
 */
export function verifyRequest(
  request: ReceivedRequest,
  sender: ExpectedSigner,
  now: number,
): VerifiedSignature | undefined {
  const value = verifyMessage(request, REQUIRED_COMPONENTS, sender, now);
  return value === undefined ? undefined : { value };
}
