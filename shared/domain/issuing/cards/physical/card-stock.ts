import { maskPan } from '../../../../runtime/card-number/pan.ts';
import { WriteConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { randomDigits } from '../../../../runtime/random.ts';
import type { Item } from '../../../../runtime/store/item.ts';
import type { Store } from '../../../../runtime/store/store.ts';
import { equals, type Write } from '../../../../runtime/store/write.ts';
import { formatDate } from '../../../../wire/contract/time.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { generateCardSecrets } from '../../issuers/embedded/generate-card.ts';
import type { BinRange } from '../../model/bin-range.ts';

/** A physical card that is made and not yet anybody's; its number lies in the vault. */
export interface StockCard {
  readonly cardId: string;
  readonly binRangeId: string;
  readonly maskedNumber: string;
  /** yyyy-MM */
  readonly expiry: string;
}

/** Digits of a stock card's id: one less than the ids that grow with time, so that none can be an order's, or its card's. */
const ID_DIGITS = 15;
/** Ids that may be drawn before something must be wrong. */
const MAX_ID_ATTEMPTS = 20;
/** Free cards to choose from: assignments at the same moment seldom choose the same one. */
const CANDIDATES = 25;

const stockKey = (cardId: string) => ({ pk: `stock/${cardId}` });

const stockFrom = (item: Item): StockCard => item as unknown as StockCard;

class IdTaken extends Error {}

/** Takes a new card of the range into the stock, with a number of its own in the vault: an operator's act. */
export async function addToStock(deps: Dependencies, range: BinRange): Promise<StockCard> {
  for (let attempt = 0; attempt < MAX_ID_ATTEMPTS; attempt += 1) {
    const cardId = `${1 + deps.random(9)}${randomDigits(ID_DIGITS - 1, deps.random)}`;
    try {
      await deps.store.write([reservationPut(cardId)]);
    } catch (error) {
      if (error instanceof IdTaken) continue;
      throw error;
    }
    return storeInStock(deps, range, cardId);
  }
  throw new Error('no free card id was found');
}

const reservationPut = (cardId: string): Write => ({
  kind: 'put',
  table: 'cards',
  item: { ...stockKey(cardId), stockState: 'reserved' },
  onConflict: () => new IdTaken(),
});

async function storeInStock(deps: Dependencies, range: BinRange, cardId: string): Promise<StockCard> {
  const { binRangeId } = range;
  const { cardNo, expiry } = await deps.vault.getOrCreate(cardId, () =>
    generateCardSecrets(deps, range, deps.now()),
  );
  const card: StockCard = { cardId, binRangeId, maskedNumber: maskPan(cardNo), expiry };
  const set = { ...card, stockState: 'free', stockRange: binRangeId };
  await deps.store.write([{ kind: 'update', table: 'cards', key: stockKey(cardId), set }]);
  return card;
}

/** Every card of the range that is nobody's, in the order of their ids. */
export async function readStock(store: Store, partition: string): Promise<StockCard[]> {
  return (await store.query({ table: 'cards', index: 'stock', partition })).map(stockFrom);
}

/** Whether the card may still become somebody's: it is good for longer than this month. */
export const isAssignable = (
  { expiry }: StockCard,
  { now, utcOffset }: Pick<Dependencies, 'now' | 'utcOffset'>,
): boolean => expiry > formatDate(now(), utcOffset).slice(0, expiry.length);

/** How many cards of the range may be assigned. */
export async function countStock(deps: Dependencies, binRangeId: string): Promise<number> {
  const cards = await readStock(deps.store, binRangeId);
  return cards.filter((card) => isAssignable(card, deps)).length;
}

/** The free card of this id; undefined when it is no card of the stock, somebody's already, or about to expire. */
export async function findInStock(deps: Dependencies, cardId: string): Promise<StockCard | undefined> {
  const item = await deps.store.get('cards', stockKey(cardId));
  if (item?.['stockRange'] === undefined) return undefined;
  const card = stockFrom(item);
  return isAssignable(card, deps) ? card : undefined;
}

/** A free card of the range, drawn from those that are next and do not expire soon; undefined when none is left. */
export async function pickFromStock(deps: Dependencies, partition: string): Promise<StockCard | undefined> {
  for (let from: string | undefined; ; ) {
    const next = {
      table: 'cards',
      index: 'stock',
      partition,
      limit: CANDIDATES,
      ...(from && { from }),
    } as const;
    const cards = (await deps.store.query(next)).map(stockFrom);
    const free = cards.filter((card) => isAssignable(card, deps));
    if (free.length > 0) return free[deps.random(free.length)];
    const last = cards.at(-1);
    if (!last || cards.length < CANDIDATES) return undefined;
    // The first that may come after it.
    from = `${last.cardId}0`;
  }
}

/** Takes the card out of the stock; whoever comes second decides again. */
export const takeFromStockUpdate = ({ cardId }: StockCard): Write => ({
  kind: 'update',
  table: 'cards',
  key: stockKey(cardId),
  set: { stockState: 'assigned' },
  remove: ['stockRange'],
  when: [equals('stockState', 'free')],
  onConflict: () => new WriteConflict(),
});
