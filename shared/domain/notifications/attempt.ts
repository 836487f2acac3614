import { redactCardNumbers } from '../../runtime/card-number/redact-card-numbers.ts';
import { redactText } from '../../runtime/card-number/redact-text.ts';

/** The outcome of an attempt, as stored in its notification. */
export interface Attempt {
  /** When it began, epoch milliseconds. */
  readonly at: number;
  /** The URL it was posted to. */
  readonly url?: string;
  /** How long the response took; unknown for an attempt that was interrupted. */
  readonly latencyMs?: number;
  /** The HTTP status of the response. */
  readonly status?: number;
  /** Why there was no response: the code of a network failure or the error's name. */
  readonly failure?: string;
  /** A description of why it was not accepted. */
  readonly reason?: string;
  /** The beginning of the response, without card data. */
  readonly response?: string;
  /** When the next attempt was scheduled for, epoch milliseconds. */
  readonly nextAt?: number;
  /** It probed a paused endpoint and took none of the schedule's attempts. */
  readonly probe?: true;
}

/** How much of a response is stored, bytes of UTF-8. */
const MAX_RESPONSE_BYTES = 1_024;
/** Attempts to store. The schedule makes eight; probes and resends come on top. */
const MAX_HISTORY = 40;

/** Appends an attempt. Beyond 40, the oldest are dropped, so that the item stays far below DynamoDB's limit. */
export const withAttempt = (history: readonly Attempt[], attempt: Attempt): Attempt[] =>
  [...history, attempt].slice(-MAX_HISTORY);

/**
 * Returns the beginning of a response as it may be stored: at most 1 kB of whole characters, without anything like card
 * data.
 */
export function redactedResponse(body: string): string {
  const bytes = Buffer.from(redactText(redactCardNumbers(body)));
  let end = Math.min(bytes.length, MAX_RESPONSE_BYTES);
  // A byte 10xxxxxx continues a character: cut before the character it belongs to.
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString();
}
