import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import { spendingAccount } from '../../../shared/domain/issuing/model/card.ts';
import type { Order } from '../../../shared/domain/issuing/model/order.ts';
import { movedAmount, targetAccount } from '../../../shared/domain/issuing/model/order-funds.ts';
import type { Item } from '../../../shared/runtime/store/item.ts';
import { opTypes } from '../../../shared/wire/contract/codes.ts';
import { EXTERNAL } from '../simulated-deployment.ts';
import type { Simulation } from '../simulation.ts';
import { cardSpending } from './spending.ts';

type Sums = Map<string, bigint>;

/**
 * Every open card and every pool has the money that it was funded with, less what was spent: by this platform's orders
 * for embedded cards, by the external issuer's orders for the others.
 */
export function cardsHoldTheirMoney(
  simulation: Simulation,
  { orders, balances, entries }: AuditSnapshot,
  cards: readonly Item[],
): void {
  const sums: Sums = new Map();
  for (const order of orders)
    if (wasCarriedOut(simulation, order)) add(sums, targetAccount(order), fundedAmount(order));
  const collections = entries.filter(({ cause }) => cause.startsWith('collection/'));
  for (const { account, amount } of collections.flatMap(({ postings }) => postings))
    if (/^(card|group)\//.test(account)) add(sums, account, amount);
  const known = new Map(cards.map((card) => [String(card['pk']), card]));
  for (const { cardId, amount } of cardSpending(simulation)) {
    const card = known.get(`card/${cardId}`);
    if (card) add(sums, spendingAccount(card as never), -amount);
  }
  for (const [account, sum] of sums) {
    const { available = 0n, frozen = 0n } = balances.get(account as never) ?? {};
    if (known.get(account.split(':')[0] ?? '')?.['status'] !== 'closed' && available + frozen !== sum)
      simulation.violate(`${account} holds ${available + frozen}, it should hold ${sum}`);
  }
}

/** Every card spends from a pool of its own issuer. */
export function cardsPoolAtTheirIssuer(simulation: Simulation, cards: readonly Item[]): void {
  const issuers = new Map(cards.map(({ pk, issuer }) => [pk, issuer]));
  for (const { pk, groupId, issuer } of cards)
    if (groupId !== undefined && String(pk).startsWith('card/') && issuers.get(`group/${groupId}`) !== issuer)
      simulation.violate(`${pk} of ${issuer} is in a group of ${issuers.get(`group/${groupId}`)}`);
}

const add = (sums: Sums, account: string, amount: bigint): void => {
  sums.set(account, (sums.get(account) ?? 0n) + amount);
};

const wasCarriedOut = ({ externalIssuer }: Simulation, { orderId, issuer, status }: Order): boolean =>
  issuer === EXTERNAL ? externalIssuer.orders.get(orderId)?.succeeds === true : status === 'success';

function fundedAmount(order: Order): bigint {
  if (order.opType === opTypes.cardCancellation) return 0n;
  return order.opType === opTypes.refund ? -order.amount : movedAmount(order);
}
