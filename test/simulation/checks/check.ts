import { audit } from '../../../shared/audit/audit.ts';
import { AUDITED_ROOMS, type Books, readBooks, type TableContents } from '../../../shared/audit/books.ts';
import { linesEqualJournal } from '../../../shared/audit/lines.ts';
import type { Simulation } from '../simulation.ts';
import { cardsArePooledAtTheirIssuer, cardsHoldTheirMoney } from './cards.ts';
import { changesAgree } from './changes.ts';
import { coinsAreTold } from './coins.ts';
import { whatWasToldIsSomewhere } from './inbox.ts';
import {
  belowAgrees,
  cardsAreKept,
  closedCardsAreEmpty,
  messagesAreKept,
  nothingIsMadeUp,
  requestsAreKept,
} from './kept.ts';
import { moneyIsThere, quotesAreUsedOnce } from './money.ts';
import { merchantsKnowTheirMoney, oneUseIsOneUse } from './purchases.ts';
import { numbersAreUsed, rechargesAreByTheirTerms } from './terms.ts';
import { everythingIsTold, whatWasToldIsTrue } from './told.ts';

/** Everything that must be true of a deployment at rest, by its own books and by what the world outside saw of it. */
export async function check(simulation: Simulation): Promise<void> {
  const { store } = simulation;
  const rooms = await Promise.all(AUDITED_ROOMS.map(async (room) => [room, await store.scan(room)] as const));
  const books = readBooks(Object.fromEntries(rooms) as unknown as TableContents);
  const { cards, transactions } = books.items;
  const lines = linesEqualJournal(books.items.ledger, await store.scan('statements'));
  for (const { name, differences } of [...audit(books), lines])
    for (const difference of differences) simulation.violate(`${name}: ${difference}`);
  nothingIsOpen(simulation, books);
  everythingIsTold(simulation, books);
  whatWasToldIsTrue(simulation, books);
  requestsAreKept(simulation, books);
  whatWasToldIsSomewhere(simulation, books);
  messagesAreKept(simulation, books, transactions);
  nothingIsMadeUp(simulation, books, transactions);
  merchantsKnowTheirMoney(simulation, books);
  oneUseIsOneUse(simulation);
  belowAgrees(simulation, books, cards);
  changesAgree(simulation, cards, await store.scan('orders'));
  cardsHoldTheirMoney(simulation, books, cards);
  cardsArePooledAtTheirIssuer(simulation, cards);
  rechargesAreByTheirTerms(simulation, books);
  numbersAreUsed(simulation, books);
  cardsAreKept(simulation, books);
  closedCardsAreEmpty(simulation, books, cards);
  moneyIsThere(simulation, books, cards);
  quotesAreUsedOnce(simulation);
  coinsAreTold(simulation, books);
}

function nothingIsOpen(simulation: Simulation, { orders, balances }: Books): void {
  for (const { orderId, userReqNo, status } of orders)
    if (status === 'pending') simulation.violate(`order ${orderId} (${userReqNo}) is pending for ever`);
  for (const { account, frozen } of balances.values())
    if (frozen !== 0n) simulation.violate(`${account} has ${frozen} frozen for ever`);
}
