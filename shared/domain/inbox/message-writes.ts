import { MINUTE_MS } from '../../runtime/duration.ts';
import { exponentialBackoffMs } from '../../runtime/queue/backoff.ts';
import { DUE_INDEX_ATTRIBUTES, dueIndexAttributes } from '../../runtime/queue/due-index.ts';
import { expiryAttributes } from '../../runtime/store/expiry.ts';
import type { Item } from '../../runtime/store/item.ts';
import { equals, type Update } from '../../runtime/store/write.ts';
import type { Dependencies } from '../dependencies.ts';
import { type InboundMessage, inboxKey, type Resolution, WORKLIST_PARTITION } from './inbound-message.ts';

/** Another process has changed the status of the message. */
export class MessageChanged extends Error {
  override readonly name = 'MessageChanged';
}

const MAX_RETRY_DELAY_MS = 6 * 60 * MINUTE_MS;

/** Maximum number of retries, which take about three days. After that the message waits for an operator. */
export const MAX_INBOX_RETRIES = 20;

/** The delay before the next retry: 1, 2, 4 … minutes, at most six hours. */
export const inboxRetryDelayMs = (retries: number): number =>
  exponentialBackoffMs(MINUTE_MS, retries, MAX_RETRY_DELAY_MS);

/**
 * Updates the stored message.
 *
 * @throws MessageChanged from the transaction, when its status has changed
 */
const messageUpdate = (
  { messageKey, status }: InboundMessage,
  set: Item,
  remove: readonly string[],
): Update => ({
  kind: 'update',
  table: 'inbox',
  key: inboxKey(messageKey),
  set,
  remove,
  when: [equals('status', status)],
  onConflict: () => new MessageChanged(),
});

/** Marks the message as applied: it leaves the indexes, and expires after its retention period. */
export const appliedUpdate = (deps: Dependencies, message: InboundMessage): Update =>
  messageUpdate(message, { status: 'applied', ...retentionAttributes(deps, message) }, [
    ...DUE_INDEX_ATTRIBUTES,
    'worklist',
    'reason',
  ]);

/** Marks the message as resolved by an operator. */
export const closedUpdate = (deps: Dependencies, message: InboundMessage, resolution: Resolution): Update =>
  messageUpdate(message, { status: 'closed', resolution, ...retentionAttributes(deps, message) }, [
    ...DUE_INDEX_ATTRIBUTES,
    'worklist',
  ]);

/** When the table may drop the message. Messages that journal entries refer to are kept. */
const retentionAttributes = ({ now, inboxRetentionMs }: Dependencies, { suspended }: InboundMessage) =>
  suspended ? {} : expiryAttributes(now() + inboxRetentionMs);

/** Why a message cannot be applied, and what becomes of it. */
export interface Parking extends Pick<InboundMessage, 'status' | 'suspended'> {
  readonly reason: string;
  /** Whether a retry may succeed, because what is missing may become known. */
  readonly retryable: boolean;
}

/** Puts the message on the worklist, and in the due index if it is to be retried. */
export function parkUpdate(
  deps: Dependencies,
  message: InboundMessage,
  { retryable, ...parking }: Parking,
): Update {
  const dueAt = deps.now() + inboxRetryDelayMs(message.retries);
  return messageUpdate(
    message,
    {
      ...parking,
      worklist: WORKLIST_PARTITION,
      ...(retryable && dueIndexAttributes(message.messageKey, dueAt)),
    },
    retryable ? [] : DUE_INDEX_ATTRIBUTES,
  );
}
