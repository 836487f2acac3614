import type { Dependencies } from '../dependencies.ts';
import { type InboundMessage, inboxKey, messageFrom, WORKLIST_PARTITION } from './inbound-message.ts';

/** Reads the messages that wait for an operator, oldest first. */
export async function readWorklist({ store }: Dependencies, limit: number): Promise<InboundMessage[]> {
  const rows = await store.query({ table: 'inbox', index: 'worklist', partition: WORKLIST_PARTITION, limit });
  const items = await store.getMany(
    'inbox',
    rows.map(({ pk }) => ({ pk: String(pk) })),
  );
  // The index is eventually consistent: its messages may be done by now.
  return items
    .flatMap((item) => (item ? [messageFrom(item)] : []))
    .filter(({ status }) => status !== 'applied' && status !== 'closed');
}

/** Finds the message with this key. */
export async function findMessage(
  { store }: Dependencies,
  messageKey: string,
): Promise<InboundMessage | undefined> {
  const item = await store.get('inbox', inboxKey(messageKey));
  return item && messageFrom(item);
}
