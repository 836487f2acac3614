import type { Platform } from '../../platform/platform.ts';
import { randomDigits } from '../../platform/random.ts';
import { StaleDecision } from '../../requests/once.ts';
import type { Item, Store } from '../../store/store.ts';
import { equals, type Write } from '../../store/write.ts';
import type { BinRange } from '../bin.ts';
import { maskCardNumber } from '../number.ts';
import { drawSecrets } from '../secrets.ts';

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
const DRAWS = 20;
/** Free cards to choose from: assignments at the same moment seldom choose the same one. */
const CHOICE = 25;

const stockKey = (cardId: string) => ({ pk: `stock/${cardId}` });

const stockFrom = (item: Item): StockCard => item as unknown as StockCard;

class IdTaken extends Error {}

/** Takes a new card of the range into the stock, with a number of its own in the vault: an operator's act. */
export async function addToStock(platform: Platform, range: BinRange): Promise<StockCard> {
  for (let attempt = 0; attempt < DRAWS; attempt += 1) {
    const cardId = `${1 + platform.random(9)}${randomDigits(ID_DIGITS - 1, platform.random)}`;
    try {
      await platform.store.write([reservation(cardId)]);
    } catch (error) {
      if (error instanceof IdTaken) continue;
      throw error;
    }
    return keepInStock(platform, range, cardId);
  }
  throw new Error('no free card id was found');
}

const reservation = (cardId: string): Write => ({
  kind: 'put',
  table: 'cards',
  item: { ...stockKey(cardId), stockState: 'reserved' },
  otherwise: () => new IdTaken(),
});

async function keepInStock(platform: Platform, range: BinRange, cardId: string): Promise<StockCard> {
  const { binRangeId } = range;
  const { cardNo, expiry } = await platform.vault.keep(cardId, () =>
    drawSecrets(platform, range, platform.now()),
  );
  const card: StockCard = { cardId, binRangeId, maskedNumber: maskCardNumber(cardNo), expiry };
  const set = { ...card, stockState: 'free', stockRange: binRangeId };
  await platform.store.write([{ kind: 'update', table: 'cards', key: stockKey(cardId), set }]);
  return card;
}

/** How many cards of the range are free. */
export function countStock(store: Store, binRangeId: string): Promise<number> {
  return store.count({ table: 'cards', index: 'stock', partition: binRangeId });
}

/** The free card of this id; undefined when it is no card of the stock, or somebody's already. */
export async function findInStock(store: Store, cardId: string): Promise<StockCard | undefined> {
  const item = await store.get('cards', stockKey(cardId));
  return item?.['stockRange'] === undefined ? undefined : stockFrom(item);
}

/** A free card of the range, drawn from those that are next; undefined when none is left. */
export async function drawFromStock(
  { store, random }: Platform,
  partition: string,
): Promise<StockCard | undefined> {
  const free = await store.query({ table: 'cards', index: 'stock', partition, limit: CHOICE });
  const chosen = free[random(Math.max(free.length, 1))];
  return chosen && stockFrom(chosen);
}

/** Takes the card out of the stock; whoever comes second decides again. */
export const takeFromStock = ({ cardId }: StockCard): Write => ({
  kind: 'update',
  table: 'cards',
  key: stockKey(cardId),
  set: { stockState: 'assigned' },
  remove: ['stockRange'],
  when: [equals('stockState', 'free')],
  otherwise: () => new StaleDecision(),
});
