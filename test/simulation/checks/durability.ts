import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import { numberNamespace } from '../../../shared/domain/parties/upstream.ts';
import type { Item } from '../../../shared/runtime/store/item.ts';
import { opTypes } from '../../../shared/wire/contract/codes.ts';
import { EXTERNAL, upstreamFor } from '../simulated-deployment.ts';
import type { Simulation } from '../simulation.ts';
import type { Message } from '../upstreams.ts';

/** How a merchant is told that a hold expired. */
const ADJUSTMENT_TEXT = 'what was told earlier took effect';
const EXPIRY_TEXT = 'authorization expired';

/** What a merchant was answered is there: its order, or the entry of what was done at once. */
export function acceptedRequestsAreDurable(simulation: Simulation, { orders, entries }: AuditSnapshot): void {
  const byId = new Map(orders.map((order) => [order.orderId, order]));
  const causes = new Set(entries.map(({ cause }) => cause));
  for (const { action, userNo, answer } of simulation.merchants.requests) {
    const orderId = answer?.result['orderId'];
    if (typeof orderId !== 'string') continue;
    const order = byId.get(orderId);
    const isStored =
      action.intent === 'exchange'
        ? causes.has(`exchange/${orderId}`)
        : order?.userReqNo === action.name && order.userNo === userNo;
    if (!isStored) simulation.violate(`${orderId} (${action.name}) was accepted and is not there`);
  }
}

/** What was acknowledged to an upstream, or decided for a network, is there and was passed on. */
export function acknowledgedMessagesAreDurable(
  simulation: Simulation,
  { notifications }: AuditSnapshot,
  transactions: readonly Item[],
): void {
  const notified = new Set(notifications.map(({ notificationId }) => notificationId));
  const items = new Map(transactions.map((item) => [String(item['pk']), item]));
  const assertNotified = (what: string, notificationId: string) => {
    if (!notified.has(notificationId)) simulation.violate(`${what} was not passed on`);
  };
  for (const message of simulation.upstreams.acknowledged) {
    const { type, content, name } = message;
    if (message.isStray) continue;
    const { transCategory, receiptNo } = content as Record<string, unknown>;
    if (type === 'trade_fee') assertNotified(name, `trade_fee/${numberingOfMessage(message)}/${receiptNo}`);
    if (type !== 'card_transaction') continue;
    const recordNo = merchantRecordNoOf(message, items);
    assertNotified(name, `card_transaction/${recordNo}/${transCategory}`);
    if (items.get(`record/${recordNo}`)?.['source'] !== numberingOfMessage(message))
      simulation.violate(`${name} was acknowledged and is not there`);
  }
  for (const [action, { recordNo }] of simulation.network.results)
    assertNotified(action, `card_transaction/${recordNo}/1`);
}

const numberingOfMessage = ({ issuer, network }: Message): string =>
  numberNamespace(upstreamFor(issuer, network));

/** The number that a transaction's merchant knows it by. */
function merchantRecordNoOf(message: Message, items: ReadonlyMap<string, Item>): string {
  const { recordNo } = message.content as { recordNo: string };
  return String(items.get(`told/${numberingOfMessage(message)}/${recordNo}`)?.['recordNo'] ?? recordNo);
}

/**
 * Merchants are told of no transaction but those that upstreams told, networks were answered, or that expired, each once for
 * what was held, and of something; and, where an event moved what it cannot say, of that (`merchantsKnowTheirMoney` holds the sums).
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
  const answered = [...simulation.network.results.values()].map(
    ({ recordNo }) => `card_transaction/${recordNo}/1`,
  );
  const known = new Set([...acknowledged, ...answered]);
  const mayExpire = expiriesAllowed(simulation);
  for (const { type, notificationId, content } of notifications) {
    if (type !== 'card_transaction' || known.has(notificationId)) continue;
    const { respCodeDesc, originRecordNo, settleAmount } = JSON.parse(content);
    if (respCodeDesc === ADJUSTMENT_TEXT && settleAmount > 0) continue;
    const left = mayExpire.get(originRecordNo) ?? 1;
    if (respCodeDesc !== EXPIRY_TEXT || left === 0 || !(settleAmount > 0))
      simulation.violate(`${notificationId} was made up`);
    mayExpire.set(originRecordNo, left - 1);
  }
}

/** How often the hold of an authorization may expire: what is told of it after it has is held anew. */
function expiriesAllowed({ upstreams }: Simulation): Map<string, number> {
  const times = new Map<string, number>();
  for (const { content } of upstreams.acknowledged) {
    const { transType, transCategory, originRecordNo } = content as Record<string, unknown>;
    if (transType === '1' && transCategory === 1 && originRecordNo !== undefined)
      times.set(String(originRecordNo), (times.get(String(originRecordNo)) ?? 1) + 1);
  }
  return times;
}

/** An order succeeded if and only if the platform below carried it out; but for what came to a card that was closed. */
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
    if (status !== expected) simulation.violate(`order ${orderId} is ${status}, below it is ${expected}`);
  }
}

/** A card is there, with its number, if and only if the order to open it succeeded. */
export function openedCardsAreDurable(simulation: Simulation, { orders, cards }: AuditSnapshot): void {
  for (const { issuer, status, opType, orderId } of orders) {
    if (opType !== opTypes.cardOpening) continue;
    const opened = status === 'success';
    if (opened !== cards.has(orderId))
      simulation.violate(`order ${orderId} is ${status}, its card is ${opened ? 'not ' : ''}there`);
    if (opened && issuer === 'embedded' && !hasNumber(simulation, orderId))
      simulation.violate(`card ${orderId} has no number of its own`);
  }
}

/** The vault keeps a number for the card, and by that number finds the card. */
function hasNumber({ store }: Simulation, cardId: string): boolean {
  const { number } = store.at('vault', { pk: `card/${cardId}` }) ?? {};
  return store.at('vault', { pk: `number/${number}` })?.['cardId'] === cardId;
}

/** The keys of the cards that are closed. */
const closedAmong = (cards: readonly Item[]) =>
  new Set(cards.filter(({ status }) => status === 'closed').map(({ pk }) => String(pk)));

/** Nothing is left on a card that was closed, nor owed: all that came later went where its balance went. */
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
