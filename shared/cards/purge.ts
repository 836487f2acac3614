import { dueShards } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import type { Write } from '../store/write.ts';
import {
  cardKey,
  pinKey,
  removeCvv2,
  removeExpired,
  removeNumber,
  removePin,
  SecretsChanged,
} from '../vault/lifetime.ts';

/** Most cards of a shard in one run; what is left over is due in the next. */
const MOST = 1_000;

/** What a run removed: of how many cards verification number and PIN, and of how many the number. */
export interface Purged {
  readonly expired: number;
  readonly numbers: number;
}

/**
 * Removes the verification numbers and PINs of cards that have expired, and the numbers of those that are cancelled or expired
 * for as long as numbers are kept. Safe to repeat, and to run at the same moment as anything else.
 */
export async function purgeCardData(platform: Platform): Promise<Purged> {
  const purged = { expired: 0, numbers: 0 };
  for (const partition of dueShards) {
    const due = { table: 'vault', index: 'due', partition, to: platform.now(), limit: MOST } as const;
    for (const { pk } of await platform.store.query(due)) {
      const removed = await purge(platform, String(pk).slice(cardKey('').pk.length));
      if (removed) purged[removed] += 1;
    }
  }
  return purged;
}

async function purge(
  { store, now, cardNumberKeptMs }: Platform,
  cardId: string,
): Promise<keyof Purged | undefined> {
  const item = await store.get('vault', cardKey(cardId));
  const dueAt = Number(item?.['dueAt']);
  // The index follows behind.
  if (!item || !(dueAt <= now())) return undefined;
  const isExpiring = item['cvv2'] !== undefined;
  try {
    if (isExpiring) {
      const hasPin = (await store.get('pins', pinKey(cardId)))?.['pin'] !== undefined;
      const expired = removeExpired(cardId, dueAt, dueAt + cardNumberKeptMs);
      await store.write([expired, ...(hasPin ? [removePin(cardId)] : [])]);
    } else await store.write([removeNumber(cardId, dueAt)]);
    return isExpiring ? 'expired' : 'numbers';
  } catch (error) {
    if (error instanceof SecretsChanged) return undefined;
    throw error;
  }
}

/**
 * What a card's cancellation removes at once, in its own transaction; the number stays as long as numbers are kept. Virtual cards
 * have no PIN.
 */
export const closedSecrets = (
  { now, cardNumberKeptMs }: Platform,
  { cardId, cardForm }: { readonly cardId: string; readonly cardForm?: 1 | 2 },
): Write[] => [removeCvv2(cardId, now() + cardNumberKeptMs), ...(cardForm === 1 ? [] : [removePin(cardId)])];
