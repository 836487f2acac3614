import { redactCardNumbers } from '../../runtime/card-number/redact-card-numbers.ts';
import { redactText } from '../../runtime/card-number/redact-text.ts';

/** How an attempt went, as its notification keeps it. */
export interface Attempt {
  /** When it began, in epoch milliseconds. */
  readonly at: number;
  /** Where it went. */
  readonly url?: string;
  /** How long the merchant took; unknown of an attempt that was cut off. */
  readonly latencyMs?: number;
  /** The HTTP status of the answer. */
  readonly status?: number;
  /** Why there was no answer: the code of a network failure or the name of the error. */
  readonly failure?: string;
  /** Why it was not accepted, in words. */
  readonly reason?: string;
  /** How the answer began, without what looks like card data. */
  readonly answer?: string;
  /** When the next attempt was due by then. */
  readonly nextAt?: number;
  /** It was made to see whether a paused endpoint is back, and took none of the schedule's attempts. */
  readonly probe?: true;
}

/** How much of an answer is kept, in bytes of UTF-8. */
const MAX_RESPONSE_BYTES = 1_024;
/** Attempts that are kept. The schedule makes eight; probes and an operator's resends come on top. */
const MAX_HISTORY = 40;

/** The attempts with one more; beyond 40 the oldest go, so that a record stays far below what a table takes. */
export const withAttempt = (history: readonly Attempt[], attempt: Attempt): Attempt[] =>
  [...history, attempt].slice(-MAX_HISTORY);

/** The beginning of an answer as it may be kept: 1 kB of it, no character cut in two, nothing that looks like card data. */
export function redactedResponse(body: string): string {
  const bytes = Buffer.from(redactText(redactCardNumbers(body)));
  let end = Math.min(bytes.length, MAX_RESPONSE_BYTES);
  // A byte 10xxxxxx continues a character: the cut goes before the character that it belongs to.
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString();
}
