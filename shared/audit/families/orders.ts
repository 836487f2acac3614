import { opTypes } from '../../contract/codes.ts';
import { EMBEDDED } from '../../issuer/issuer-name.ts';
import {
  feesAccount,
  upstreamAccount,
  upstreamCardsAccount,
  upstreamCostAccount,
} from '../../ledger/accounts.ts';
import type { Posting } from '../../ledger/entry.ts';
import { fundedAccount, fundingAccount, movedAmount, type Order } from '../../orders/order.ts';
import { type Expected, type Family, ID, moved, on, tied } from './family.ts';

/** What an order froze when it was accepted, and what became of that when it ended. */
export const orders: Family = {
  name: 'orders',
  causes: new RegExp(`^order/${ID}/(accepted|settled)$`),
  differences: tied(({ orders }) => {
    const cancelled = new Set(
      orders.flatMap(({ opType, cardId }) =>
        opType === opTypes.cardCancellation && cardId !== undefined ? [cardId] : [],
      ),
    );
    return orders.flatMap((order) => entriesOf(order, cancelled.has(order.cardId ?? '')));
  }),
};

function entriesOf(order: Order, isCancelled: boolean): Expected[] {
  const of = (step: string) => `order/${order.orderId}/${step}`;
  return [
    { cause: of('accepted'), postings: accepted(order) },
    ...(order.status === 'pending' ? [] : [{ cause: of('settled'), ...settled(order, isCancelled) }]),
  ];
}

/** Whether it pays from the merchant's account: the others take from a card or a pool. */
const pays = ({ opType }: Order): boolean =>
  opType === opTypes.cardOpening || opType === opTypes.groupOpening || opType === opTypes.recharge;

function accepted(order: Order): Posting[] {
  const [account, amount] = pays(order)
    ? ([fundingAccount(order), movedAmount(order) + order.fee] as const)
    : ([fundedAccount(order), order.amount] as const);
  return moved([account, 'available'], [account, 'frozen'], amount);
}

function settled(order: Order, isCancelled: boolean): Pick<Expected, 'postings' | 'or'> {
  const funding = fundingAccount(order);
  const funded = fundedAccount(order);
  const below = (onCards: bigint) => mirror(order, onCards);
  if (pays(order)) {
    const [amount, sum] = [movedAmount(order), movedAmount(order) + order.fee];
    if (order.status === 'failure')
      return { postings: [...moved([funding, 'frozen'], [funding, 'available'], sum), ...below(0n)] };
    const earned = on(feesAccount(order.currency), 'available', order.fee);
    const paid = [on(funding, 'frozen', -sum), on(funded, 'available', amount), earned];
    return { postings: [...paid, ...below(amount)] };
  }
  const returned = [
    on(funded, 'frozen', -order.amount),
    on(funded, 'available', -restOf(order)),
    on(funding, 'available', order.amount + restOf(order)),
    ...below(-order.amount - restOf(order)),
  ];
  if (order.status === 'success') return { postings: returned };
  const released = [...moved([funded, 'frozen'], [funded, 'available'], order.amount), ...below(0n)];
  // What a refund held of a card that was closed meanwhile follows the card's balance.
  const mayFollow = order.opType === opTypes.refund && isCancelled;
  return { postings: released, ...(mayFollow && { or: [returned] }) };
}

/** What became available on a card between the acceptance and the success of its cancellation, below zero what it owed. */
const restOf = (order: Order): bigint =>
  order.opType === opTypes.cardCancellation && order.status === 'success' ? (order.rest ?? 0n) : 0n;

/** What it did at a platform below: what is on our account there, on our cards there, and what it cost. */
function mirror({ issuer, currency, cost = 0n }: Order, onCards: bigint): Posting[] {
  if (issuer === EMBEDDED) return [];
  return [
    on(upstreamCardsAccount(issuer, currency), 'available', -onCards),
    on(upstreamAccount(issuer, currency), 'available', onCards + cost),
    on(upstreamCostAccount(issuer, currency), 'available', -cost),
  ];
}
