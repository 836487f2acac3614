import { type AcquiringOrder, dptOrderFrom, type Withdrawal } from '../../dpt/order.ts';
import { custodyAccount, feesAccount, merchantDptAccount } from '../../ledger/accounts.ts';
import { shareOf, toMinor } from '../../money/amount.ts';
import type { Item } from '../../store/store.ts';
import type { Books } from '../books.ts';
import { type Expected, type Family, ID, moved, tied } from './family.ts';

/** Coins on their way out: frozen at first, then gone or given back. */
export const withdrawals: Family = {
  name: 'withdrawals',
  causes: new RegExp(`^withdrawal/${ID}/(accepted|settled)$`),
  differences: tied((books) =>
    dptOrders(books).flatMap((order) => (order.kind === 'withdrawal' ? withdrawalEntries(order) : [])),
  ),
};

/** Coins that came in: what the chain's watcher told, less the fee of its order. */
export const payments: Family = {
  name: 'payments of coins',
  causes: new RegExp(`^payment/${ID}/${ID}$`),
  differences: tied((books) => {
    const orders = new Map(dptOrders(books).map((order) => [`order/${order.orderNo}`, order]));
    return books.items.dpt.filter(isPayment).flatMap((item) => {
      const order = orders.get(String(item['pk']));
      return order?.kind === 'acquiring' ? [paymentEntry(order, item)] : [];
    });
  }),
};

const dptOrders = ({ items }: Books) => items.dpt.filter(({ sk }) => sk === 'order').map(dptOrderFrom);

const isPayment = ({ sk }: Item): boolean => String(sk).startsWith('payment/');

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

function paymentEntry({ userNo, currency, feeRate, address }: AcquiringOrder, { bill }: Item): Expected {
  const { txId, factAmount } = bill as { txId: string; factAmount: unknown };
  const arrived = toMinor(String(factAmount), currency, 'factAmount');
  const fee = shareOf(arrived, feeRate);
  const [custody, own] = [custodyAccount(currency), merchantDptAccount(userNo, currency)];
  return {
    cause: `payment/${txId}/${address}`,
    postings: [
      ...moved([custody, 'available'], [own, 'available'], arrived - fee),
      ...moved([custody, 'available'], [feesAccount(currency), 'available'], fee),
    ],
  };
}
