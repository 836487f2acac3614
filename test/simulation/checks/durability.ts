import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import { type Notification, subjectOf } from '../../../shared/domain/notifications/notification.ts';
import { numberNamespace } from '../../../shared/domain/parties/upstream.ts';
import type { Item } from '../../../shared/runtime/store/item.ts';
import { opTypes } from '../../../shared/wire/contract/codes.ts';
import { EXTERNAL, upstreamFor } from '../simulated-deployment.ts';
import type { Simulation } from '../simulation.ts';
import type { Message } from '../upstreams.ts';

/** The texts of adjustments and of expired holds. */
const ADJUSTMENT_TEXT = 'adjustment for an earlier message';
const EXPIRY_TEXT = 'authorization expired';

/** Every accepted request is stored: as an order, or as the entry of an exchange. */
export function acceptedRequestsAreDurable(simulation: Simulation, { orders, entries }: AuditSnapshot): void {
  const byId = new Map(orders.map((order) => [order.orderId, order]));
  const causes = new Set(entries.map(({ cause }) => cause));
  for (const { action, userNo, response } of simulation.merchants.requests) {
    const orderId = response?.result['orderId'];
    if (typeof orderId !== 'string') continue;
    const order = byId.get(orderId);
    const isStored =
      action.intent === 'exchange'
        ? causes.has(`exchange/${orderId}`)
        : order?.userReqNo === action.name && order.userNo === userNo;
    if (!isStored) simulation.violate(`${orderId} (${action.name}) was accepted but is not stored`);
  }
}

/**
 * Every message that was acknowledged to an upstream, and every authorization, is stored, and its merchant
 * was notified.
 */
export function acknowledgedMessagesAreDurable(
  simulation: Simulation,
  { notifications }: AuditSnapshot,
  transactions: readonly Item[],
): void {
  const notified = new Set(notifications.map(factOf));
  const items = new Map(transactions.map((item) => [String(item['pk']), item]));
  const assertNotified = (what: string, fact: string) => {
    if (!notified.has(fact)) simulation.violate(`no merchant was notified of ${what}`);
  };
  for (const message of simulation.upstreams.acknowledged) {
    const { type, content, name } = message;
    if (message.isStray) continue;
    const { transCategory, receiptNo } = content as Record<string, unknown>;
    if (type === 'trade_fee') assertNotified(name, `trade_fee/${numberNamespaceOf(message)}/${receiptNo}`);
    if (type !== 'card_transaction') continue;
    const recordNo = merchantRecordNoOf(message, items);
    assertNotified(name, `card_transaction/${recordNo}/${transCategory}`);
    if (items.get(`record/${recordNo}`)?.['source'] !== numberNamespaceOf(message))
      simulation.violate(`${name} was acknowledged but is not stored`);
  }
  for (const [action, { recordNo }] of simulation.network.results)
    assertNotified(action, `card_transaction/${recordNo}/1`);
}

/** Returns the notification's id without its merchant. */
const factOf = (notification: Notification): string => `${notification.type}/${subjectOf(notification)}`;

const numberNamespaceOf = ({ issuer, network }: Message): string =>
  numberNamespace(upstreamFor(issuer, network));

/** Returns the record number under which the merchant was notified of the transaction. */
function merchantRecordNoOf(message: Message, items: ReadonlyMap<string, Item>): string {
  const { recordNo } = message.content as { recordNo: string };
  return String(
    items.get(`upstream-record/${numberNamespaceOf(message)}/${recordNo}`)?.['recordNo'] ?? recordNo,
  );
}

/**
 * Merchants are notified only of transactions that upstreams reported, that were authorized, or that expired,
 * the latter once per hold and never of zero; and of adjustments, whose sums `transactionNotificationsAddUp`
 * checks.
 */
