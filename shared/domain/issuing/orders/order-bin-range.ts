import type { Store } from '../../../runtime/store/store.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import { cardKey } from '../model/card.ts';
import { groupKey } from '../model/group.ts';
import type { Order } from '../model/order.ts';

/** Returns the id of the BIN range of the order's card or group, or undefined. */
export async function findOrderBinRangeId(store: Store, order: Order): Promise<string | undefined> {
  if (order.opType === opTypes.cardOpening) return order.opening.binRangeId;
  if (order.opType === opTypes.groupOpening) return order.group.binRangeId;
  const { cardId, groupId = '' } = order;
  const item = await store.get('cards', cardId === undefined ? groupKey(groupId) : cardKey(cardId));
  return item?.['binRangeId'] as string | undefined;
}
