import { cardFrom, cardKey } from '../cards/card.ts';
import { DUE_SHARDS } from '../platform/due.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { untilFresh } from '../requests/once.ts';
import type { Write } from '../store/write.ts';
import { isClosed } from './apply.ts';
import { bookWrites } from './book.ts';
import { type Chain, chainFrom, chainKey, positions } from './chain.ts';
import { expiryEvent } from './event.ts';

/** Most holds of a shard in one run; what is left over is due in the next. */
const MOST = 100;

/**
 * Releases what is still held by authorizations that were not cleared in time; answers how many. One that cannot be
 * released raises an alarm and keeps no other from it.
 */
export async function expireHolds(platform: Platform): Promise<number> {
  let expired = 0;
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    const items = await platform.store.query({
      table: 'transactions',
      index: 'due',
      partition: String(shard),
      to: platform.now(),
      limit: MOST,
    });
    for (const item of items) expired += (await expiredOrAlarmed(platform, chainFrom(item))) ? 1 : 0;
  }
  return expired;
}

async function expiredOrAlarmed(platform: Platform, chain: Chain): Promise<boolean> {
  try {
    return await expireHold(platform, chain);
  } catch (error) {
    const { cardId, root } = chain;
    platform.alarm('a hold cannot be released', { cardId, authorization: root, reason: String(error) });
    return false;
  }
}

/** Releases what is open of one authorization; answers whether anything was. Safe to repeat. */
function expireHold(platform: Platform, known: Chain): Promise<boolean> {
  return untilFresh(async () => {
    // The index follows behind: what it shows may be cleared by now, or held anew.
    const item = await platform.store.get('transactions', chainKey(known));
    if (!item || !(Number(item['dueAt']) <= platform.now())) return false;
    await platform.store.write(await expiryWrites(platform, chainFrom(item)));
    return true;
  });
}

async function expiryWrites(platform: Platform, chain: Chain): Promise<Write[]> {
  const { store, random, utcOffset } = platform;
  const now = platform.now();
  const item = await store.get('cards', cardKey(chain.cardId));
  if (!item) throw new Error('its card is gone');
  const card = cardFrom(item);
  const closed = await isClosed(store, card);
  const event = expiryEvent(chain, positions(chain).hold, newId(now, random), { now, utcOffset });
  const correlationId = `hold/${chain.root}`;
  return bookWrites(platform, { card, event, chain, closed, correlationId });
}
