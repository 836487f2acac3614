import { DestinationForbidden } from '../../runtime/http/destination-policy.ts';
import { NOTIFICATION_ACCEPTED } from '../../wire/contract/codes.ts';
import type { SigningContext } from '../../wire/signatures/sign-message.ts';
import { signRequest } from '../../wire/signatures/signed-request.ts';
import { type Attempt, redactedResponse } from '../notifications/attempt.ts';
import { type AttemptHeaders, attemptHeaders } from './attempt-headers.ts';
import type { DeliveryRequest } from './delivery-request.ts';
import { describeFailure, describeRejection } from './failure-reasons.ts';
import { retryAfterMs } from './retry-after.ts';
import type { RetryHints } from './retry-schedule.ts';

/** A merchant's answer: its HTTP status, the beginning of its body and its Retry-After header. */
export interface EndpointResponse {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string;
}

/** Posts a body to a merchant and returns what came back; throws when no answer came. */
export type Post = (
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
) => Promise<EndpointResponse>;

/** How an attempt went. */
export interface AttemptOutcome extends RetryHints {
  readonly accepted: boolean;
  /** SUCCESS, or why it was not accepted, in words. */
  readonly result: string;
  /** Nothing where nothing was posted. */
  readonly attempt?: Attempt;
}

/** Which of the schedule's attempts it is, from 1, and what an attempt takes from its surroundings. */
export interface SendContext {
  readonly attempt: number;
  readonly now: () => number;
  readonly newNonce: () => string;
}

/** There was nowhere to post to. */
export const NO_NOTIFY_URL: AttemptOutcome = {
  accepted: false,
  result: 'the merchant has no notification URL',
};

/** Not an answer: too slow to connect, to answer or to end. */
const TIMED_OUT = /timeout|timedout/i;

/**
 * Posts the letter, signed where it has a signer, and tells how that went.
 */
export async function send(
  post: Post,
  request: DeliveryRequest,
  { attempt, now, newNonce }: SendContext,
): Promise<AttemptOutcome & { attempt: Attempt }> {
  const at = now();
  const { url, confidential } = request;
  const headers = attemptHeaders(request.notificationId, attempt, at);
  try {
    const signature = signatureOf(request, headers, { now: at, nonce: newNonce() });
    const response = await post(url, request.body, { ...headers, ...signature });
    return outcomeFrom(response, { at, url, end: now(), confidential });
  } catch (error) {
    const failure = failureCode(error);
    const result = error instanceof DestinationForbidden ? error.message : describeFailure(failure);
    return {
      accepted: false,
      result,
      overloaded: TIMED_OUT.test(failure),
      attempt: { at, url, latencyMs: now() - at, failure, reason: result },
    };
  }
}

/** The signature of an attempt covers what to deduplicate by as well. */
function signatureOf(
  { signer, url, body }: DeliveryRequest,
  headers: AttemptHeaders,
  context: SigningContext,
) {
  if (!signer) return {};
  const { 'webhook-id': id } = headers;
  const { pathname: path } = new URL(url);
  return signRequest({ method: 'POST', path, body, headers: { 'webhook-id': id } }, signer, context);
}

interface SentAttempt {
  readonly at: number;
  readonly end: number;
  readonly url: string;
  readonly confidential: boolean;
}

function outcomeFrom(
  { status, body, retryAfter }: EndpointResponse,
  { at, url, end, confidential }: SentAttempt,
): AttemptOutcome & { attempt: Attempt } {
  const accepted = accepts(status, body);
  const answer = accepted || !confidential ? { answer: redactedResponse(body) } : {};
  const result = accepted ? NOTIFICATION_ACCEPTED : describeRejection(status);
  return {
    accepted,
    result,
    overloaded: status === 429,
    retryAfterMs: retryAfterMs(retryAfter, end),
    attempt: { at, url, latencyMs: end - at, status, ...answer, ...(!accepted && { reason: result }) },
  };
}

/** HTTP 2xx whose trimmed body, quotes removed, equals SUCCESS in any case (contract section 4). */
function accepts(status: number, body: string): boolean {
  const word = body
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  return status >= 200 && status < 300 && word.toUpperCase() === NOTIFICATION_ACCEPTED;
}

/** The code of a network failure, which fetch hides in the cause, or the kind of error. */
function failureCode(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  const codes = [error, error.cause].map((one) => (one as { code?: unknown } | undefined)?.code);
  return codes.find((code) => typeof code === 'string') ?? error.name;
}
