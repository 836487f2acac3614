import { expect, it } from 'vitest';
import { cardKey } from '../../../../../shared/domain/issuing/model/card.ts';
import { groupKey } from '../../../../../shared/domain/issuing/model/group.ts';
import type { Order } from '../../../../../shared/domain/issuing/model/order.ts';
import { findOrderBinRangeId } from '../../../../../shared/domain/issuing/orders/order-bin-range.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';
import { groupOpening, opening, recharge } from './orders-fixture.ts';

it.each<[string, Order, string | undefined]>([
  ['an opening, before its card exists', opening(), 'V1'],
  ['a group opening, before its group exists', groupOpening(), 'S1'],
  ['an order on a card', recharge({ cardId: '5' }), 'of the card'],
  ['an order on a supplementary card', recharge({ cardId: '5', groupId: '6' }), 'of the card'],
  ['an order on a group', recharge({ groupId: '6' }), 'of the group'],
  ['an order on an unknown card', recharge({ cardId: '6' }), undefined],
])('%s has the expected BIN range', async (_, order, binRangeId) => {
  const store = new MemoryStore();
  await store.write([
    { kind: 'put', table: 'cards', item: { ...cardKey('5'), binRangeId: 'of the card' } },
    { kind: 'put', table: 'cards', item: { ...groupKey('6'), binRangeId: 'of the group' } },
  ]);
  expect(await findOrderBinRangeId(store, order)).toBe(binRangeId);
});
