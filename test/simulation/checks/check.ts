import { audit } from '../../../shared/domain/audit/audit.ts';
import {
  AUDITED_TABLES,
  type AuditSnapshot,
  snapshotFrom,
  type TableContents,
} from '../../../shared/domain/audit/snapshot.ts';
import { linesEqualJournal } from '../../../shared/domain/audit/statement-checks.ts';
import { START } from '../simulated-deployment.ts';
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
  takenNumbersAreOfCards,
} from './durability.ts';
import { messagesAreAccountedFor } from './inbox.ts';
import { merchantMoneyAddsUp, quotesAreUsedOnce } from './money.ts';
import { notificationsAreDelivered, notificationsAreTrue } from './notifications.ts';
import { cardNumbersAreUsed, rechargesFollowTheirTerms } from './order-terms.ts';
import { singleUseCardsAreUsedOnce, transactionNotificationsAddUp } from './purchases.ts';

/**
 * Checks everything that must hold for a deployment at rest, by its own records and by those of the simulated
 * merchants, networks and upstreams.
 */
export async function check(simulation: Simulation): Promise<void> {
  const { store } = simulation;
  const tables = await Promise.all(
    AUDITED_TABLES.map(async (table) => [table, await store.scan(table)] as const),
  );
  // Nothing expires in a simulation: a missing item was never written.
  const snapshot = snapshotFrom(Object.fromEntries(tables) as unknown as TableContents, START);
  const { cards, transactions } = snapshot.items;
  const lines = linesEqualJournal(snapshot.items.ledger, await store.scan('statements'));
  for (const { name, differences } of [...audit(snapshot), lines])
    for (const difference of differences) simulation.violate(`${name}: ${difference}`);
  noOrderIsOpen(simulation, snapshot);
  notificationsAreDelivered(simulation, snapshot);
  notificationsAreTrue(simulation, snapshot);
  acceptedRequestsAreDurable(simulation, snapshot);
  messagesAreAccountedFor(simulation, snapshot);
  acknowledgedMessagesAreDurable(simulation, snapshot, transactions);
  noNotificationIsInvented(simulation, snapshot, transactions);
  transactionNotificationsAddUp(simulation, snapshot);
  singleUseCardsAreUsedOnce(simulation);
  issuerAgrees(simulation, snapshot, cards);
  changesAgree(simulation, cards, await store.scan('orders'));
  cardsHoldTheirMoney(simulation, snapshot, cards);
  cardsPoolAtTheirIssuer(simulation, cards);
  rechargesFollowTheirTerms(simulation, snapshot);
  cardNumbersAreUsed(simulation, snapshot);
  openedCardsAreDurable(simulation, snapshot);
  takenNumbersAreOfCards(simulation, snapshot, snapshot.items.vault);
  closedCardsAreEmpty(simulation, snapshot, cards);
  merchantMoneyAddsUp(simulation, snapshot, cards);
  quotesAreUsedOnce(simulation);
  coinNotificationsAddUp(simulation, snapshot);
}

function noOrderIsOpen(simulation: Simulation, { orders, balances }: AuditSnapshot): void {
  for (const { orderId, userReqNo, status } of orders)
    if (status === 'pending') simulation.violate(`order ${orderId} (${userReqNo}) is pending forever`);
  for (const { account, frozen } of balances.values())
    if (frozen !== 0n) simulation.violate(`${account} has ${frozen} frozen forever`);
}
