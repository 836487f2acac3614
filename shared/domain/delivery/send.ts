import { SECOND_MS } from '../../runtime/duration.ts';
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

/** A merchant's response: its HTTP status, the beginning of its body, and its Retry-After header. */
export interface EndpointResponse {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string;
}

/**
 * Posts a body to a merchant and returns the response.
 *
 * @throws Error when there is none within `timeoutMs`
 */
export type Post = (
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
) => Promise<EndpointResponse>;

/** How long a merchant has to respond (contract section 4). */
export const ATTEMPT_TIMEOUT_MS = 15 * SECOND_MS;

/** The outcome of an attempt. */
export interface AttemptOutcome extends RetryHints {
  readonly accepted: boolean;
  /** SUCCESS, or a description of why it was not accepted. */
  readonly result: string;
  /** Undefined when nothing was posted. */
  readonly attempt?: Attempt;
}

/** What an attempt needs from outside. */
interface SendContext {
  /** Its number in the schedule, from 1. */
  readonly attempt: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newNonce: () => string;
  /** Ends the attempt. */
  readonly timeoutMs: number;
}

/** There is no URL to post to. */
export const NO_NOTIFY_URL: AttemptOutcome = {
  accepted: false,
  result: 'the merchant has no notification URL',
};

/** Failures that mean too slow: to connect, to respond or to finish. */
const TIMED_OUT = /timeout|timedout/i;

/** Posts a request, signed if it has a signer, and returns the outcome. */
export async function send(
  post: Post,
  request: DeliveryRequest,
  { attempt, now, newNonce, timeoutMs }: SendContext,
): Promise<AttemptOutcome & { attempt: Attempt }> {
  const at = now();
  const { url, confidential } = request;
  const headers = attemptHeaders(request.notificationId, attempt, at);
  try {
    const signature = signatureOf(request, headers, { now: at, nonce: newNonce() });
    const response = await post(url, request.body, { ...headers, ...signature }, timeoutMs);
    return outcomeFrom(response, { at, url, end: now(), confidential });
  } catch (error) {
    const failure = failureCode(error);
    // The timer may fire a moment before the clock shows it.
    const latencyMs = failure === 'TimeoutError' ? Math.max(timeoutMs, now() - at) : now() - at;
    const result =
      error instanceof DestinationForbidden ? error.message : describeFailure(failure, timeoutMs);
    return {
      accepted: false,
      result,
      // An endpoint that only missed a shorter deadline is not known to be overloaded.
      overloaded: timeoutMs >= ATTEMPT_TIMEOUT_MS && TIMED_OUT.test(failure),
      attempt: { at, url, latencyMs, failure, reason: result },
    };
  }
}

/** The signature of an attempt also covers the id to deduplicate by. */
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
  const response = accepted || !confidential ? { response: redactedResponse(body) } : {};
  const result = accepted ? NOTIFICATION_ACCEPTED : describeRejection(status);
  return {
    accepted,
    result,
    overloaded: status === 429,
    retryAfterMs: retryAfterMs(retryAfter, end),
    attempt: { at, url, latencyMs: end - at, status, ...response, ...(!accepted && { reason: result }) },
  };
}

/**
 * Whether the response is an HTTP 2xx whose body, without blanks and quotes around it, is SUCCESS in any case (contract
 * section 4).
 */
function accepts(status: number, body: string): boolean {
  const word = body
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  return status >= 200 && status < 300 && word.toUpperCase() === NOTIFICATION_ACCEPTED;
}

/** Returns the code of a network failure, which may be in the error's cause, or the error's name. */
function failureCode(error: unknown): string {
  if (!(error instanceof Error)) return 'no response';
  const codes = [error, error.cause].map((one) => (one as { code?: unknown } | undefined)?.code);
  return codes.find((code) => typeof code === 'string') ?? error.name;
}
