/** What an attempt tells beside its body. */
export type AttemptHeaders = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'issuary-attempt', string>>;

/**
 * What an attempt tells beside its body (contract section 4): what to deduplicate by, the same at every attempt, when it
 * was made, and which of the schedule's it is.
 */
export const attemptHeaders = (notificationId: string, attempt: number, at: number): AttemptHeaders => ({
  'webhook-id': headerText(notificationId),
  'webhook-timestamp': String(Math.floor(at / 1_000)),
  'issuary-attempt': String(attempt),
});

/** Ids of upstreams are part of ours, and may have characters that no header takes. */
const headerText = (text: string): string => encodeURI(text.toWellFormed());
