import type { Books } from './books.ts';
import { type Check, checkEach } from './check.ts';
import { isConversion } from './families/conversions.ts';

/** Every order and coin order is the one that its merchant's request number stands for. */
export function requestNumbersNameOrders({ orders, answers, dptOrders }: Books): Check {
  const answered = new Map(
    answers.map(({ userNo, userReqNo, answer }) => [`${userNo}/${userReqNo}`, answer] as const),
  );
  const numbered = [
    ...orders.map(({ userNo, userReqNo, orderId: id }) => ({ userNo, userReqNo, field: 'orderId', id })),
    ...dptOrders.map(({ userNo, userReqNo, orderNo: id }) => ({ userNo, userReqNo, field: 'orderNo', id })),
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
export function answersAreKept({ orders, answers, dptOrders, cards, groups }: Books): Check {
  const known = new Set([
    ...orders.map(({ orderId }) => orderId),
    ...dptOrders.map(({ orderNo }) => orderNo),
    ...answers.filter(isConversion).map(({ answer }) => answer['orderId']),
    ...cards.keys(),
    ...groups.keys(),
  ]);
  const named = (['orderId', 'orderNo', 'cardId', 'groupId'] as const).flatMap((field) =>
    answers.flatMap(({ answer, ...request }) =>
      answer[field] === undefined ? [] : [{ ...request, id: answer[field] }],
    ),
  );
  return checkEach('every answer is of what is there', named, ({ userNo, userReqNo, id }) =>
    known.has(id) ? [] : [`request ${userNo}/${userReqNo}: it was answered with ${id}, which is not there`],
  );
}
