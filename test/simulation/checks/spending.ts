import type { Simulation } from '../simulation.ts';
import { acknowledgedFacts } from './inbox.ts';
import { minorUnits } from './minor-units.ts';

export { minorUnits } from './minor-units.ts';

/** An acknowledged clearing, refund or fee, with the card's id on this platform. */
interface BookedMessage {
  readonly type: string;
  readonly cardId: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Returns all messages that moved money and are posted, each once. */
export function bookedMessages(simulation: Simulation): BookedMessage[] {
  const opened = [...simulation.externalIssuer.orders].map(
    ([localId, { cardId = 'none' }]) => [cardId, localId] as const,
  );
  // Openings come first, so after the reversal the opening wins over later orders on the same card.
  const localIds = new Map(opened.reverse());
  const booked = acknowledgedFacts(simulation).filter(({ isSuspended }) => !isSuspended);
  return booked.map(({ message: { type, content } }) => {
    const { cardId, ...rest } = content as Record<string, unknown>;
    return { type, cardId: localIds.get(String(cardId)) ?? String(cardId), content: rest };
  });
}

/** What a purchase finally took from its card, in cents. */
export interface CardSpending {
  readonly cardId: string;
  readonly amount: bigint;
}

/** Everything reported about a purchase, in cents. */
interface PurchaseTotals {
  readonly cardId: string;
  readonly authorized: bigint;
  readonly reversed: bigint;
  readonly cleared: bigint;
  readonly recaptured: bigint;
  readonly undone: bigint;
  readonly returned: bigint;
}

/** Returns, for each purchase, what was cleared less what was refunded and reversed. */
export function cardSpending(simulation: Simulation): CardSpending[] {
  const purchases = new Map<string, PurchaseTotals>();
  const add = (
    purchase: string,
    cardId: string,
    what: Exclude<keyof PurchaseTotals, 'cardId'>,
    amount: bigint,
  ) => {
    const known = purchases.get(purchase) ?? { ...ZERO_TOTALS, cardId };
    purchases.set(purchase, { ...known, [what]: known[what] + amount });
  };
  for (const { type, cardId, content } of bookedMessages(simulation)) {
    if (type !== 'card_transaction' || content['transCategory'] !== 2) continue;
    const kind = KINDS[String(content['transType'])] ?? 'cleared';
    add(purchaseOf(content), cardId, kind, minorUnits(content['settleAmount']));
  }
  for (const [what, purchase, amount] of unsettledAmounts(simulation))
    if (purchases.has(purchase)) add(purchase, '', what, amount);
  return [...purchases.values()].map((purchase) => ({
    cardId: purchase.cardId,
    amount: purchase.cleared + purchase.recaptured - reversedAmount(purchase) - purchase.returned,
  }));
}

const ZERO_TOTALS = { authorized: 0n, reversed: 0n, cleared: 0n, recaptured: 0n, undone: 0n, returned: 0n };
const KINDS: Readonly<Record<string, 'recaptured' | 'undone' | 'returned'>> = {
  '2': 'undone',
  '3': 'returned',
  '5': 'recaptured',
};

const purchaseOf = ({ merchantName }: Readonly<Record<string, unknown>>): string =>
  String(merchantName).split(':')[0] ?? '';

/** Returns what was authorized and reversed before settlement, each once. */
function unsettledAmounts({ network, upstreams }: Simulation): ['authorized' | 'reversed', string, bigint][] {
  const authorized = [...network.results].flatMap(([name, { approved, localCurrencyAmt }]) =>
    approved === 1 ? [['authorized', name.replace('+', ''), minorUnits(localCurrencyAmt)] as const] : [],
  );
  const contents = upstreams.acknowledged
    .filter(({ type }) => type === 'card_transaction')
    .map(({ content }) => content as Readonly<Record<string, unknown>>)
    .filter(({ transCategory }) => transCategory === 1);
  const once = new Map(contents.map((content) => [`${purchaseOf(content)}/${content['recordNo']}`, content]));
  const messages = [...once.values()].flatMap((content) => {
    const what = { '1': 'authorized', '2': 'reversed' }[String(content['transType'])];
    return what ? [[what, purchaseOf(content), minorUnits(content['localCurrencyAmt'])] as const] : [];
  });
  return [...authorized, ...messages] as ['authorized' | 'reversed', string, bigint][];
}

/**
 * Returns what settled reversals gave back: at most what was cleared. Reversals apply to a later capture only as far as
 * they exceed the purchase.
 */
function reversedAmount({ authorized, reversed, cleared, recaptured, undone }: PurchaseTotals): bigint {
  const purchase = max(authorized, cleared) || recaptured;
  const again = min(max(undone + reversed - purchase, 0n), min(undone, recaptured));
  return min(undone - again, cleared) + again;
}

const min = (one: bigint, other: bigint): bigint => (one < other ? one : other);
const max = (one: bigint, other: bigint): bigint => (one > other ? one : other);
