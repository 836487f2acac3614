import type { AcquiringOrder, Withdrawal } from '../../dpt/order.ts';
import { custodyAccount, feesAccount, merchantDptAccount } from '../../ledger/accounts.ts';
import { shareOf, toMinor } from '../../money/amount.ts';
import type { Books } from '../books.ts';
import { Sums } from '../check.ts';
import { type Expected, type Family, ID, moved, tied } from './family.ts';

/** Coins on their way out: frozen at first, then gone or given back. */
export const withdrawals: Family = {
  name: 'withdrawals',
  causes: new RegExp(`^withdrawal/${ID}/(accepted|settled)$`),
  differences: tied(({ dptOrders }) =>
    dptOrders.flatMap((order) => (order.kind === 'withdrawal' ? withdrawalEntries(order) : [])),
  ),
};

/** Coins that came in: what the chain's watcher told, less the fee of its order. */
export const payments: Family = {
  name: 'payments of coins',
  causes: new RegExp(`^payment/${ID}/${ID}$`),
  differences: tied((books) => paymentsOf(books).map(paymentEntry)),
};

/** A payment that arrived for an acquiring order, in minor units of its coin. */
interface Payment {
  readonly order: AcquiringOrder;
  readonly txId: string;
  readonly paid: bigint;
  readonly credited: bigint;
  readonly fee: bigint;
}

function paymentsOf({ items, dptOrders }: Books): Payment[] {
  const orders = new Map(dptOrders.map((order) => [`order/${order.orderNo}`, order]));
  return items.dpt
    .filter(({ sk }) => String(sk).startsWith('payment/'))
    .flatMap(({ pk, bill }) => {
      const order = orders.get(String(pk));
      return order?.kind === 'acquiring' ? [paymentOf(order, bill as Bill)] : [];
    });
}

type Bill = { readonly txId: string; readonly paymentAmount: unknown; readonly factAmount: unknown };

function paymentOf(order: AcquiringOrder, { txId, paymentAmount, factAmount }: Bill): Payment {
  const arrived = toMinor(String(factAmount), order.currency, 'factAmount');
  const fee = shareOf(arrived, order.feeRate);
  const paid = toMinor(String(paymentAmount), order.currency, 'paymentAmount');
  return { order, txId, paid, credited: arrived - fee, fee };
}

/** What was paid to each acquiring order, and what of it is its merchant's. */
export function paymentSums(books: Books): { received: Sums; credited: Sums } {
  const [received, credited] = [new Sums(), new Sums()];
  for (const payment of paymentsOf(books)) {
    received.add(payment.order.orderNo, payment.paid);
    credited.add(payment.order.orderNo, payment.credited);
  }
  return { received, credited };
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

function paymentEntry({ order, txId, credited, fee }: Payment): Expected {
  const { userNo, currency, address } = order;
  const [custody, own] = [custodyAccount(currency), merchantDptAccount(userNo, currency)];
  return {
    cause: `payment/${txId}/${address}`,
    postings: [
      ...moved([custody, 'available'], [own, 'available'], credited),
      ...moved([custody, 'available'], [feesAccount(currency), 'available'], fee),
    ],
  };
}
