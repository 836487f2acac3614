import { DUE_ATTRIBUTES, doubledWait, dueAttributes } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import type { Item } from '../store/item.ts';
import { equals, type Update } from '../store/write.ts';
import { inboxKey, type Message, type Resolution, WORKLIST } from './message.ts';

/** Somebody else has changed what becomes of the message. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 60 * MINUTE_MS;

/** Times that a message is tried again, which take about three days, before it waits for an operator alone. */
export const MAX_RETRIES = 20;

/** How long a message waits until it is tried again: 1, 2, 4 … minutes, six hours at most. */
export const retryWaitMs = (retries: number): number => doubledWait(MINUTE_MS, retries, LONGEST_WAIT_MS);

/** A change of the message's record; ChangedMeanwhile when it is not any more what it is known to be. */
export const messageUpdate = (
  { messageKey, status }: Message,
  set: Item,
  remove: readonly string[],
): Update => ({
  kind: 'update',
  table: 'inbox',
  key: inboxKey(messageKey),
  set,
  remove,
  when: [equals('status', status)],
  otherwise: () => new ChangedMeanwhile(),
});

/** The message is applied: nothing is to be done any more, and it may go when its time is over. */
export const finished = (platform: Platform, message: Message): Update =>
  messageUpdate(message, { status: 'applied', ...kept(platform, message) }, [
    ...DUE_ATTRIBUTES,
    'worklist',
    'reason',
  ]);

/** An operator worked it off. */
export const closed = (platform: Platform, message: Message, resolution: Resolution): Update =>
  messageUpdate(message, { status: 'closed', resolution, ...kept(platform, message) }, [
    ...DUE_ATTRIBUTES,
    'worklist',
  ]);

/** Until when the table keeps what is done, epoch seconds; what entries of the journal are tied to stays. */
const kept = ({ now, inboxKeptMs }: Platform, { suspended }: Message) =>
  suspended ? {} : { expiresAt: Math.floor((now() + inboxKeptMs) / 1_000) };

/** A message that is not applied, and why. */
export interface Aside extends Pick<Message, 'status' | 'suspended'> {
  readonly reason: string;
  /** What it is about may become known: it is tried again. */
  readonly mayComeRight: boolean;
}

/** The message waits: on the worklist, and among what is tried again where that may help. */
export function putAside(platform: Platform, message: Message, { mayComeRight, ...aside }: Aside): Update {
  const dueAt = platform.now() + retryWaitMs(message.retries);
  return messageUpdate(
    message,
    { ...aside, worklist: WORKLIST, ...(mayComeRight && dueAttributes(message.messageKey, dueAt)) },
    mayComeRight ? [] : DUE_ATTRIBUTES,
  );
}
