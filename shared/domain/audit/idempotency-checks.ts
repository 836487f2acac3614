import { toMajor } from '../../wire/money/amount.ts';
import { type CheckResult, checkEach, fieldMismatches } from './check.ts';
import { isConversion } from './entries/conversion-entries.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** Every order, coin order and change is the one that its merchant's request number stands for. */
export function requestNumbersMatchOrders({
  orders,
  storedResults,
  dptOrders,
  changes,
}: AuditSnapshot): CheckResult {
  const answered = new Map(
    storedResults.map(({ userNo, userReqNo, result }) => [`${userNo}/${userReqNo}`, result] as const),
  );
  const numbered = [
    ...orders.map(({ userNo, userReqNo, orderId: id }) => ({ userNo, userReqNo, field: 'orderId', id })),
    ...dptOrders.map(({ userNo, userReqNo, orderNo: id }) => ({ userNo, userReqNo, field: 'orderNo', id })),
    // The number of one that was refused is free again, and a change of the platform's own accord has none.
    ...changes.flatMap(({ userNo, userReqNo, changeId: id, state }) =>
      state === 'refused' || userReqNo === undefined ? [] : [{ userNo, userReqNo, field: 'changeId', id }],
    ),
  ];
  return checkEach(
    'every order is the one of its request number',
    numbered,
    ({ userNo, userReqNo, field, id }) =>
      answered.get(`${userNo}/${userReqNo}`)?.[field] === id
        ? []
        : [`order ${id}: its request number does not stand for it`],
  );
}

/** What a merchant was answered with is there; what was converted at once is there by its entry alone. */
export function storedResultsExist({
  orders,
  storedResults,
  dptOrders,
  cards,
  groups,
  changes,
}: AuditSnapshot): CheckResult {
  const known = new Set([
    ...orders.map(({ orderId }) => orderId),
    ...dptOrders.map(({ orderNo }) => orderNo),
    ...storedResults.filter(isConversion).map(({ result }) => result['orderId']),
    ...cards.keys(),
    ...groups.keys(),
    ...changes.map(({ changeId }) => changeId),
  ]);
  const named = (['orderId', 'orderNo', 'cardId', 'groupId', 'changeId'] as const).flatMap((field) =>
    storedResults.flatMap(({ result, ...request }) =>
      result[field] === undefined ? [] : [{ ...request, id: result[field] }],
    ),
  );
  return checkEach('every answer is of what is there', named, ({ userNo, userReqNo, id }) =>
    known.has(id) ? [] : [`request ${userNo}/${userReqNo}: it was answered with ${id}, which is not there`],
  );
}

/** What was answered of a coin order is what is kept of it. */
export function storedResultsMatchDptOrders({ storedResults, dptOrders }: AuditSnapshot): CheckResult {
  const orders = new Map(dptOrders.map((order) => [order.orderNo, order]));
  const ofOrders = storedResults.filter(({ result }) => result['orderNo'] !== undefined);
  return checkEach('every answer of a coin order is what is kept of it', ofOrders, ({ result }) => {
    const order = orders.get(String(result['orderNo']));
    if (!order) return [];
    const { currency, amount } = order;
    return fieldMismatches(`the answer of coin order ${order.orderNo}`, result, 'the order', {
      amount: amount === undefined ? undefined : toMajor(amount, currency),
      fee: order.kind === 'withdrawal' ? toMajor(order.fee, currency) : undefined,
    });
  });
}