export function noNotificationIsInvented(
  simulation: Simulation,
  { notifications }: AuditSnapshot,
  transactions: readonly Item[],
): void {
  const items = new Map(transactions.map((item) => [String(item['pk']), item]));
  const acknowledged = simulation.upstreams.acknowledged.map((message) => {
    const { transCategory } = message.content as Record<string, unknown>;
    return `card_transaction/${merchantRecordNoOf(message, items)}/${transCategory}`;
  });
  const decided = [...simulation.network.results.values()].map(
    ({ recordNo }) => `card_transaction/${recordNo}/1`,
  );
  const known = new Set([...acknowledged, ...decided]);
  const mayExpire = expiriesAllowed(simulation);
  for (const notification of notifications) {
    const { type, notificationId, content } = notification;
    if (type !== 'card_transaction' || known.has(factOf(notification))) continue;
    const { respCodeDesc, originRecordNo, settleAmount } = JSON.parse(content);
    if (respCodeDesc === ADJUSTMENT_TEXT && settleAmount > 0) continue;
    const left = mayExpire.get(originRecordNo) ?? 1;
    if (respCodeDesc !== EXPIRY_TEXT || left === 0 || !(settleAmount > 0))
      simulation.violate(`${notificationId} was invented`);
    mayExpire.set(originRecordNo, left - 1);
  }
}

/** Returns how often the hold of each authorization may expire: an increment reported after an expiry is held anew. */
function expiriesAllowed({ upstreams }: Simulation): Map<string, number> {
  const times = new Map<string, number>();
  for (const { content } of upstreams.acknowledged) {
    const { transType, transCategory, originRecordNo } = content as Record<string, unknown>;
    if (transType === '1' && transCategory === 1 && originRecordNo !== undefined)
      times.set(String(originRecordNo), (times.get(String(originRecordNo)) ?? 1) + 1);
  }
  return times;
}

/**
 * An order succeeded if and only if the external issuer carried it out, except where it found its card
 * closed.
 */
export function issuerAgrees(
  simulation: Simulation,
  { orders }: AuditSnapshot,
  cards: readonly Item[],
): void {
  const closed = closedAmong(cards);
  for (const { orderId, issuer, status, failure, cardId } of orders) {
    if (issuer !== EXTERNAL) continue;
    const succeeded = simulation.externalIssuer.orders.get(orderId)?.succeeds === true;
    const tooLate = failure === 'card is closed' && closed.has(`card/${cardId}`);
    const expected = succeeded && !tooLate ? 'success' : 'failure';
    if (status !== expected) simulation.violate(`order ${orderId} is ${status}, at its issuer ${expected}`);
  }
}

/** A card exists, with its PAN, if and only if the order to open it succeeded. */
export function openedCardsAreDurable(simulation: Simulation, { orders, cards }: AuditSnapshot): void {
  for (const { issuer, status, opType, orderId } of orders) {
    if (opType !== opTypes.cardOpening) continue;
    const opened = status === 'success';
    if (opened !== cards.has(orderId))
      simulation.violate(`order ${orderId} is ${status}, its card ${opened ? 'is missing' : 'exists'}`);
    if (opened && issuer === 'embedded' && !hasNumber(simulation, orderId))
      simulation.violate(`card ${orderId} has no number of its own`);
  }
}

/** A PAN is taken if and only if a card was opened with it. */
export function takenNumbersAreOfCards(
  simulation: Simulation,
  { cards }: AuditSnapshot,
  vault: readonly Item[],
): void {
  for (const { pk, cardId } of vault)
    if (String(pk).startsWith('number/') && !cards.has(String(cardId)))
      simulation.violate(`${pk} is taken for card ${cardId}, which does not exist`);
}

/** Whether the vault stores a PAN for the card and finds the card by that PAN. */
function hasNumber({ store }: Simulation, cardId: string): boolean {
  const { number } = store.at('vault', { pk: `card/${cardId}` }) ?? {};
  return store.at('vault', { pk: `number/${number}` })?.['cardId'] === cardId;
}

/** Returns the keys of the cards that are closed. */
const closedAmong = (cards: readonly Item[]) =>
  new Set(cards.filter(({ status }) => status === 'closed').map(({ pk }) => String(pk)));

/** A closed card has no balance and no debt: later bookings went to the account that received its balance. */
export function closedCardsAreEmpty(
  simulation: Simulation,
  { balances }: AuditSnapshot,
  cards: readonly Item[],
): void {
  const closed = closedAmong(cards);
  for (const { account, available, frozen } of balances.values())
    if (closed.has(account.split(':')[0] ?? '') && (available !== 0n || frozen !== 0n))
      simulation.violate(`${account} is closed and has ${available}, frozen ${frozen}`);
}
