import { NOTIFICATION_ACCEPTED } from '../contract/codes.ts';
import { type Attempt, keptAnswer } from './attempt.ts';
import type { Letter } from './letter.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Reluctance } from './schedule.ts';

/** A merchant's answer: its HTTP status, the beginning of its body and its Retry-After header. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string;
}

/** Posts a body to a merchant and answers what came back; throws when no answer came. */
export type Post = (url: string, body: string) => Promise<Answer>;

/** How an attempt went. */
export interface Outcome extends Reluctance {
  readonly accepted: boolean;
  /** SUCCESS, the HTTP status or what went wrong. */
  readonly result: string;
  /** Nothing where nothing was posted. */
  readonly attempt?: Attempt;
}

/** There was nowhere to post to. */
export const NO_ADDRESS: Outcome = { accepted: false, result: 'the merchant has no notification URL' };

/** Not an answer: too slow to connect, to answer or to end. */
const TIMED_OUT = /timeout|timedout/i;

/** Posts the letter and tells how that went, by the clock `now`. */
export async function send(
  post: Post,
  letter: Letter,
  now: () => number,
): Promise<Outcome & { attempt: Attempt }> {
  const at = now();
  try {
    const answer = await post(letter.url, letter.body);
    return outcomeOf(answer, { at, end: now(), confidential: letter.confidential });
  } catch (error) {
    const failure = reasonOf(error);
    const attempt = { at, latencyMs: now() - at, failure };
    return { accepted: false, result: failure, overloaded: TIMED_OUT.test(failure), attempt };
  }
}

function outcomeOf(
  { status, body, retryAfter }: Answer,
  { at, end, confidential }: { at: number; end: number; confidential: boolean },
): Outcome & { attempt: Attempt } {
  const accepted = accepts(status, body);
  const answer = accepted || !confidential ? { answer: keptAnswer(body) } : {};
  return {
    accepted,
    result: accepted ? NOTIFICATION_ACCEPTED : `HTTP ${status}`,
    overloaded: status === 429,
    retryAfter: retryAfterMs(retryAfter, end),
    attempt: { at, latencyMs: end - at, status, ...answer },
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
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  const codes = [error, error.cause].map((one) => (one as { code?: unknown } | undefined)?.code);
  return codes.find((code) => typeof code === 'string') ?? error.name;
}
