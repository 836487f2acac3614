import type { Platform } from '../platform/platform.ts';
import { inboxKey, type Message, messageFrom, WORKLIST } from './message.ts';

/** What waits for an operator, the longest first. */
export async function worklist({ store }: Platform, limit: number): Promise<Message[]> {
  const rows = await store.query({ table: 'inbox', index: 'worklist', partition: WORKLIST, limit });
  const items = await store.getMany(
    'inbox',
    rows.map(({ pk }) => ({ pk: String(pk) })),
  );
  // The index follows behind: what it shows may be done by now.
  return items
    .flatMap((item) => (item ? [messageFrom(item)] : []))
    .filter(({ status }) => status !== 'applied' && status !== 'closed');
}

/** The message, or undefined when there is none of this key. */
export async function findMessage({ store }: Platform, messageKey: string): Promise<Message | undefined> {
  const item = await store.get('inbox', inboxKey(messageKey));
  return item && messageFrom(item);
}
