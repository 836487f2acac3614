/** Headers of an attempt. */
export type AttemptHeaders = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'issuary-attempt', string>>;

/**
 * Returns the headers of an attempt (contract section 4): the id to deduplicate by, the same for every attempt; the
 * time of the attempt; and its number in the schedule.
 */
export const attemptHeaders = (notificationId: string, attempt: number, at: number): AttemptHeaders => ({
  'webhook-id': headerText(notificationId),
  'webhook-timestamp': String(Math.floor(at / 1_000)),
  'issuary-attempt': String(attempt),
});

/** Notification ids may contain ids of upstreams, with characters that headers do not allow. */
const headerText = (text: string): string => encodeURI(text.toWellFormed());
