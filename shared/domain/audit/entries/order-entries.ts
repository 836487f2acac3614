import { opTypes } from '../../../wire/contract/codes.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import type { Order } from '../../issuing/model/order.ts';
import { fundingAccount, movedAmount, targetAccount } from '../../issuing/model/order-funds.ts';
import {
  feesAccount,
  upstreamAccount,
  upstreamCardsAccount,
  upstreamCostAccount,
} from '../../money/ledger/account.ts';
import type { Posting } from '../../money/ledger/posting.ts';
import {
  type EntryFamily,
  type ExpectedEntry,
  ID_PATTERN,
  matchedToRecords,
  postingOf,
  postingsBetween,
} from './entry-family.ts';

/**
 * What an order froze when it was accepted, and what happened to it when the order settled; both in one entry where it
 * was settled at once.
 */
export const orderEntries: EntryFamily = {
  name: 'orders',
  causes: new RegExp(`^order/${ID_PATTERN}/(accepted|settled)$`),
  differences: matchedToRecords(({ orders }, entries) => {
    const cancelled = new Set(
      orders.flatMap(({ opType, cardId }) =>
        opType === opTypes.cardCancellation && cardId !== undefined ? [cardId] : [],
      ),
    );
    return orders.flatMap((order) => {
      const wasPending = entries.has(`order/${order.orderId}/accepted`);
      return wasPending || !mayBeSettledAtOnce(order)
        ? entriesOf(order, cancelled.has(order.cardId ?? ''))
        : [entryAtOnce(order)];
    });
  }),
};

/** Whether the order can have been final from the beginning: it succeeded here, at the moment of its acceptance. */
const mayBeSettledAtOnce = ({ issuer, status, createdAt, finishedAt }: Order): boolean =>
  issuer === EMBEDDED && status === 'success' && finishedAt === createdAt;

/** The entry of an order that was settled at once: the sum of what its acceptance and its success move. */
const entryAtOnce = (order: Order): ExpectedEntry => ({
  cause: `order/${order.orderId}/settled`,
  postings: [...accepted(order), ...settled(order, false).postings],
});

function entriesOf(order: Order, isCancelled: boolean): ExpectedEntry[] {
  const of = (step: string) => `order/${order.orderId}/${step}`;
  return [
    { cause: of('accepted'), postings: accepted(order) },
    ...(order.status === 'pending' ? [] : [{ cause: of('settled'), ...settled(order, isCancelled) }]),
  ];
}

/** Whether the order is paid from the merchant's account. The others debit a card or pool. */
const pays = ({ opType }: Order): boolean =>
  opType === opTypes.cardOpening || opType === opTypes.groupOpening || opType === opTypes.recharge;

function accepted(order: Order): Posting[] {
  const [account, amount] = pays(order)
    ? ([fundingAccount(order), movedAmount(order) + order.fee] as const)
    : ([targetAccount(order), order.amount] as const);
  return postingsBetween([account, 'available'], [account, 'frozen'], amount);
}

function settled(order: Order, isCancelled: boolean): Pick<ExpectedEntry, 'postings' | 'or'> {
  const funding = fundingAccount(order);
  const funded = targetAccount(order);
  const atIssuer = (onCards: bigint) => upstreamSide(order, onCards);
  if (pays(order)) {
    const [amount, sum] = [movedAmount(order), movedAmount(order) + order.fee];
    if (order.status === 'failure')
      return {
        postings: [...postingsBetween([funding, 'frozen'], [funding, 'available'], sum), ...atIssuer(0n)],
      };
    const earned = postingOf(feesAccount(order.currency), 'available', order.fee);
    const paid = [postingOf(funding, 'frozen', -sum), postingOf(funded, 'available', amount), earned];
    return { postings: [...paid, ...atIssuer(amount)] };
  }
  const returned = [
    postingOf(funded, 'frozen', -order.amount),
    postingOf(funded, 'available', -restOf(order)),
    postingOf(funding, 'available', order.amount + restOf(order)),
    ...atIssuer(-order.amount - restOf(order)),
  ];
  if (order.status === 'success') return { postings: returned };
  const released = [
    ...postingsBetween([funded, 'frozen'], [funded, 'available'], order.amount),
    ...atIssuer(0n),
  ];
  // If the card has been closed since, what a failed refund held follows the card's balance to the account.
  const mayFollow = order.opType === opTypes.refund && isCancelled;
  return { postings: released, ...(mayFollow && { or: [returned] }) };
}

/** What was credited to a card between acceptance and success of its cancellation; negative for a debt. */
const restOf = (order: Order): bigint =>
  order.opType === opTypes.cardCancellation && order.status === 'success' ? (order.balanceChange ?? 0n) : 0n;

/** The order's effect at an external issuer: on the platform's account there, on the cards there, and its cost. */
function upstreamSide({ issuer, currency, cost = 0n }: Order, onCards: bigint): Posting[] {
  if (issuer === EMBEDDED) return [];
  return [
    postingOf(upstreamCardsAccount(issuer, currency), 'available', -onCards),
    postingOf(upstreamAccount(issuer, currency), 'available', onCards + cost),
    postingOf(upstreamCostAccount(issuer, currency), 'available', -cost),
  ];
}
