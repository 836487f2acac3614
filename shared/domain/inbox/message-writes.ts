import {
  DUE_INDEX_ATTRIBUTES,
  dueIndexAttributes,
  exponentialBackoffMs,
} from '../../runtime/queue/due-index.ts';
import type { Item } from '../../runtime/store/item.ts';
import { equals, type Update } from '../../runtime/store/write.ts';
import type { Dependencies } from '../dependencies.ts';
import { type InboundMessage, inboxKey, type Resolution, WORKLIST_PARTITION } from './inbound-message.ts';

/** Somebody else has changed what becomes of the message. */
export class MessageChanged extends Error {
  override readonly name = 'MessageChanged';
}

const MINUTE_MS = 60_000;
const RETRY_DELAY_MAX_MS = 6 * 60 * MINUTE_MS;

/** Times that a message is tried again, which take about three days, before it waits for an operator alone. */
export const MAX_INBOX_RETRIES = 20;

/** How long a message waits until it is tried again: 1, 2, 4 … minutes, six hours at most. */
export const inboxRetryDelayMs = (retries: number): number =>
  exponentialBackoffMs(MINUTE_MS, retries, RETRY_DELAY_MAX_MS);

/** A change of the message's record; ChangedMeanwhile when it is not any more what it is known to be. */
export const messageUpdate = (
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

/** The message is applied: nothing is to be done any more, and it may go when its time is over. */
export const appliedUpdate = (deps: Dependencies, message: InboundMessage): Update =>
  messageUpdate(message, { status: 'applied', ...retentionAttributes(deps, message) }, [
    ...DUE_INDEX_ATTRIBUTES,
    'worklist',
    'reason',
  ]);

/** An operator worked it off. */
export const closedUpdate = (deps: Dependencies, message: InboundMessage, resolution: Resolution): Update =>
  messageUpdate(message, { status: 'closed', resolution, ...retentionAttributes(deps, message) }, [
    ...DUE_INDEX_ATTRIBUTES,
    'worklist',
  ]);

/** Until when the table keeps what is done, epoch seconds; what entries of the journal are tied to stays. */
const retentionAttributes = ({ now, inboxRetentionMs }: Dependencies, { suspended }: InboundMessage) =>
  suspended ? {} : { expiresAt: Math.floor((now() + inboxRetentionMs) / 1_000) };

/** A message that is not applied, and why. */
export interface Parking extends Pick<InboundMessage, 'status' | 'suspended'> {
  readonly reason: string;
  /** What it is about may become known: it is tried again. */
  readonly retryable: boolean;
}

/** The message waits: on the worklist, and among what is tried again where that may help. */
export function parkUpdate(
  deps: Dependencies,
  message: InboundMessage,
  { retryable, ...aside }: Parking,
): Update {
  const dueAt = deps.now() + inboxRetryDelayMs(message.retries);
  return messageUpdate(
    message,
    {
      ...aside,
      worklist: WORKLIST_PARTITION,
      ...(retryable && dueIndexAttributes(message.messageKey, dueAt)),
    },
    retryable ? [] : DUE_INDEX_ATTRIBUTES,
  );
}
