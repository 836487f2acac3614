import { chainDifferences } from '../transactions/recompute.ts';
import { type TransactionRecord, timeKey } from '../transactions/record.ts';
import type { Books } from './books.ts';
import { type Check, checkEach, unlessSame } from './check.ts';
import { paymentSums } from './families/dpt.ts';

/** What is kept of every authorization is what the records of its chain come to. */
export function chainsEqualRecords({ items, chains }: Books): Check {
  return {
    name: 'every authorization is what its records say',
    examined: chains.length,
    differences: chainDifferences(items.transactions),
  };
}

/** A transaction is of its card and its merchant, and is found by what it says. */
export function recordsAreTheirCards({ records, cards }: Books): Check {
  return checkEach('every transaction is of its card', records, (record) => {
    const card = cards.get(record.cardId);
    const what = `transaction ${record.issuer}/${record.recordNo}`;
    if (!card) return [`${what}: card ${record.cardId} is not there`];
    const { userNo, groupId, cardType, issuer } = card;
    return [
      ...unlessSame(what, record, 'its card', { userNo, groupId, cardType, issuer }),
      ...unlessSame(what, record, 'what was told', listedAs(record)),
    ];
  });
}

/** How a record is listed: as its settlement, if it has one. */
function listedAs({ recordNo, createdAt, unsettled, settled }: TransactionRecord) {
  const { transType, transStatus } = settled ?? unsettled ?? {};
  return { transType, transStatus, transCategory: settled ? 2 : 1, createdKey: timeKey(createdAt, recordNo) };
}

/** What an acquiring order received is what was paid to it. */
export function coinsAreReceived(books: Books): Check {
  const sums = paymentSums(books);
  const orders = books.dptOrders.filter((order) => order.kind === 'acquiring');
  return checkEach('what came in for every coin order is what was paid', orders, (order) =>
    unlessSame(`coin order ${order.orderNo}`, order, 'its payments', {
      receivedAmount: sums.received.of(order.orderNo),
      creditedAmount: sums.credited.of(order.orderNo),
    }),
  );
}
