import type { Headers } from './base.ts';
import type { VerifiedSignature } from './request.ts';
import { LABEL, type Moment, type SignatureHeaders, type Signer, signMessage } from './signed.ts';
import { type Sender, verifyMessage } from './verify.ts';

/** What an answer's signature has to cover: with the request's signature it belongs to that request alone. */
const REQUIRED = ['"@status"', '"content-digest"', `"signature";req;key="${LABEL}"`] as const;

/** An answer as it came. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

/** Signs the answer to a signed request: the headers to send with it. */
export const signAnswer = (
  { status, body }: Pick<ReceivedAnswer, 'status' | 'body'>,
  { value }: VerifiedSignature,
  signer: Signer,
  moment: Moment,
): SignatureHeaders => {
  const request = { headers: { signature: `${LABEL}=${value}` } };
  return signMessage({ status, body, headers: {}, request }, REQUIRED, signer, moment);
};

/**
 * Checks the signature of the answer to a request that was sent with these headers; false where there is none.
 *
 * @throws SignatureInvalid
 */
export function verifyAnswer(
  answer: ReceivedAnswer,
  sent: SignatureHeaders,
  sender: Sender,
  now: number,
): boolean {
  const request = { headers: { ...sent } };
  return verifyMessage({ ...answer, request }, REQUIRED, sender, now) !== undefined;
}
