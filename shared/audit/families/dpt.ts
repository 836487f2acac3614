import type { AcquiringOrder, Withdrawal } from '../../dpt/order.ts';
import { type PaymentRecord, paymentFrom } from '../../dpt/payment-record.ts';
import { custodyAccount, feesAccount, merchantDptAccount } from '../../ledger/accounts.ts';
import type { Posting } from '../../ledger/entry.ts';
import { shareOf } from '../../money/amount.ts';
import { currencyExponent } from '../../money/currency.ts';
import type { Books } from '../books.ts';
import { Sums } from '../check.ts';
import { type Expected, type Family, ID, isSame, moved, on, tied } from './family.ts';

/** Coins on their way out: frozen at first, then gone or given back. */
export const withdrawals: Family = {
  name: 'withdrawals',
  causes: new RegExp(`^withdrawal/${ID}/(accepted|settled)$`),
  differences: tied(({ dptOrders }) =>
    dptOrders.flatMap((order) => (order.kind === 'withdrawal' ? withdrawalEntries(order) : [])),
  ),
};

/**
 * Coins that came in: what the chain watcher told, less the fee of its order. An entry for each change of where they are:
 * credited, held for their sender, or nowhere.
 */
export const payments: Family = {
  name: 'payments of coins',
  causes: new RegExp(`^payment/${ID}/${ID}(/${ID})?/\\d+$`),
  differences: tied((books) => paymentsOf(books).flatMap(paymentEntries)),
};

/** A payment that was told of an acquiring order, and what it comes to in minor units of the order's coin. */
interface Payment {
  readonly order: AcquiringOrder;
  readonly kept: PaymentRecord;
  /** What arrived at the address. */
  readonly paid: bigint;
  /** What of it the merchant and the platform have together, and what of that is the platform's. */
  readonly fact: bigint;
  readonly fee: bigint;
}

/** All payments that were told of acquiring orders. */
export function paymentsOf({ items, dptOrders }: Books): Payment[] {
  const orders = new Map(dptOrders.map((order) => [`order/${order.orderNo}`, order]));
  return items.dpt
    .filter(({ sk }) => String(sk).startsWith('payment/'))
    .flatMap((item) => {
      const order = orders.get(String(item['pk']));
      if (order?.kind !== 'acquiring') return [];
      const kept = paymentFrom(item);
      const fact = coinsOf(kept.bill.factAmount, order.currency);
      const paid = coinsOf(kept.bill.paymentAmount, order.currency);
      return [{ order, kept, paid, fact, fee: shareOf(fact, order.feeRate) }];
    });
}

/** What was paid to each acquiring order, what of it is its merchant's now, and how often that changed. */
export function paymentSums(books: Books): Readonly<Record<'received' | 'credited' | 'changes', Sums>> {
  const sums = { received: new Sums(), credited: new Sums(), changes: new Sums() };
  for (const { order, kept, paid, fact, fee } of paymentsOf(books)) {
    sums.changes.add(order.orderNo, BigInt(kept.version));
    if (kept.status !== 'credited') continue;
    sums.received.add(order.orderNo, paid);
    sums.credited.add(order.orderNo, fact - fee);
  }
  return sums;
}

function withdrawalEntries({ orderNo, userNo, currency, amount, fee, status }: Withdrawal): Expected[] {
  const account = merchantDptAccount(userNo, currency);
  const sum = amount + fee;
  const frozen = moved([account, 'available'], [account, 'frozen'], sum);
  const gone = [
    ...moved([account, 'frozen'], [custodyAccount(currency), 'available'], amount),
    ...moved([account, 'frozen'], [feesAccount(currency), 'available'], fee),
  ];
  const givenBack = moved([account, 'frozen'], [account, 'available'], sum);
  return [
    { cause: `withdrawal/${orderNo}/accepted`, postings: frozen },
    ...(status === 'pending'
      ? []
      : [{ cause: `withdrawal/${orderNo}/settled`, postings: status === 'success' ? gone : givenBack }]),
  ];
}

/** Where the coins are: the merchant's less the fee, or held. */
function placesOf({ userNo, currency, feeRate }: AcquiringOrder, status: string, fact: bigint): Posting[] {
  const fee = shareOf(fact, feeRate);
  if (status === 'credited')
    return [
      on(merchantDptAccount(userNo, currency), 'available', fact - fee),
      on(feesAccount(currency), 'available', fee),
    ];
  return status === 'held' ? [on(`platform:screening/${currency}`, 'available', fact)] : [];
}

function paymentEntries({ order, kept: { bill, trail }, fact: told }: Payment): Expected[] {
  const transfer = bill.logIndex === undefined ? bill.txId : `${bill.txId}/${bill.logIndex}`;
  const entries: Expected[] = [];
  let before: Posting[] = [];
  for (const [index, { version, status, credited, fee }] of trail.entries()) {
    // What counts is the chain watcher's latest word: earlier steps keep what it said by then.
    const isLatest = index === trail.length - 1;
    const fact = isLatest ? told : credited + fee;
    const after = placesOf(order, status, fact);
    const change = [...after, ...before.map((posting) => ({ ...posting, amount: -posting.amount }))];
    const custody = -change.reduce((sum, { amount }) => sum + amount, 0n);
    const postings = [on(custodyAccount(order.currency), 'available', custody), ...change];
    if (!isSame(postings, []))
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
