import type { Simulation } from '../simulation.ts';
import { acknowledgedFacts } from './inbox.ts';
import { minorUnits } from './minor-units.ts';

export { minorUnits } from './minor-units.ts';

/** A clearing, a refund or a fee that was acknowledged, and our id of its card. */
interface BookedMessage {
  readonly type: string;
  readonly cardId: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Everything that upstreams told of money that moved and is in the books, each once. */
export function bookedMessages(simulation: Simulation): BookedMessage[] {
  const opened = [...simulation.externalIssuer.orders].map(
    ([ours, { cardId = 'none' }]) => [cardId, ours] as const,
  );
  // What was opened came first, so that of all orders on a card its opening counts.
  const localIds = new Map(opened.reverse());
  const booked = acknowledgedFacts(simulation).filter(({ isSuspended }) => !isSuspended);
  return booked.map(({ message: { type, content } }) => {
    const { cardId, ...rest } = content as Record<string, unknown>;
    return { type, cardId: localIds.get(String(cardId)) ?? String(cardId), content: rest };
  });
}

/** What purchases took of a card in the end, in cents. */
export interface CardSpending {
  readonly cardId: string;
  readonly amount: bigint;
}

/** What became of a purchase by all that was told of it, in cents. */
interface PurchaseTotals {
  readonly cardId: string;
  readonly authorized: bigint;
  readonly reversed: bigint;
  readonly cleared: bigint;
  readonly recaptured: bigint;
  readonly undone: bigint;
  readonly returned: bigint;
}

/** What was cleared, less what was refunded and what reversals of it brought back. */
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

/** What was authorized of purchases and reversed before it was settled, each once. */
function unsettledAmounts({ network, upstreams }: Simulation): ['authorized' | 'reversed', string, bigint][] {
  const answered = [...network.results].flatMap(([name, { approved, localCurrencyAmt }]) =>
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
  return [...answered, ...messages] as ['authorized' | 'reversed', string, bigint][];
}

/**
 * What settled reversals brought back: no more than was cleared. What was captured after reversals they bring back only as
 * far as they are for more than the purchase was.
 */
function reversedAmount({ authorized, reversed, cleared, recaptured, undone }: PurchaseTotals): bigint {
  const purchase = max(authorized, cleared) || recaptured;
  const again = min(max(undone + reversed - purchase, 0n), min(undone, recaptured));
  return min(undone - again, cleared) + again;
}

const min = (one: bigint, other: bigint): bigint => (one < other ? one : other);
const max = (one: bigint, other: bigint): bigint => (one > other ? one : other);
