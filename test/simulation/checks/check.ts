import { audit } from '../../../shared/audit/audit.ts';
import { type Books, readBooks } from '../../../shared/audit/books.ts';
import type { Item } from '../../../shared/store/store.ts';
import type { Simulation } from '../simulation.ts';
import {
  belowAgrees,
  cardsAreKept,
  closedCardsAreEmpty,
  messagesAreKept,
  nothingIsMadeUp,
  requestsAreKept,
} from './kept.ts';
import { moneyIsThere } from './money.ts';
import { everythingIsTold, whatWasToldIsTrue } from './told.ts';

/** Everything that must be true of a deployment at rest, by its own books and by what the world outside saw of it. */
export async function check(simulation: Simulation): Promise<void> {
  const { store } = simulation;
  const cards = await store.scan('cards');
  const transactions = await store.scan('transactions');
  const books = readBooks({
    cards,
    transactions,
    ledger: await store.scan('ledger'),
    orders: await store.scan('orders'),
    notifications: notificationsIn(await store.scan('notifications')),
    dpt: await store.scan('dpt'),
  });
  for (const { name, differences } of audit(books))
    for (const difference of differences) simulation.violate(`${name}: ${difference}`);
  nothingIsOpen(simulation, books);
  everythingIsTold(simulation, books);
  whatWasToldIsTrue(simulation, books);
  requestsAreKept(simulation, books);
  messagesAreKept(simulation, books, transactions);
  nothingIsMadeUp(simulation, books);
  belowAgrees(simulation, books);
  cardsAreKept(simulation, books);
  closedCardsAreEmpty(simulation, books, cards);
  moneyIsThere(simulation, books, cards);
}

const notificationsIn = (items: readonly Item[]): Item[] =>
  items.filter(({ pk }) => String(pk).startsWith('notification/'));

function nothingIsOpen(simulation: Simulation, { orders, balances }: Books): void {
  for (const { orderId, userReqNo, status } of orders)
    if (status === 'pending') simulation.violate(`order ${orderId} (${userReqNo}) is pending for ever`);
  for (const { account, frozen } of balances.values())
    if (frozen !== 0n) simulation.violate(`${account} has ${frozen} frozen for ever`);
}
