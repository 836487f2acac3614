import { dueShards } from '../../../runtime/queue/due-index.ts';
import type { Write } from '../../../runtime/store/write.ts';
import {
  cvv2RemovalUpdate,
  expiredCvv2RemovalUpdate,
  panRemovalUpdate,
  pinKey,
  pinRemovalUpdate,
  SecretsChanged,
  vaultCardKey,
} from '../../../runtime/vault/secret-retention.ts';
import type { Dependencies } from '../../dependencies.ts';

/** Most cards of a shard in one run; what is left over is due in the next. */
const MAX_CARDS_PER_SHARD = 1_000;

/** What a run removed: of how many cards verification number and PIN, and of how many the number. */
export interface PurgeResult {
  readonly expired: number;
  readonly numbers: number;
}

/**
 * Removes the verification numbers and PINs of cards that have expired, and the numbers of those that are cancelled or expired
 * for as long as numbers are kept. Safe to repeat, and to run at the same moment as anything else.
 */
export async function purgeSecrets(deps: Dependencies): Promise<PurgeResult> {
  const purged = { expired: 0, numbers: 0 };
  for (const partition of dueShards) {
    const due = {
      table: 'vault',
      index: 'due',
      partition,
      to: deps.now(),
      limit: MAX_CARDS_PER_SHARD,
    } as const;
    for (const { pk } of await deps.store.query(due)) {
      const removed = await purgeCard(deps, String(pk).slice(vaultCardKey('').pk.length));
      if (removed) purged[removed] += 1;
    }
  }
  return purged;
}

async function purgeCard(
  { store, now, panRetentionMs }: Dependencies,
  cardId: string,
): Promise<keyof PurgeResult | undefined> {
  const item = await store.get('vault', vaultCardKey(cardId));
  const dueAt = Number(item?.['dueAt']);
  // The index follows behind.
  if (!item || !(dueAt <= now())) return undefined;
  const isExpiring = item['cvv2'] !== undefined;
  try {
    if (isExpiring) {
      const hasPin = (await store.get('pins', pinKey(cardId)))?.['pin'] !== undefined;
      const expired = expiredCvv2RemovalUpdate(cardId, dueAt, dueAt + panRetentionMs);
      await store.write([expired, ...(hasPin ? [pinRemovalUpdate(cardId)] : [])]);
    } else await store.write([panRemovalUpdate(cardId, dueAt)]);
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
export const closedCardSecretWrites = (
  { now, panRetentionMs }: Dependencies,
  { cardId, cardForm }: { readonly cardId: string; readonly cardForm?: 1 | 2 },
): Write[] => [
  cvv2RemovalUpdate(cardId, now() + panRetentionMs),
  ...(cardForm === 1 ? [] : [pinRemovalUpdate(cardId)]),
];
