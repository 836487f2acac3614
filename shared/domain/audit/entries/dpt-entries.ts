import { feeShareOf } from '../../../wire/money/amount.ts';
import { currencyExponent } from '../../../wire/money/currency.ts';
import type { AcquiringOrder, Withdrawal } from '../../dpt/dpt-order.ts';
import { type DptPayment, paymentFrom } from '../../dpt/payment.ts';
import { custodyAccount, feesAccount, merchantDptAccount } from '../../money/ledger/account.ts';
import type { Posting } from '../../money/ledger/entry.ts';
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

/** Coins on their way out: frozen at first, then gone or given back. */
export const withdrawalEntries: EntryFamily = {
  name: 'withdrawals',
  causes: new RegExp(`^withdrawal/${ID_PATTERN}/(accepted|settled)$`),
  differences: matchedToRecords(({ dptOrders }) =>
    dptOrders.flatMap((order) => (order.kind === 'withdrawal' ? entriesOfWithdrawal(order) : [])),
  ),
};

/**
 * Coins that came in: what the chain watcher told, less the fee of its order. An entry for each change of where they are:
 * credited, held for their sender, or nowhere.
 */
export const paymentEntries: EntryFamily = {
  name: 'payments of coins',
  causes: new RegExp(`^payment/${ID_PATTERN}/${ID_PATTERN}(/${ID_PATTERN})?/\\d+$`),
  differences: matchedToRecords((books) => paymentsOf(books).flatMap(entriesOfPayment)),
};

/** A payment that was told of an acquiring order, and what it comes to in minor units of the order's coin. */
interface AcquiringPayment {
  readonly order: AcquiringOrder;
  readonly record: DptPayment;
  /** What arrived at the address. */
  readonly paid: bigint;
  /** What of it the merchant and the platform have together, and what of that is the platform's. */
  readonly fact: bigint;
  readonly fee: bigint;
}

/** All payments that were told of acquiring orders. */
export function paymentsOf({ items, dptOrders }: AuditSnapshot): AcquiringPayment[] {
  const orders = new Map(dptOrders.map((order) => [`order/${order.orderNo}`, order]));
  return items.dpt
    .filter(({ sk }) => String(sk).startsWith('payment/'))
    .flatMap((item) => {
      const order = orders.get(String(item['pk']));
      if (order?.kind !== 'acquiring') return [];
      const kept = paymentFrom(item);
      const fact = coinsOf(kept.bill.factAmount, order.currency);
      const paid = coinsOf(kept.bill.paymentAmount, order.currency);
      return [{ order, record: kept, paid, fact, fee: feeShareOf(fact, order.feeRate) }];
    });
}

/** What was paid to each acquiring order, what of it is its merchant's now, and how often that changed. */
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

/** Where the coins are: the merchant's less the fee, or held. */
function placesOf({ userNo, currency, feeRate }: AcquiringOrder, status: string, fact: bigint): Posting[] {
  const fee = feeShareOf(fact, feeRate);
  if (status === 'credited')
    return [
      postingOf(merchantDptAccount(userNo, currency), 'available', fact - fee),
      postingOf(feesAccount(currency), 'available', fee),
    ];
  return status === 'held' ? [postingOf(`platform:screening/${currency}`, 'available', fact)] : [];
}

function entriesOfPayment({ order, record: { bill, trail }, fact: told }: AcquiringPayment): ExpectedEntry[] {
  const transfer = bill.logIndex === undefined ? bill.txId : `${bill.txId}/${bill.logIndex}`;
  const entries: ExpectedEntry[] = [];
  let before: Posting[] = [];
  for (const [index, { version, status, credited, fee }] of trail.entries()) {
    // What counts is the chain watcher's latest word: earlier steps keep what it said by then.
    const isLatest = index === trail.length - 1;
    const fact = isLatest ? told : credited + fee;
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

/** Coins in minor units: decimals beyond the coin's own are nobody's. */
function coinsOf(amount: string, coin: string): bigint {
  const decimals = currencyExponent(coin);
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}
