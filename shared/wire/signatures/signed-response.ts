import {
  SIGNATURE_LABEL,
  type SignatureHeaders,
  type Signer,
  type SigningContext,
  signMessage,
} from './sign-message.ts';
import type { HttpHeaders } from './signature-base.ts';
import type { VerifiedSignature } from './signed-request.ts';
import { type ExpectedSigner, verifyMessage } from './verify-message.ts';

/** What a response's signature must cover. The request's signature ties it to that one request. */
const REQUIRED_COMPONENTS = [
  '"@status"',
  '"content-digest"',
  `"signature";req;key="${SIGNATURE_LABEL}"`,
] as const;

/** A response as received. */
export interface ReceivedResponse {
  readonly status: number;
  readonly body: string;
  readonly headers: HttpHeaders;
}

/** Signs the response to a signed request. Returns the headers to send with it. */
export const signResponse = (
  { status, body }: Pick<ReceivedResponse, 'status' | 'body'>,
  { value }: VerifiedSignature,
  signer: Signer,
  context: SigningContext,
): SignatureHeaders => {
  const request = { headers: { signature: `${SIGNATURE_LABEL}=${value}` } };
  return signMessage({ status, body, headers: {}, request }, REQUIRED_COMPONENTS, signer, context);
};

/**
 * Verifies the signature of the response to a request that was sent with these headers. Returns false when there is
 * none.
 *
 * @throws SignatureInvalid when there is a signature and it is not valid
 */
export function verifyResponse(
  response: ReceivedResponse,
  sent: SignatureHeaders,
  sender: ExpectedSigner,
  now: number,
): boolean {
  const request = { headers: { ...sent } };
  return verifyMessage({ ...response, request }, REQUIRED_COMPONENTS, sender, now) !== undefined;
}
