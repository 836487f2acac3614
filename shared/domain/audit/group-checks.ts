import { opTypes } from '../../wire/contract/codes.ts';
import type { GroupOpeningOrder, Order } from '../issuing/model/order.ts';
import { type CheckResult, checkEach, countBy, fieldMismatches, mismatch, Totals } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

const isOpening = (order: Order): order is GroupOpeningOrder =>
  order.opType === opTypes.groupOpening && order.status === 'success';

/** Checks that every successful opening has its group. */
export function openedGroupsExist({ orders, groups }: AuditSnapshot): CheckResult {
  return checkEach('every opened group exists', orders.filter(isOpening), ({ orderId }) =>
    groups.has(orderId) ? [] : [`order ${orderId}: opened a group, which does not exist`],
  );
}

/** Checks that every group matches its opening. */
export function groupsMatchOrders({ orders, groups }: AuditSnapshot): CheckResult {
  const openings = new Map(orders.filter(isOpening).map((order) => [order.orderId, order]));
  return checkEach('every group matches its order', groups.values(), (group) => {
    const what = `group ${group.groupId}`;
    const opening = openings.get(group.groupId);
    if (!opening) return [`${what}: no order for it`];
    const { userNo, currency, issuer, createdAt } = opening;
    const { binRangeId } = opening.group;
    return fieldMismatches(what, group, 'its order', { userNo, currency, issuer, createdAt, binRangeId });
  });
}

/** Checks that every order on a group has the group's merchant and currency. */
export function groupOrdersMatchGroups({ orders, groups }: AuditSnapshot): CheckResult {
  const about = orders.filter(
    ({ opType, groupId }) => opType !== opTypes.groupOpening && groupId !== undefined,
  );
  return checkEach('every group order belongs to its merchant', about, (order) => {
    const group = groups.get(order.groupId ?? '');
    const what = `order ${order.orderId} on group ${order.groupId}`;
    if (!group) return [`${what}: the group does not exist`];
    const { userNo, currency } = group;
    return fieldMismatches(what, order, 'the group', { userNo, currency });
  });
}

/**
 * Checks the total paid into every pool: what orders paid in, less finished and pending refunds, plus debts that were
 * collected or written off.
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
    'the total paid into every pool equals its orders',
    groups.values(),
    ({ groupId, funded }) => mismatch(`group ${groupId}: paid in`, funded, 'its orders', paidIn.of(groupId)),
  );
}

function paidInBy({ opType, status, amount }: Order): bigint {
  if (opType === opTypes.refund) return status === 'failure' ? 0n : -amount;
  return status === 'success' ? amount : 0n;
}

/** Checks that every group counts its cards that are not closed. */
export function groupCardCountsEqualCards({ groups, cards }: AuditSnapshot): CheckResult {
  const counts = countBy(cards.values(), ({ groupId, status }) =>
    status === 'closed' ? undefined : groupId,
  );
  return checkEach('every group counts its cards', groups.values(), ({ groupId, cardCount }) =>
    mismatch(`group ${groupId}: cards`, BigInt(cardCount), 'its cards', counts.of(groupId)),
  );
}
