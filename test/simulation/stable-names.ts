import { orderFrom } from '../../shared/domain/issuing/model/order.ts';
import type { MemoryStore } from '../support/stores/model/memory-store.ts';

/**
 * Returns a name for an order or a notification that is the same in each run. Ids are not: they depend on the time, and
 * so on earlier events.
 */
export function stableNameOf(store: MemoryStore, pk: string): string {
  const item = store.at(pk.startsWith('order/') ? 'orders' : 'notifications', { pk });
  const change = store.at('orders', { pk: pk.replace('order/', 'change/') });
  if (change) return `change ${change['userNo']}/${change['userReqNo'] ?? 'of our own'}`;
  if (!item) return pk;
  if (pk.startsWith('order/')) return `${orderFrom(item).userNo}/${item['userReqNo']}`;
  const { userReqNo, merchantName, transCategory, receiptNo } = JSON.parse(String(item['content']));
  const subject = userReqNo ?? receiptNo ?? `${merchantName}/${transCategory}`;
  return `${item['type']}/${item['userNo']}/${subject}`;
}
