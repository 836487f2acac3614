import { toMajor } from '../money/amount.ts';
import type { Books } from './books.ts';
import { type Check, checkEach, unlessSame } from './check.ts';
import { isConversion } from './families/conversions.ts';

/** Every order, coin order and change is the one that its merchant's request number stands for. */
export function requestNumbersNameOrders({ orders, answers, dptOrders, changes }: Books): Check {
  const answered = new Map(
    answers.map(({ userNo, userReqNo, answer }) => [`${userNo}/${userReqNo}`, answer] as const),
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
export function answersAreKept({ orders, answers, dptOrders, cards, groups, changes }: Books): Check {
  const known = new Set([
    ...orders.map(({ orderId }) => orderId),
    ...dptOrders.map(({ orderNo }) => orderNo),
    ...answers.filter(isConversion).map(({ answer }) => answer['orderId']),
    ...cards.keys(),
    ...groups.keys(),
    ...changes.map(({ changeId }) => changeId),
  ]);
  const named = (['orderId', 'orderNo', 'cardId', 'groupId', 'changeId'] as const).flatMap((field) =>
    answers.flatMap(({ answer, ...request }) =>
      answer[field] === undefined ? [] : [{ ...request, id: answer[field] }],
    ),
  );
  return checkEach('every answer is of what is there', named, ({ userNo, userReqNo, id }) =>
    known.has(id) ? [] : [`request ${userNo}/${userReqNo}: it was answered with ${id}, which is not there`],
  );
}

/** What was answered of a coin order is what is kept of it. */
export function coinAnswersAreOrders({ answers, dptOrders }: Books): Check {
  const orders = new Map(dptOrders.map((order) => [order.orderNo, order]));
  const ofOrders = answers.filter(({ answer }) => answer['orderNo'] !== undefined);
  return checkEach('every answer of a coin order is what is kept of it', ofOrders, ({ answer }) => {
    const order = orders.get(String(answer['orderNo']));
    if (!order) return [];
    const { currency, amount } = order;
    return unlessSame(`the answer of coin order ${order.orderNo}`, answer, 'the order', {
      amount: amount === undefined ? undefined : toMajor(amount, currency),
      fee: order.kind === 'withdrawal' ? toMajor(order.fee, currency) : undefined,
    });
  });
}
