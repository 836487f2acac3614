import { opTypes } from '../../wire/contract/codes.ts';
import type { GroupOpeningOrder, Order } from '../issuing/model/order.ts';
import { type CheckResult, checkEach, countBy, fieldMismatches, mismatch, Totals } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

const isOpening = (order: Order): order is GroupOpeningOrder =>
  order.opType === opTypes.groupOpening && order.status === 'success';

/** What a successful opening opened is there. */
export function openedGroupsExist({ orders, groups }: AuditSnapshot): CheckResult {
  return checkEach('every opened group exists', orders.filter(isOpening), ({ orderId }) =>
    groups.has(orderId) ? [] : [`order ${orderId}: opened a group, which is not there`],
  );
}

/** A group is what its opening ordered. */
export function groupsMatchOrders({ orders, groups }: AuditSnapshot): CheckResult {
  const openings = new Map(orders.filter(isOpening).map((order) => [order.orderId, order]));
  return checkEach('every group is what was ordered', groups.values(), (group) => {
    const what = `group ${group.groupId}`;
    const opening = openings.get(group.groupId);
    if (!opening) return [`${what}: nobody ordered it`];
    const { userNo, currency, issuer, createdAt } = opening;
    const { binRangeId } = opening.group;
    return fieldMismatches(what, group, 'its order', { userNo, currency, issuer, createdAt, binRangeId });
  });
}

/** An order about a group is about one that is there, of its merchant and in its currency. */
export function groupOrdersMatchGroups({ orders, groups }: AuditSnapshot): CheckResult {
  const about = orders.filter(
    ({ opType, groupId }) => opType !== opTypes.groupOpening && groupId !== undefined,
  );
  return checkEach('every order on a group is of its merchant', about, (order) => {
    const group = groups.get(order.groupId ?? '');
    const what = `order ${order.orderId} on group ${order.groupId}`;
    if (!group) return [`${what}: the group is not there`];
    const { userNo, currency } = group;
    return fieldMismatches(what, order, 'the group', { userNo, currency });
  });
}

/**
 * What counts as paid into a pool is what orders paid in, less what they took out or are about to, and what of its debts was
 * paid or borne.
 */
export function poolTotalsEqualOrders({ orders, groups, entries }: AuditSnapshot): CheckResult {
  const paidIn = new Totals();
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
    ({ groupId, funded }) => mismatch(`group ${groupId}: paid in`, funded, 'its orders', paidIn.of(groupId)),
  );
}

function paidInBy({ opType, status, amount }: Order): bigint {
  if (opType === opTypes.refund) return status === 'failure' ? 0n : -amount;
  return status === 'success' ? amount : 0n;
}

/** A group counts its cards that are not closed. */
export function groupCardCountsEqualCards({ groups, cards }: AuditSnapshot): CheckResult {
  const counts = countBy(cards.values(), ({ groupId, status }) =>
    status === 'closed' ? undefined : groupId,
  );
  return checkEach('every group counts its cards', groups.values(), ({ groupId, cardCount }) =>
    mismatch(`group ${groupId}: cards`, BigInt(cardCount), 'its cards', counts.of(groupId)),
  );
}
