import { NOTIFICATION_ACCEPTED } from '../contract/codes.ts';
import { signRequest } from '../signatures/request.ts';
import type { Moment } from '../signatures/signed.ts';
import { type Attempt, keptAnswer } from './attempt.ts';
import { DestinationForbidden } from './destination.ts';
import { type AttemptHeaders, attemptHeaders } from './headers.ts';
import type { Letter } from './letter.ts';
import { failureInWords, refusalInWords } from './reason.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Reluctance } from './schedule.ts';

/** A merchant's answer: its HTTP status, the beginning of its body and its Retry-After header. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string;
}

/** Posts a body to a merchant and returns what came back; throws when no answer came. */
export type Post = (url: string, body: string, headers: Readonly<Record<string, string>>) => Promise<Answer>;

/** How an attempt went. */
export interface Outcome extends Reluctance {
  readonly accepted: boolean;
  /** SUCCESS, or why it was not accepted, in words. */
  readonly result: string;
  /** Nothing where nothing was posted. */
  readonly attempt?: Attempt;
}

/** Which of the schedule's attempts it is, from 1, and what an attempt takes from its surroundings. */
export interface Surroundings {
  readonly attempt: number;
  readonly now: () => number;
  readonly newNonce: () => string;
}

/** There was nowhere to post to. */
export const NO_ADDRESS: Outcome = { accepted: false, result: 'the merchant has no notification URL' };

/** Not an answer: too slow to connect, to answer or to end. */
const TIMED_OUT = /timeout|timedout/i;

/**
 * Posts the letter, signed where it has a signer, and tells how that went.
 */
export async function send(
  post: Post,
  letter: Letter,
  { attempt, now, newNonce }: Surroundings,
): Promise<Outcome & { attempt: Attempt }> {
  const at = now();
  const { url, confidential } = letter;
  const headers = attemptHeaders(letter.notificationId, attempt, at);
  try {
    const signature = signatureOf(letter, headers, { now: at, nonce: newNonce() });
    const answer = await post(url, letter.body, { ...headers, ...signature });
    return outcomeOf(answer, { at, url, end: now(), confidential });
  } catch (error) {
    const failure = codeOf(error);
    const result = error instanceof DestinationForbidden ? error.message : failureInWords(failure);
    return {
      accepted: false,
      result,
      overloaded: TIMED_OUT.test(failure),
      attempt: { at, url, latencyMs: now() - at, failure, reason: result },
    };
  }
}

/** The signature of an attempt covers what to deduplicate by as well. */
function signatureOf({ signer, url, body }: Letter, headers: AttemptHeaders, moment: Moment) {
  if (!signer) return {};
  const { 'webhook-id': id } = headers;
  const { pathname: path } = new URL(url);
  return signRequest({ method: 'POST', path, body, headers: { 'webhook-id': id } }, signer, moment);
}

interface Circumstances {
  readonly at: number;
  readonly end: number;
  readonly url: string;
  readonly confidential: boolean;
}

function outcomeOf(
  { status, body, retryAfter }: Answer,
  { at, url, end, confidential }: Circumstances,
): Outcome & { attempt: Attempt } {
  const accepted = accepts(status, body);
  const answer = accepted || !confidential ? { answer: keptAnswer(body) } : {};
  const result = accepted ? NOTIFICATION_ACCEPTED : refusalInWords(status);
  return {
    accepted,
    result,
    overloaded: status === 429,
    retryAfter: retryAfterMs(retryAfter, end),
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
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  const codes = [error, error.cause].map((one) => (one as { code?: unknown } | undefined)?.code);
  return codes.find((code) => typeof code === 'string') ?? error.name;
}
