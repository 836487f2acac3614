import { opTypes } from '../contract/codes.ts';
import type { GroupOpeningOrder, Order } from '../orders/order.ts';
import type { Books } from './books.ts';
import { type Check, checkEach, countBy, Sums, unless, unlessSame } from './check.ts';

const isOpening = (order: Order): order is GroupOpeningOrder =>
  order.opType === opTypes.groupOpening && order.status === 'success';

/** What a successful opening opened is there. */
export function openedGroupsExist({ orders, groups }: Books): Check {
  return checkEach('every opened group exists', orders.filter(isOpening), ({ orderId }) =>
    groups.has(orderId) ? [] : [`order ${orderId}: opened a group, which is not there`],
  );
}

/** A group is what its opening ordered; every order about a group is about one of its merchant. */
export function groupsAreTheirOrders({ orders, groups }: Books): Check {
  const openings = new Map(orders.filter(isOpening).map((order) => [order.orderId, order]));
  return checkEach('every group is what was ordered', groups.values(), (group) => {
    const { groupId } = group;
    const opening = openings.get(groupId);
    if (!opening) return [`group ${groupId}: nobody ordered it`];
    const { userNo, currency, issuer, createdAt } = opening;
    const { binRangeId } = opening.group;
    const others = orders.filter((order) => order.groupId === groupId);
    return [
      ...unlessSame(`group ${groupId}`, group, 'its order', {
        userNo,
        currency,
        issuer,
        createdAt,
        binRangeId,
      }),
      ...others.flatMap((order) =>
        unlessSame(`order ${order.orderId} on group ${groupId}`, order, 'the group', {
          userNo,
          currency,
          cardType: 2,
        }),
      ),
    ];
  });
}

/**
 * What counts as paid into a pool is what orders paid in, less what they took out or are about to, and what of its debts was
 * paid or borne.
 */
export function poolsArePaidIn({ orders, groups, entries }: Books): Check {
  const paidIn = new Sums();
  for (const order of orders)
    paidIn.add(order.cardId === undefined ? (order.groupId ?? '') : '', paidInBy(order));
  for (const { cause, postings } of entries)
    if (/^(write-off|collection)\//.test(cause))
      for (const { account, amount } of postings)
        if (account.startsWith('group/'))
          paidIn.add(account.slice('group/'.length, account.indexOf(':')), amount);
  return checkEach(
    'what was paid into every pool is what orders paid in',
    groups.values(),
    ({ groupId, funded }) => unless(`group ${groupId}: paid in`, funded, 'its orders', paidIn.of(groupId)),
  );
}

function paidInBy({ opType, status, amount }: Order): bigint {
  if (opType === opTypes.refund) return status === 'failure' ? 0n : -amount;
  return status === 'success' ? amount : 0n;
}

/** A group counts its cards that are not closed. */
export function cardCountsAreCards({ groups, cards }: Books): Check {
  const counts = countBy(cards.values(), ({ groupId, status }) =>
    status === 'closed' ? undefined : groupId,
  );
  return checkEach('every group counts its cards', groups.values(), ({ groupId, cardCount }) =>
    unless(`group ${groupId}: cards`, BigInt(cardCount), 'its cards', counts.of(groupId)),
  );
}
