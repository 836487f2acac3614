import { toMajor } from '../../wire/money/amount.ts';
import { type CheckResult, checkEach, fieldMismatches } from './check.ts';
import { isConversion } from './entries/conversion-entries.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** Checks that every order, coin order and change is the one that its request number stands for. */
export function requestNumbersMatchOrders({
  orders,
  storedResults,
  dptOrders,
  changes,
}: AuditSnapshot): CheckResult {
  const results = new Map(
    storedResults.map(({ userNo, userReqNo, result }) => [`${userNo}/${userReqNo}`, result] as const),
  );
  const numbered = [
    ...orders.map(({ userNo, userReqNo, orderId: id }) => ({ userNo, userReqNo, field: 'orderId', id })),
    ...dptOrders.map(({ userNo, userReqNo, orderNo: id }) => ({ userNo, userReqNo, field: 'orderNo', id })),
    // A refused change has given its number back, and a change initiated by the platform has none.
    ...changes.flatMap(({ userNo, userReqNo, changeId: id, state }) =>
      state === 'refused' || userReqNo === undefined ? [] : [{ userNo, userReqNo, field: 'changeId', id }],
    ),
  ];
  return checkEach(
    'every request number stands for its order',
    numbered,
    ({ userNo, userReqNo, field, id }) =>
      results.get(`${userNo}/${userReqNo}`)?.[field] === id
        ? []
        : [`order ${id}: its request number stands for something else`],
  );
}

/** Checks that everything named in a stored result exists. A conversion exists as its journal entry alone. */
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
  return checkEach('every stored result names what exists', named, ({ userNo, userReqNo, id }) =>
    known.has(id) ? [] : [`request ${userNo}/${userReqNo}: its result names ${id}, which does not exist`],
  );
}

/** Checks that every stored result of a coin order matches the order. */
export function storedResultsMatchDptOrders({ storedResults, dptOrders }: AuditSnapshot): CheckResult {
  const orders = new Map(dptOrders.map((order) => [order.orderNo, order]));
  const ofOrders = storedResults.filter(({ result }) => result['orderNo'] !== undefined);
  return checkEach('every stored result of a coin order matches it', ofOrders, ({ result }) => {
    const order = orders.get(String(result['orderNo']));
    if (!order) return [];
    const { currency, amount } = order;
    return fieldMismatches(`the answer of coin order ${order.orderNo}`, result, 'the order', {
      amount: amount === undefined ? undefined : toMajor(amount, currency),
      fee: order.kind === 'withdrawal' ? toMajor(order.fee, currency) : undefined,
    });
  });
}
