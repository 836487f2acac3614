import { toMinor } from '../../wire/money/amount.ts';
import { confirmedWithdrawal, outgoingTransferKey } from '../dpt/outgoing-transfer.ts';
import { EMBEDDED } from '../issuer-name.ts';
import { authorizationBalances, authorizationFrom, mergedInto } from '../issuing/model/authorization.ts';
import type { Card } from '../issuing/model/card.ts';
import {
  isTransaction,
  networkRequestIn,
  type Transaction,
  timeKey,
  transactionFrom,
} from '../issuing/model/transaction.ts';
import { authorizationDifferences } from '../issuing/transactions/recompute.ts';
import { type CheckResult, checkEach, fieldMismatches, mismatch } from './check.ts';
import { paymentSums, paymentsOf } from './entries/dpt-entries.ts';
import type { AuditSnapshot } from './snapshot.ts';

/**
 * Checks that every authorization is what its transactions add up to, and that its hold is scheduled to expire if this
 * platform issued the card.
 */
export function authorizationsEqualTransactions({ items, cards }: AuditSnapshot): CheckResult {
  const authorizations = items.transactions.filter(
    (item) => String(item['pk']).startsWith('authorization/') && mergedInto(item) === undefined,
  );
  const check = checkEach('every authorization equals its transactions', authorizations, (item) => {
    const authorization = authorizationFrom(item);
    const mayExpire =
      cards.get(authorization.cardId)?.issuer === EMBEDDED && authorizationBalances(authorization).hold > 0n;
    return mismatch(`${item['pk']}: will expire`, item['dueAt'] !== undefined, 'what it holds', mayExpire);
  });
  return { ...check, differences: [...authorizationDifferences(items.transactions), ...check.differences] };
}

/** Checks that every response to a card network matches its recorded transaction. */
export function networkResponsesMatchTransactions({ items }: AuditSnapshot): CheckResult {
  const answered = items.transactions.filter((item) => networkRequestIn(item) !== undefined);
  return checkEach('every network response matches its transaction', answered, (item) => {
    const { approved, respCode, localCurrency, localCurrencyAmt } = networkRequestIn(item)?.response ?? {};
    return fieldMismatches(
      String(item['pk']),
      { approved, respCode, localCurrency, localCurrencyAmt },
      'the record',
      isTransaction(item) ? respondedAs(transactionFrom(item)) : UNKNOWN_CARD,
    );
  });
}

/** The response to a purchase with a card that does not exist. */
const UNKNOWN_CARD = {
  approved: 0,
  respCode: '200001',
  localCurrency: undefined,
  localCurrencyAmt: undefined,
};

/** The response that the transaction's authorization was given. */
const respondedAs = ({ unsettled }: Transaction) => ({
  approved: unsettled?.transStatus === '1' ? 1 : 0,
  respCode: unsettled?.respCode,
  localCurrency: unsettled?.localCurrency,
  localCurrencyAmt: unsettled?.localCurrencyAmt,
});

/** Checks that every transaction matches its card and is indexed by what it contains. */
export function transactionsMatchCards({ records, cards }: AuditSnapshot): CheckResult {
  return checkEach('every transaction matches its card', records, (record) => {
    const card = cards.get(record.cardId);
    const what = `transaction ${record.recordNo}`;
    if (!card) return [`${what}: card ${record.cardId} does not exist`];
    const { userNo, groupId, cardType, issuer } = card;
    return [
      ...fieldMismatches(what, record, 'its card', { userNo, groupId, cardType, issuer }),
      ...fieldMismatches(what, record, 'its content', listedAs(record)),
      ...mismatch(
        `${what}: declined`,
        record.decline?.amount,
        'the requested amount',
        declinedOf(record, card),
      ),
    ];
  });
}

const declinedOf = ({ decline, unsettled }: Transaction, { currency }: Card): bigint | undefined =>
  decline && toMinor(String(unsettled?.localCurrencyAmt), currency, 'localCurrencyAmt');

/** The index attributes of a transaction: those of its settlement, if it has one. */
function listedAs({ recordNo, createdAt, unsettled, settled }: Transaction) {
  const { transType, transStatus } = settled ?? unsettled ?? {};
  return { transType, transStatus, transCategory: settled ? 2 : 1, createdKey: timeKey(createdAt, recordNo) };
}

/** Checks that every acquiring order received what was paid to it, and that its address is its own. */
export function receivedCoinsEqualPayments(snapshot: AuditSnapshot): CheckResult {
  const sums = paymentSums(snapshot);
  const orders = snapshot.dptOrders.filter((order) => order.kind === 'acquiring');
  const addresses = new Map(snapshot.items.dpt.map(({ pk, orderNo }) => [pk, orderNo]));
  return checkEach('the received amount of every coin order equals its payments', orders, (order) => {
    const what = `coin order ${order.orderNo}`;
    const { network, address, orderNo } = order;
    return [
      ...fieldMismatches(what, order, 'its payments', {
        receivedAmount: sums.received.of(orderNo),
        creditedAmount: sums.credited.of(orderNo),
        ...(order.version !== undefined && { version: Number(sums.changes.of(orderNo)) }),
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

/**
 * Checks that every payment is what the chain watcher reported, less the fee of its order, and the last step of its
 * history.
 */
export function paymentsMatchBills(snapshot: AuditSnapshot): CheckResult {
  return checkEach('every payment matches its bill', paymentsOf(snapshot), (payment) => {
    const { order, record, fact, paid, fee } = payment;
    const what = `payment ${record.bill.txId} of coin order ${order.orderNo}`;
    const { version, status, credited } = record;
    return [
      ...fieldMismatches(what, record, 'its bill', {
        paid,
        credited: fact - fee,
        fee,
        version: record.history.length,
      }),
      ...fieldMismatches(`${what}: its last step`, record.history.at(-1) ?? {}, 'the payment', {
        ...{ version, status, credited, fee: record.fee },
      }),
    ];
  });
}

/**
 * Checks that every successful withdrawal was confirmed by a transfer, and that no transfer confirmed anything else.
 */
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
  const check = checkEach('every outgoing transfer confirmed one withdrawal', done, (order) => {
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
  return { ...check, differences: [...check.differences, ...strays] };
}
