import { cardFrom, cardKey } from '../cards/card.ts';
import { NothingFound } from '../contract/errors.ts';
import { EMBEDDED } from '../issuer/issuer-name.ts';
import { DUE_SHARDS, doubledWait } from '../platform/due.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { equals } from '../store/write.ts';
import { isClosed } from './apply.ts';
import { bookWrites } from './book.ts';
import { type Chain, chainFrom, chainKey, mergedInto, NOT_RELEASED, positions } from './chain.ts';
import { expiryEvent } from './expiry-event.ts';
import { chainAfter } from './moved.ts';
import { findChain, findPlace, findRecord } from './place.ts';
import { toldNoOf } from './record.ts';
import { warnOfReturns } from './returns.ts';

/** What tells one authorization from all others. */
type Known = Pick<Chain, 'source' | 'cardId' | 'root'>;

/** Most holds of a shard in one run; what is left over is due in the next. */
const MOST = 100;

/** The longest wait until it is tried again to release a hold. */
const LONGEST_WAIT_MS = 3 * 3_600_000;

/**
 * Releases what is still held by authorizations that were not cleared in time; answers how many. One that cannot be
 * released is tried again by waits that grow, raises an alarm when the reason is a new one, and keeps no other from it.
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
    for (const item of items) expired += (await expiredOrAlarmed(platform, item)) ? 1 : 0;
  }
  return expired;
}

async function expiredOrAlarmed(platform: Platform, item: Item): Promise<boolean> {
  const { source, cardId, root } = item as unknown as Known;
  try {
    return await expireHold(platform, { source, cardId, root });
  } catch (error) {
    await tryLater(platform, { source, cardId, root }, String(error));
    return false;
  }
}

/** What is kept with a hold that could not be released, until it is. */
interface NotReleased {
  /** How often that was tried. */
  readonly times: number;
  readonly reason: string;
}

/** When a hold ends, epoch milliseconds; and why it did not when it should have. */
export interface HoldEnd {
  readonly dueAt: number;
  readonly notReleased?: NotReleased;
}

/** When what a chain holds is released, or that is tried again; undefined of what is not held, or not for us to release. */
export async function holdEndOf(store: Store, chain: Known): Promise<HoldEnd | undefined> {
  const item = await store.get('transactions', chainKey(chain));
  if (item?.['dueAt'] === undefined) return undefined;
  const notReleased = item[NOT_RELEASED] as NotReleased | undefined;
  return { dueAt: Number(item['dueAt']), ...(notReleased && { notReleased }) };
}

/** Plans the next try, and calls a person unless one was called for this reason. Where others planned it, they called. */
async function tryLater(platform: Platform, known: Known, reason: string): Promise<void> {
  try {
    const before = await planned(platform, known, reason);
    if (before === reason) return;
  } catch (error) {
    // It changed meanwhile. Whatever else fails here, it stays due as it is and the person is called.
    if (error instanceof StaleDecision) return;
  }
  const { cardId, root } = known;
  platform.alarm('a hold cannot be released', { cardId, authorization: root, reason });
}

/** Writes down when it is tried again, and why; answers why it was not released the last time. */
async function planned({ store, now, graceMs }: Platform, known: Known, reason: string) {
  const key = chainKey(known);
  const item = await store.get('transactions', key);
  if (!item || !(Number(item['dueAt']) <= now())) throw new StaleDecision();
  const before = item[NOT_RELEASED] as NotReleased | undefined;
  const times = (before?.times ?? 0) + 1;
  const dueAt = now() + doubledWait(graceMs, times - 1, LONGEST_WAIT_MS);
  const when = [equals('version', Number(item['version'])), equals('dueAt', Number(item['dueAt']))];
  const set = { dueAt, [NOT_RELEASED]: { times, reason } };
  const otherwise = () => new StaleDecision();
  await store.write([{ kind: 'update', table: 'transactions', key, set, when, otherwise }]);
  return before?.reason;
}

/** Releases what is open of one authorization; answers whether anything was. Safe to repeat. */
function expireHold(platform: Platform, known: Known): Promise<boolean> {
  return untilFresh(async () => {
    // The index follows behind: what it shows may be cleared by now, part of another, or held anew.
    const item = await platform.store.get('transactions', chainKey(known));
    if (!item || mergedInto(item) !== undefined || !(Number(item['dueAt']) <= platform.now())) return false;
    await endHold(platform, chainFrom(item));
    return true;
  });
}

/** The transaction holds no money, or not here: cards of a platform below are released there. */
export class NothingHeld extends Error {
  override readonly name = 'NothingHeld';
  constructor(recordNo: string) {
    super(`transaction ${recordNo} holds nothing that could be released here`);
  }
}

/**
 * Releases what an authorization of a card kept here still holds, before its time: an operator's act, for a purchase that
 * will not be cleared. A clearing that comes all the same takes its money from what is available. Answers what was released,
 * in minor units of the card's currency.
 *
 * @throws NothingFound when there is no such transaction, NothingHeld when it holds nothing that is ours to release
 */
export async function releaseHold(
  platform: Platform,
  recordNo: string,
  reason: string,
): Promise<{ readonly amount: bigint; readonly currency: string }> {
  const record = await findRecord(platform.store, recordNo);
  if (!record) throw new NothingFound();
  return untilFresh(async () => {
    const chain = await findChain(platform.store, record, toldNoOf(record));
    const amount = chain ? positions(chain).hold : 0n;
    if (!chain || amount === 0n || record.issuer !== EMBEDDED) throw new NothingHeld(recordNo);
    await endHold(platform, chain, reason);
    return { amount, currency: chain.currency };
  });
}

/** Nothing is held for the authorization from now on; its merchant is told as of a reversal. */
async function endHold(platform: Platform, chain: Chain, reason?: string): Promise<void> {
  const { store, random, utcOffset } = platform;
  const now = platform.now();
  const item = await store.get('cards', cardKey(chain.cardId));
  if (!item) throw new Error('its card is gone');
  const card = cardFrom(item);
  const closed = await isClosed(store, card);
  const recordNo = newId(now, random);
  const released = reason !== undefined;
  const event = expiryEvent(chain, positions(chain).hold, recordNo, { now, utcOffset, released });
  // Its merchant may know the authorization by another number.
  const place = { ...(await findPlace(platform, event)), chain };
  const correlationId = `hold/${chain.root}`;
  const booking = { card, event, place, closed, correlationId };
  await store.write(bookWrites(platform, { ...booking, ...(released && { reason }) }));
  warnOfReturns(platform, chainAfter(event, place, card), event);
}
