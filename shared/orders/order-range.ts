import { cardKey } from '../cards/card.ts';
import { opTypes } from '../contract/codes.ts';
import { groupKey } from '../groups/group.ts';
import type { Store } from '../store/store.ts';
import type { Order } from './order.ts';

/** The BIN range of what the order opens, or is about. */
export async function rangeOfOrder(store: Store, order: Order): Promise<string | undefined> {
  if (order.opType === opTypes.cardOpening) return order.opening.binRangeId;
  if (order.opType === opTypes.groupOpening) return order.group.binRangeId;
  const { cardId, groupId = '' } = order;
  const item = await store.get('cards', cardId === undefined ? groupKey(groupId) : cardKey(cardId));
  return item?.['binRangeId'] as string | undefined;
}
