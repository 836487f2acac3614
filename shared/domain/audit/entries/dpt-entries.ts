import { feeShareOf } from '../../../wire/money/amount.ts';
import { currencyExponent } from '../../../wire/money/currency.ts';
import type { AcquiringOrder, Withdrawal } from '../../dpt/dpt-order.ts';
import { type DptPayment, paymentFrom } from '../../dpt/payment.ts';
import { custodyAccount, feesAccount, merchantDptAccount } from '../../money/ledger/account.ts';
import type { Posting } from '../../money/ledger/posting.ts';
import { Totals } from '../check.ts';
import type { AuditSnapshot } from '../snapshot.ts';
import {
  type EntryFamily,
  type ExpectedEntry,
  ID_PATTERN,
  matchedToRecords,
  movesSame,
  postingOf,
  postingsBetween,
} from './entry-family.ts';

/** Withdrawals of coins: frozen first, then paid out or returned. */
export const withdrawalEntries: EntryFamily = {
  name: 'withdrawals',
  causes: new RegExp(`^withdrawal/${ID_PATTERN}/(accepted|settled)$`),
  differences: matchedToRecords(({ dptOrders }) =>
    dptOrders.flatMap((order) => (order.kind === 'withdrawal' ? entriesOfWithdrawal(order) : [])),
  ),
};

/**
 * Incoming coins: what the chain watcher reported, less the fee of the order. There is an entry for each change of
 * their state: credited, held for screening, or neither.
 */
export const paymentEntries: EntryFamily = {
  name: 'coin payments',
  causes: new RegExp(`^payment/${ID_PATTERN}/${ID_PATTERN}(/${ID_PATTERN})?/\\d+$`),
  differences: matchedToRecords((snapshot) => paymentsOf(snapshot).flatMap(entriesOfPayment)),
};

/** A payment to an acquiring order, with its amounts in minor units of the coin. */
interface AcquiringPayment {
  readonly order: AcquiringOrder;
  readonly record: DptPayment;
  /** What arrived at the address. */
  readonly paid: bigint;
  /** What the merchant and the platform receive together, and the platform's fee of that. */
  readonly fact: bigint;
  readonly fee: bigint;
}

/** All payments to acquiring orders. */
export function paymentsOf({ items, dptOrders }: AuditSnapshot): AcquiringPayment[] {
  const orders = new Map(dptOrders.map((order) => [`order/${order.orderNo}`, order]));
  return items.dpt
    .filter(({ sk }) => String(sk).startsWith('payment/'))
    .flatMap((item) => {
      const order = orders.get(String(item['pk']));
      if (order?.kind !== 'acquiring') return [];
      const record = paymentFrom(item);
      const fact = coinsOf(record.bill.factAmount, order.currency);
      const paid = coinsOf(record.bill.paymentAmount, order.currency);
      return [{ order, record, paid, fact, fee: feeShareOf(fact, order.feeRate) }];
    });
}

/** For each acquiring order, the sums received and credited, in minor units, and the number of changes. */
export function paymentSums(
  snapshot: AuditSnapshot,
): Readonly<Record<'received' | 'credited' | 'changes', Totals>> {
  const sums = { received: new Totals(), credited: new Totals(), changes: new Totals() };
  for (const { order, record, paid, fact, fee } of paymentsOf(snapshot)) {
    sums.changes.add(order.orderNo, BigInt(record.version));
    if (record.status !== 'credited') continue;
    sums.received.add(order.orderNo, paid);
    sums.credited.add(order.orderNo, fact - fee);
  }
  return sums;
}

function entriesOfWithdrawal({
  orderNo,
  userNo,
  currency,
  amount,
  fee,
  status,
}: Withdrawal): ExpectedEntry[] {
  const account = merchantDptAccount(userNo, currency);
  const sum = amount + fee;
  const frozen = postingsBetween([account, 'available'], [account, 'frozen'], sum);
  const gone = [
    ...postingsBetween([account, 'frozen'], [custodyAccount(currency), 'available'], amount),
    ...postingsBetween([account, 'frozen'], [feesAccount(currency), 'available'], fee),
  ];
  const givenBack = postingsBetween([account, 'frozen'], [account, 'available'], sum);
  return [
    { cause: `withdrawal/${orderNo}/accepted`, postings: frozen },
    ...(status === 'pending'
      ? []
      : [{ cause: `withdrawal/${orderNo}/settled`, postings: status === 'success' ? gone : givenBack }]),
  ];
}

/** The postings for coins in this state: credited to the merchant less the fee, or held. */
function placesOf({ userNo, currency, feeRate }: AcquiringOrder, status: string, fact: bigint): Posting[] {
  const fee = feeShareOf(fact, feeRate);
  if (status === 'credited')
    return [
      postingOf(merchantDptAccount(userNo, currency), 'available', fact - fee),
      postingOf(feesAccount(currency), 'available', fee),
    ];
  return status === 'held' ? [postingOf(`platform:screening/${currency}`, 'available', fact)] : [];
}

function entriesOfPayment({
  order,
  record: { bill, history },
  fact: latestFact,
}: AcquiringPayment): ExpectedEntry[] {
  const transfer = bill.logIndex === undefined ? bill.txId : `${bill.txId}/${bill.logIndex}`;
  const entries: ExpectedEntry[] = [];
  let before: Posting[] = [];
  for (const [index, { version, status, credited, fee }] of history.entries()) {
    // The bill has only the chain watcher's latest report. Earlier steps record what they were based on.
    const isLatest = index === history.length - 1;
    const fact = isLatest ? latestFact : credited + fee;
    const after = placesOf(order, status, fact);
    const change = [...after, ...before.map((posting) => ({ ...posting, amount: -posting.amount }))];
    const custody = -change.reduce((sum, { amount }) => sum + amount, 0n);
    const postings = [postingOf(custodyAccount(order.currency), 'available', custody), ...change];
    if (!movesSame(postings, []))
      entries.push({ cause: `payment/${order.orderNo}/${transfer}/${version}`, postings });
    before = after;
  }
  return entries;
}

/** Coins in minor units. Decimals beyond those of the coin are cut off. */
function coinsOf(amount: string, coin: string): bigint {
  const decimals = currencyExponent(coin);
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}
