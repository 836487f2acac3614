import { maskPan } from '../../../../runtime/card-number/pan.ts';
import { writeConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { randomDigits } from '../../../../runtime/random.ts';
import type { Item } from '../../../../runtime/store/item.ts';
import type { Store } from '../../../../runtime/store/store.ts';
import { tryWrite } from '../../../../runtime/store/try-write.ts';
import { equals, type Write } from '../../../../runtime/store/write.ts';
import { formatDate } from '../../../../wire/contract/time.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { generateCardSecrets } from '../../issuers/embedded/generate-card.ts';
import type { BinRange } from '../../model/bin-range.ts';

/** A physical card that is produced but not assigned yet. Its number is in the vault. */
export interface StockCard {
  readonly cardId: string;
  readonly binRangeId: string;
  readonly maskedNumber: string;
  /** yyyy-MM */
  readonly expiry: string;
}

/**
 * Digits of a stock card's id. Time-ordered ids have one more, so a stock card never has the id of an order or its
 * card.
 */
const ID_DIGITS = 15;
/** Ids tried before giving up. Reaching it means that something is wrong. */
const MAX_ID_ATTEMPTS = 20;
/** Number of free cards to choose from at random, so that concurrent assignments seldom collide. */
const CANDIDATES = 25;

const stockKey = (cardId: string) => ({ pk: `stock/${cardId}` });

const stockFrom = (item: Item): StockCard => item as unknown as StockCard;

/** Adds a new card of the range to the stock, with its secrets in the vault. Called by operators only. */
export async function addToStock(deps: Dependencies, range: BinRange): Promise<StockCard> {
  for (let attempt = 0; attempt < MAX_ID_ATTEMPTS; attempt += 1) {
    const cardId = `${1 + deps.random(9)}${randomDigits(ID_DIGITS - 1, deps.random)}`;
    const conflict = await tryWrite(deps.store, [reservationPut(cardId)]);
    if (!conflict) return storeInStock(deps, range, cardId);
  }
  throw new Error('no free card id was found');
}

const reservationPut = (cardId: string): Write => ({
  kind: 'put',
  table: 'cards',
  item: { ...stockKey(cardId), stockState: 'reserved' },
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

/** Returns all unassigned cards of the range, ordered by id. */
export async function readStock(store: Store, partition: string): Promise<StockCard[]> {
  return (await store.query({ table: 'cards', index: 'stock', partition })).map(stockFrom);
}

/** Whether the card can still be assigned: it must not expire this month. */
export const isAssignable = (
  { expiry }: StockCard,
  { now, utcOffset }: Pick<Dependencies, 'now' | 'utcOffset'>,
): boolean => expiry > formatDate(now(), utcOffset).slice(0, expiry.length);

/** Returns the number of assignable cards of the range. */
export async function countStock(deps: Dependencies, binRangeId: string): Promise<number> {
  const cards = await readStock(deps.store, binRangeId);
  return cards.filter((card) => isAssignable(card, deps)).length;
}

/** Returns the free card with this id, or undefined when it is not in stock, already assigned, or about to expire. */
export async function findInStock(deps: Dependencies, cardId: string): Promise<StockCard | undefined> {
  const item = await deps.store.get('cards', stockKey(cardId));
  if (item?.['stockRange'] === undefined) return undefined;
  const card = stockFrom(item);
  return isAssignable(card, deps) ? card : undefined;
}

/** Picks a random assignable card from the next ones of the range, or returns undefined when none is left. */
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
    // The smallest key after the last id.
    from = `${last.cardId}0`;
  }
}

/**
 * Takes the card out of stock.
 *
 * @throws WriteConflict from the transaction, when the same card was assigned concurrently
 */
export const takeFromStockUpdate = ({ cardId }: StockCard): Write => ({
  kind: 'update',
  table: 'cards',
  key: stockKey(cardId),
  set: { stockState: 'assigned' },
  remove: ['stockRange'],
  when: [equals('stockState', 'free')],
  onConflict: writeConflict,
});
