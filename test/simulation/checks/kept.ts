import type { Books } from '../../../shared/audit/books.ts';
import { opTypes } from '../../../shared/contract/codes.ts';
import type { Item } from '../../../shared/store/item.ts';
import { numberingOf } from '../../../shared/upstreams/upstream.ts';
import type { Simulation } from '../simulation.ts';
import type { Message } from '../upstreams.ts';
import { BELOW, tellerOf } from '../world.ts';

/** How a merchant is told that a hold expired. */
const EFFECT = 'what was told earlier took effect';
const EXPIRED = 'authorization expired';

/** What a merchant was answered is there: its order, or the entry of what was done at once. */
export function requestsAreKept(simulation: Simulation, { orders, entries }: Books): void {
  const byId = new Map(orders.map((order) => [order.orderId, order]));
  const causes = new Set(entries.map(({ cause }) => cause));
  for (const { deed, userNo, answer } of simulation.merchants.requests) {
    const orderId = answer?.result['orderId'];
    if (typeof orderId !== 'string') continue;
    const order = byId.get(orderId);
    const isThere =
      deed.wish === 'exchange'
        ? causes.has(`exchange/${orderId}`)
        : order?.userReqNo === deed.name && order.userNo === userNo;
    if (!isThere) simulation.violate(`${orderId} (${deed.name}) was accepted and is not there`);
  }
}

/** What was acknowledged to an upstream, or decided for a network, is there and was passed on. */
export function messagesAreKept(
  simulation: Simulation,
  { notifications }: Books,
  transactions: readonly Item[],
): void {
  const told = new Set(notifications.map(({ notificationId }) => notificationId));
  const items = new Map(transactions.map((item) => [String(item['pk']), item]));
  const passedOn = (what: string, notificationId: string) => {
    if (!told.has(notificationId)) simulation.violate(`${what} was not passed on`);
  };
  for (const message of simulation.upstreams.acknowledged) {
    const { type, content, name } = message;
    if (message.isStray) continue;
    const { transCategory, receiptNo } = content as Record<string, unknown>;
    if (type === 'trade_fee') passedOn(name, `trade_fee/${numberingFor(message)}/${receiptNo}`);
    if (type !== 'card_transaction') continue;
    const recordNo = merchantsNumber(message, items);
    passedOn(name, `card_transaction/${recordNo}/${transCategory}`);
    if (items.get(`record/${recordNo}`)?.['source'] !== numberingFor(message))
      simulation.violate(`${name} was acknowledged and is not there`);
  }
  for (const [deed, { recordNo }] of simulation.network.answers)
    passedOn(deed, `card_transaction/${recordNo}/1`);
}

const numberingFor = ({ issuer, network }: Message): string => numberingOf(tellerOf(issuer, network));

/** The number that a transaction's merchant knows it by. */
function merchantsNumber(message: Message, items: ReadonlyMap<string, Item>): string {
  const { recordNo } = message.content as { recordNo: string };
  return String(items.get(`told/${numberingFor(message)}/${recordNo}`)?.['recordNo'] ?? recordNo);
}

/**
 * Merchants are told of no transaction but those that upstreams told, networks were answered, or that expired, each once for
 * what was held, and of something; and, where an event moved what it cannot say, of that (`merchantsKnowTheirMoney` holds the sums).
 */
export function nothingIsMadeUp(
  simulation: Simulation,
  { notifications }: Books,
  transactions: readonly Item[],
): void {
  const items = new Map(transactions.map((item) => [String(item['pk']), item]));
  const told = simulation.upstreams.acknowledged.map((message) => {
    const { transCategory } = message.content as Record<string, unknown>;
    return `card_transaction/${merchantsNumber(message, items)}/${transCategory}`;
  });
  const answered = [...simulation.network.answers.values()].map(
    ({ recordNo }) => `card_transaction/${recordNo}/1`,
  );
  const known = new Set([...told, ...answered]);
  const mayExpire = renewals(simulation);
  for (const { type, notificationId, content } of notifications) {
    if (type !== 'card_transaction' || known.has(notificationId)) continue;
    const { respCodeDesc, originRecordNo, settleAmount } = JSON.parse(content);
    if (respCodeDesc === EFFECT && settleAmount > 0) continue;
    const left = mayExpire.get(originRecordNo) ?? 1;
    if (respCodeDesc !== EXPIRED || left === 0 || !(settleAmount > 0))
      simulation.violate(`${notificationId} was made up`);
    mayExpire.set(originRecordNo, left - 1);
  }
}

/** How often the hold of an authorization may expire: what is told of it after it has is held anew. */
function renewals({ upstreams }: Simulation): Map<string, number> {
  const times = new Map<string, number>();
  for (const { content } of upstreams.acknowledged) {
    const { transType, transCategory, originRecordNo } = content as Record<string, unknown>;
    if (transType === '1' && transCategory === 1 && originRecordNo !== undefined)
      times.set(String(originRecordNo), (times.get(String(originRecordNo)) ?? 1) + 1);
  }
  return times;
}

/** An order succeeded if and only if the platform below carried it out; but for what came to a card that was closed. */
export function belowAgrees(simulation: Simulation, { orders }: Books, cards: readonly Item[]): void {
  const closed = closedAmong(cards);
  for (const { orderId, issuer, status, failure, cardId } of orders) {
    if (issuer !== BELOW) continue;
    const succeeded = simulation.below.orders.get(orderId)?.succeeds === true;
    const tooLate = failure === 'card is closed' && closed.has(`card/${cardId}`);
    const expected = succeeded && !tooLate ? 'success' : 'failure';
    if (status !== expected) simulation.violate(`order ${orderId} is ${status}, below it is ${expected}`);
  }
}

/** A card is there, with its number, if and only if the order to open it succeeded. */
export function cardsAreKept(simulation: Simulation, { orders, cards }: Books): void {
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
  { balances }: Books,
  cards: readonly Item[],
): void {
  const closed = closedAmong(cards);
  for (const { account, available, frozen } of balances.values())
    if (closed.has(account.split(':')[0] ?? '') && (available !== 0n || frozen !== 0n))
      simulation.violate(`${account} is closed and has ${available}, frozen ${frozen}`);
}
