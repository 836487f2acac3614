import { audit } from '../../../shared/domain/audit/audit.ts';
import {
  AUDITED_TABLES,
  type AuditSnapshot,
  snapshotFrom,
  type TableContents,
} from '../../../shared/domain/audit/snapshot.ts';
import { linesEqualJournal } from '../../../shared/domain/audit/statement-checks.ts';
import type { Simulation } from '../simulation.ts';
import { cardsHoldTheirMoney, cardsPoolAtTheirIssuer } from './cards.ts';
import { changesAgree } from './changes.ts';
import { coinNotificationsAddUp } from './coins.ts';
import {
  acceptedRequestsAreDurable,
  acknowledgedMessagesAreDurable,
  closedCardsAreEmpty,
  issuerAgrees,
  noNotificationIsInvented,
  openedCardsAreDurable,
} from './durability.ts';
import { messagesAreAccountedFor } from './inbox.ts';
import { merchantMoneyAddsUp, quotesAreUsedOnce } from './money.ts';
import { notificationsAreDelivered, notificationsAreTrue } from './notifications.ts';
import { cardNumbersAreUsed, rechargesFollowTheirTerms } from './order-terms.ts';
import { singleUseCardsAreUsedOnce, transactionNotificationsAddUp } from './purchases.ts';

/** Everything that must be true of a deployment at rest, by its own books and by what the world outside saw of it. */
export async function check(simulation: Simulation): Promise<void> {
  const { store } = simulation;
  const rooms = await Promise.all(
    AUDITED_TABLES.map(async (room) => [room, await store.scan(room)] as const),
  );
  const books = snapshotFrom(Object.fromEntries(rooms) as unknown as TableContents);
  const { cards, transactions } = books.items;
  const lines = linesEqualJournal(books.items.ledger, await store.scan('statements'));
  for (const { name, differences } of [...audit(books), lines])
    for (const difference of differences) simulation.violate(`${name}: ${difference}`);
  noOrderIsOpen(simulation, books);
  notificationsAreDelivered(simulation, books);
  notificationsAreTrue(simulation, books);
  acceptedRequestsAreDurable(simulation, books);
  messagesAreAccountedFor(simulation, books);
  acknowledgedMessagesAreDurable(simulation, books, transactions);
  noNotificationIsInvented(simulation, books, transactions);
  transactionNotificationsAddUp(simulation, books);
  singleUseCardsAreUsedOnce(simulation);
  issuerAgrees(simulation, books, cards);
  changesAgree(simulation, cards, await store.scan('orders'));
  cardsHoldTheirMoney(simulation, books, cards);
  cardsPoolAtTheirIssuer(simulation, cards);
  rechargesFollowTheirTerms(simulation, books);
  cardNumbersAreUsed(simulation, books);
  openedCardsAreDurable(simulation, books);
  closedCardsAreEmpty(simulation, books, cards);
  merchantMoneyAddsUp(simulation, books, cards);
  quotesAreUsedOnce(simulation);
  coinNotificationsAddUp(simulation, books);
}

function noOrderIsOpen(simulation: Simulation, { orders, balances }: AuditSnapshot): void {
  for (const { orderId, userReqNo, status } of orders)
    if (status === 'pending') simulation.violate(`order ${orderId} (${userReqNo}) is pending for ever`);
  for (const { account, frozen } of balances.values())
    if (frozen !== 0n) simulation.violate(`${account} has ${frozen} frozen for ever`);
}
