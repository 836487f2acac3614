import type { Dependencies } from '../dependencies.ts';
import { type InboundMessage, inboxKey, messageFrom, WORKLIST_PARTITION } from './inbound-message.ts';

/** What waits for an operator, the longest first. */
export async function readWorklist({ store }: Dependencies, limit: number): Promise<InboundMessage[]> {
  const rows = await store.query({ table: 'inbox', index: 'worklist', partition: WORKLIST_PARTITION, limit });
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
export async function findMessage(
  { store }: Dependencies,
  messageKey: string,
): Promise<InboundMessage | undefined> {
  const item = await store.get('inbox', inboxKey(messageKey));
  return item && messageFrom(item);
}
