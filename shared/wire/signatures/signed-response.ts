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

/** What an answer's signature has to cover: with the request's signature it belongs to that request alone. */
const REQUIRED_COMPONENTS = [
  '"@status"',
  '"content-digest"',
  `"signature";req;key="${SIGNATURE_LABEL}"`,
] as const;

/** An answer as it came. */
export interface ReceivedResponse {
  readonly status: number;
  readonly body: string;
  readonly headers: HttpHeaders;
}

/** Signs the answer to a signed request: the headers to send with it. */
export const signResponse = (
  { status, body }: Pick<ReceivedResponse, 'status' | 'body'>,
  { value }: VerifiedSignature,
  signer: Signer,
  moment: SigningContext,
): SignatureHeaders => {
  const request = { headers: { signature: `${SIGNATURE_LABEL}=${value}` } };
  return signMessage({ status, body, headers: {}, request }, REQUIRED_COMPONENTS, signer, moment);
};

/**
 * Checks the signature of the answer to a request that was sent with these headers; false where there is none.
 *
 * @throws SignatureInvalid
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
