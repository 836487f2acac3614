import { toMinor } from '../../wire/money/amount.ts';
import { confirmedWithdrawal, outgoingTransferKey } from '../dpt/outgoing-transfer.ts';
import { EMBEDDED } from '../issuer-name.ts';
import { authorizationBalances, authorizationFrom, mergedInto } from '../issuing/model/authorization.ts';
import type { Card } from '../issuing/model/card.ts';
import { type Transaction, timeKey } from '../issuing/model/transaction.ts';
import { authorizationDifferences } from '../issuing/transactions/recompute.ts';
import { type CheckResult, checkEach, fieldMismatches, mismatch } from './check.ts';
import { paymentSums, paymentsOf } from './entries/dpt-entries.ts';
import type { AuditSnapshot } from './snapshot.ts';

/**
 * What is kept of every authorization is what the records of its chain come to, and its hold is due to expire where that is
 * this platform's to do.
 */
export function authorizationsEqualTransactions({ items, cards }: AuditSnapshot): CheckResult {
  const chains = items.transactions.filter(
    (item) => String(item['pk']).startsWith('chain/') && mergedInto(item) === undefined,
  );
  const kept = checkEach('every authorization is what its records say', chains, (item) => {
    const chain = authorizationFrom(item);
    const mayExpire = cards.get(chain.cardId)?.issuer === EMBEDDED && authorizationBalances(chain).hold > 0n;
    return mismatch(`${item['pk']}: will expire`, item['dueAt'] !== undefined, 'what it holds', mayExpire);
  });
  return { ...kept, differences: [...authorizationDifferences(items.transactions), ...kept.differences] };
}

/** What a network was answered is what was recorded. */
export function networkResponsesMatchTransactions({ items, records }: AuditSnapshot): CheckResult {
  const known = new Map(records.map((record) => [record.recordNo, record]));
  const answers = items.transactions.filter(({ pk }) => String(pk).startsWith('network/'));
  return checkEach('every answer to a network is what was recorded', answers, ({ pk, answer }) => {
    const { recordNo, approved, respCode, localCurrency, localCurrencyAmt } = answer as Record<
      string,
      unknown
    >;
    // Of a card that is nobody's there is no record, and its number is nobody's either: another transaction may have it.
    if (approved === 0 && localCurrency === undefined && localCurrencyAmt === undefined) return [];
    const content = known.get(String(recordNo))?.unsettled;
    if (!content) return [`${pk}: no record of it`];
    const recorded = {
      approved: content.transStatus === '1' ? 1 : 0,
      respCode: content.respCode,
      localCurrency: content.localCurrency,
      localCurrencyAmt: content.localCurrencyAmt,
    };
    return fieldMismatches(
      String(pk),
      { approved, respCode, localCurrency, localCurrencyAmt },
      'the record',
      recorded,
    );
  });
}

/** A transaction is of its card and its merchant, and is found by what it says. */
export function transactionsMatchCards({ records, cards }: AuditSnapshot): CheckResult {
  return checkEach('every transaction is of its card', records, (record) => {
    const card = cards.get(record.cardId);
    const what = `transaction ${record.recordNo}`;
    if (!card) return [`${what}: card ${record.cardId} is not there`];
    const { userNo, groupId, cardType, issuer } = card;
    return [
      ...fieldMismatches(what, record, 'its card', { userNo, groupId, cardType, issuer }),
      ...fieldMismatches(what, record, 'what was told', listedAs(record)),
      ...mismatch(
        `${what}: declined`,
        record.decline?.amount,
        'what was asked for',
        declinedOf(record, card),
      ),
    ];
  });
}

const declinedOf = ({ decline, unsettled }: Transaction, { currency }: Card): bigint | undefined =>
  decline && toMinor(String(unsettled?.localCurrencyAmt), currency, 'localCurrencyAmt');

/** How a record is listed: as its settlement, if it has one. */
function listedAs({ recordNo, createdAt, unsettled, settled }: Transaction) {
  const { transType, transStatus } = settled ?? unsettled ?? {};
  return { transType, transStatus, transCategory: settled ? 2 : 1, createdKey: timeKey(createdAt, recordNo) };
}

/** What an acquiring order received is what was paid to it, and its address is its own. */
export function receivedCoinsEqualPayments(snapshot: AuditSnapshot): CheckResult {
  const sums = paymentSums(snapshot);
  const orders = snapshot.dptOrders.filter((order) => order.kind === 'acquiring');
  const addresses = new Map(snapshot.items.dpt.map(({ pk, orderNo }) => [pk, orderNo]));
  return checkEach('what came in for every coin order is what was paid', orders, (order) => {
    const what = `coin order ${order.orderNo}`;
    const { network, address, orderNo } = order;
    return [
      ...fieldMismatches(what, order, 'its payments', {
        receivedAmount: sums.received.of(orderNo),
        creditedAmount: sums.credited.of(orderNo),
        ...(order.changes !== undefined && { changes: Number(sums.changes.of(orderNo)) }),
      }),
      ...mismatch(
        `${what}: its address is that of`,
        addresses.get(`address/${network}/${address}`),
        'the order',
        orderNo,
      ),
    ];
  });
}

/** What is kept of a payment is what the chain watcher told, less the fee of its order, and the last step of its trail. */
export function paymentsMatchBills(snapshot: AuditSnapshot): CheckResult {
  return checkEach('every payment is what was told of it', paymentsOf(snapshot), (payment) => {
    const { order, record, fact, paid, fee } = payment;
    const what = `payment ${record.bill.txId} of coin order ${order.orderNo}`;
    const { version, status, credited } = record;
    return [
      ...fieldMismatches(what, record, 'its bill', {
        paid,
        credited: fact - fee,
        fee,
        version: record.trail.length,
      }),
      ...fieldMismatches(`${what}: its last step`, record.trail.at(-1) ?? {}, 'the payment', {
        ...{ version, status, credited, fee: record.fee },
      }),
    ];
  });
}

/** Coins went out for a withdrawal by a transfer that confirmed it, and no transfer confirmed anything else. */
export function outgoingTransfersMatchWithdrawals({ items, dptOrders }: AuditSnapshot): CheckResult {
  const outgoing = new Map(
    items.dpt
      .filter(({ pk }) => String(pk).startsWith('outgoing/'))
      .map((item) => [String(item['pk']), item]),
  );
  const done = dptOrders
    .filter((order) => order.kind === 'withdrawal')
    .filter(({ status }) => status === 'success');
  const known = new Set(done.map(({ orderNo }) => orderNo));
  const kept = checkEach('every transfer that went out confirmed one withdrawal', done, (order) => {
    const { orderNo, txId = '', logIndex } = order;
    const item = outgoing.get(outgoingTransferKey(order, txId).pk);
    return mismatch(
      `withdrawal ${orderNo}: its transfer is that of`,
      confirmedWithdrawal(item, { txId, logIndex }),
      'it',
      orderNo,
    );
  });
  const strays = [...outgoing].flatMap(([pk, { pk: _, sk: __, ...orders }]) =>
    Object.values(orders).flatMap((orderNo) =>
      known.has(String(orderNo))
        ? []
        : [`${pk}: it confirmed ${orderNo}, which is no withdrawal that succeeded`],
    ),
  );
  return { ...kept, differences: [...kept.differences, ...strays] };
}
