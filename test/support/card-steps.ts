import { fulfilOrder } from '../../shared/orders/fulfil.ts';
import { openCard } from '../../shared/orders/kinds/card-opening.ts';
import { openGroup } from '../../shared/orders/kinds/group-opening.ts';
import type { Call } from '../../shared/platform/platform.ts';

let numbers = 0;

/** A request number that no other request of this test file has. */
export const newNumber = (what: string): string => {
  numbers += 1;
  return `${what}-${numbers}`;
};

/** A checked request that opens a card with 100 USD; its fee is 1 USD. */
export const opening = (changes: object = {}) => ({
  userReqNo: newNumber('open'),
  localCurrency: 'USD',
  startDate: '2026-03-01',
  endDate: '2027-03-01',
  channelType: 1 as const,
  authLimitAmount: '100',
  enableMultiUse: 1 as const,
  enableCurrencyCheck: 0 as const,
  cardAlias: 'travel',
  binRangeId: 'V1',
  ...changes,
});

/** The part of a checked request that names a card. */
export const onCard = (cardId: string) => ({
  userReqNo: newNumber('move'),
  channelType: 1 as const,
  cardId,
});

/** Opens a card and answers its id. */
export async function openedCard(call: Call, changes: object = {}): Promise<string> {
  const { orderId } = await openCard(opening(changes), call);
  await fulfilOrder(call.platform, orderId);
  return orderId;
}

/** A checked request that opens a supplementary card of the group; its fee is 0.50 USD. */
export const supplementary = (groupId: string, changes: object = {}) => ({
  userReqNo: newNumber('supplementary'),
  localCurrency: 'USD',
  startDate: '2026-03-01',
  endDate: '2027-03-01',
  channelType: 2 as const,
  groupId,
  binRangeId: 'S1',
  authLimitAmount: '0',
  enableMultiUse: 1 as const,
  ...changes,
});

/** Opens a group with 500 USD in its pool and answers its id. */
export async function openedGroup(call: Call, changes: object = {}): Promise<string> {
  const request = {
    userReqNo: newNumber('group'),
    localCurrency: 'USD',
    authLimitAmount: '500',
    ...changes,
  };
  const { orderId } = await openGroup(request, call);
  await fulfilOrder(call.platform, orderId);
  return orderId;
}
