import type { Random } from '../../../runtime/random.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { absent, atLeast, type Condition } from '../../../runtime/store/write.ts';
import { type Account, balanceKey, shardOf } from './account.ts';
import { type Balance, balanceFrom } from './balance.ts';
import type { BalanceGuard } from './entry.ts';
import type { Posting } from './posting.ts';

/**
 * Maximum number of shards: an order that all of them pay must fit into one transaction of 100 items. Most besides has
 * the opening of a card that is settled at once: request number, order, entry, card, its balance (or its group), the
 * merchant's card counter, the cardholder, two items of the vault and the notification, 10 in all.
 */
export const MAX_SHARDS = 90;

/** The balance of a shard. */
export interface Shard extends Balance {
  /** A locked shard pays only in a transaction that also checks shard 0 (docs/hot-accounts.md). */
  readonly locked: boolean;
}

/** Reads the shards of an account, in order. The reads are not a snapshot: each shard is read at its own moment. */
export async function readShards(store: Store, account: Account, count: number): Promise<Shard[]> {
  const shards = Array.from({ length: count }, (_, shard) => shardOf(account, shard));
  const items = await store.getMany('ledger', shards.map(balanceKey));
  return shards.map((shard, index) => shardFrom(shard, items[index]));
}

const shardFrom = (shard: Account, item: Item | undefined): Shard => ({
  ...balanceFrom(shard, item),
  locked: item?.['locked'] === true,
});

/** A guard with conditions. */
export interface CheckedGuard extends BalanceGuard {
  readonly when: readonly Condition[];
}

/** Attributes of a locked shard: while shard 0 may be below zero, credits to the others must not be spent. */
export const LOCK = { locked: true } as const;

const noConflict = () => undefined;

/** Guards for paying from one shard without reading the others: it must not be locked. */
export function guardsOfSingleShard(account: Account, shard: number): CheckedGuard[] {
  if (shard === 0) return [];
  return [{ account: shardOf(account, shard), when: [absent('locked')], onConflict: noConflict }];
}

/**
 * Guards for shards that pay together, as they were `seen`: either none of them is locked, or shard 0 does not owe more
 * than was seen, and the payment unlocks them.
 */
export function guardsOfPayingShards(
  account: Account,
  seen: readonly Shard[],
  postings: readonly Posting[],
): CheckedGuard[] {
  const first = seen[0]?.available ?? 0n;
  const paying = seen
    .slice(1)
    .filter((shard) => postings.some((posting) => posting.account === shard.account && posting.amount < 0n));
  const checksFirst = first < 0n || paying.some(({ locked }) => locked);
  const guards = paying.map(({ account: shard, locked }): CheckedGuard => {
    const lock = locked ? { when: [], remove: ['locked'] } : { when: [absent('locked')] };
    return { account: shard, ...lock, onConflict: noConflict };
  });
  const least = atLeast('available', first < 0n ? first : 0n);
  return checksFirst ? [{ account, when: [least], onConflict: noConflict }, ...guards] : guards;
}

/** The balance of an account as the sum of its shards. */
export const totalOf = (account: Account, shards: readonly Balance[]): Balance => ({
  account,
  available: shards.reduce((sum, { available }) => sum + available, 0n),
  frozen: shards.reduce((sum, { frozen }) => sum + frozen, 0n),
});

/** Postings in which a sharded account is replaced by its shards. */
export interface ShardedPostings {
  readonly postings: readonly Posting[];
  /** The shard of the first payment; all postings but debits are on it. */
  readonly shard: number;
}

/** Places all postings on the account on one of its shards. */
export const postedOnShard = (
  account: Account,
  postings: readonly Posting[],
  shard: number,
): ShardedPostings => ({
  postings: postings.map((posting) =>
    posting.account === account ? { ...posting, account: shardOf(account, shard) } : posting,
  ),
  shard,
});

/** What the postings take from the available side of the account; negative when they credit it. */
export const netDebit = (account: Account, postings: readonly Posting[]): bigint =>
  -postings
    .filter((posting) => posting.account === account && posting.side === 'available')
    .reduce((sum, { amount }) => sum + amount, 0n);

/**
 * Takes what the postings debit from shards that have it, going by what was `seen` available on each; undefined when
 * all of them together do not. A random one of the shards that can pay alone pays, and also passes half of its surplus
 * to the `exhausted` shard. When no shard can pay alone, or one is below zero, the fullest shards pay together, any
 * debt included.
 */
export function splitAcrossShards(
  account: Account,
  postings: readonly Posting[],
  seen: readonly bigint[],
  exhausted: number,
  random: Random,
): ShardedPostings | undefined {
  const taken = netDebit(account, postings);
  if (taken <= 0n) return postedOnShard(account, postings, exhausted);
  if (seen.reduce((sum, available) => sum + available, 0n) < taken) return undefined;
  const inDebt = seen.some((available) => available < 0n);
  const able = inDebt ? [] : seen.flatMap((available, shard) => (available >= taken ? [shard] : []));
  const payer = able[random(Math.max(1, able.length))];
  const paid = payer === undefined ? payFromSeveral(seen, taken) : payFromOne(payer, exhausted, seen, taken);
  const shard = paid[0]?.shard ?? exhausted;
  const others = postings.filter((posting) => posting.account !== account || posting.side !== 'available');
  const payments = paid.map(({ shard: from, amount }) => ({
    account: shardOf(account, from),
    side: 'available' as const,
    amount,
  }));
  return { postings: [...payments, ...postedOnShard(account, others, shard).postings], shard };
}

interface ShardPayment {
  readonly shard: number;
  /** Minor units; negative for what the shard pays, positive for what it gets. */
  readonly amount: bigint;
}

// The payer may turn out to be the exhausted shard itself: then there is no surplus to pass on.
function payFromOne(
  payer: number,
  exhausted: number,
  seen: readonly bigint[],
  taken: bigint,
): ShardPayment[] {
  const left = (seen[payer] ?? 0n) - taken;
  const moved = (left - (seen[exhausted] ?? 0n)) / 2n;
  if (moved <= 0n) return [{ shard: payer, amount: -taken }];
  return [
    { shard: payer, amount: -taken - moved },
    { shard: exhausted, amount: moved },
  ];
}

/** Takes the amount, and the debts of shards below zero, from the fullest shards. Together they must have enough. */
function payFromSeveral(seen: readonly bigint[], taken: bigint): ShardPayment[] {
  const owed = seen.flatMap((available, shard) => (available < 0n ? [{ shard, amount: -available }] : []));
  const fullest = seen
    .map((available, shard) => ({ shard, available }))
    .sort((one, other) => Number(other.available - one.available));
  const paid: ShardPayment[] = [];
  let open = owed.reduce((sum, { amount }) => sum + amount, taken);
  for (const { shard, available } of fullest) {
    if (open === 0n) break;
    const amount = available < open ? available : open;
    paid.push({ shard, amount: -amount });
    open -= amount;
  }
  return [...paid, ...owed];
}
