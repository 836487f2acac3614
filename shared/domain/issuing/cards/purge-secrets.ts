import { dueItems } from '../../../runtime/queue/due-items.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { tryWrite } from '../../../runtime/store/try-write.ts';
import type { Write } from '../../../runtime/store/write.ts';
import {
  cvv2RemovalUpdate,
  expiredCvv2RemovalUpdate,
  panRemovalUpdate,
  pinKey,
  pinRemovalUpdate,
  vaultCardKey,
} from '../../../runtime/vault/secret-retention.ts';
import type { Dependencies } from '../../dependencies.ts';

/** Maximum number of cards per shard in one run. The rest stay due for the next one. */
const MAX_CARDS_PER_SHARD = 1_000;

/** The number of cards whose secrets a run removed. */
interface PurgeResult {
  /** Cards whose CVV2 and PIN were removed. */
  readonly expired: number;
  /** Cards whose number was removed. */
  readonly numbers: number;
}

/**
 * Removes the CVV2 and PIN of expired cards, and the numbers of cards that were cancelled or expired longer ago than
 * the retention period. Idempotent, and safe to run concurrently with anything else.
 */
export async function purgeSecrets(deps: Dependencies): Promise<PurgeResult> {
  const purged = { expired: 0, numbers: 0 };
  for await (const { pk } of dueItems(deps, 'vault', MAX_CARDS_PER_SHARD)) {
    const removed = await purgeCard(deps, String(pk).slice(vaultCardKey('').pk.length));
    if (removed) purged[removed] += 1;
  }
  return purged;
}

async function purgeCard(
  { store, now, panRetentionMs }: Dependencies,
  cardId: string,
): Promise<keyof PurgeResult | undefined> {
  const item = await store.get('vault', vaultCardKey(cardId));
  const dueAt = Number(item?.['dueAt']);
  // The index is eventually consistent.
  if (!item || !(dueAt <= now())) return undefined;
  const isExpiring = item['cvv2'] !== undefined;
  const writes = isExpiring
    ? await expiredSecretWrites(store, cardId, { dueAt, panUntil: dueAt + panRetentionMs })
    : [panRemovalUpdate(cardId, dueAt)];
  if (await tryWrite(store, writes)) return undefined;
  return isExpiring ? 'expired' : 'numbers';
}

async function expiredSecretWrites(
  store: Store,
  cardId: string,
  { dueAt, panUntil }: { readonly dueAt: number; readonly panUntil: number },
): Promise<Write[]> {
  const hasPin = (await store.get('pins', pinKey(cardId)))?.['pin'] !== undefined;
  return [expiredCvv2RemovalUpdate(cardId, dueAt, panUntil), ...(hasPin ? [pinRemovalUpdate(cardId)] : [])];
}

/**
 * Removes a cancelled card's CVV2 and PIN in the transaction that closes it. The number stays for its retention period.
 * Virtual cards have no PIN.
 */
export const closedCardSecretWrites = (
  { now, panRetentionMs }: Dependencies,
  { cardId, cardForm }: { readonly cardId: string; readonly cardForm?: 1 | 2 },
): Write[] => [
  cvv2RemovalUpdate(cardId, now() + panRetentionMs),
  ...(cardForm === 1 ? [] : [pinRemovalUpdate(cardId)]),
];
