import type { Random } from '../../../runtime/random.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { absent, atLeast, type Condition } from '../../../runtime/store/write.ts';
import { type Account, balanceKey, shardOf } from './account.ts';
import { type Balance, balanceFrom } from './balance.ts';
import type { BalanceGuard, Posting } from './entry.ts';

/** Most parts of an account: all of them can pay an order together, and its own items go into the same transaction. */
export const MAX_SHARDS = 90;

/** What is on a part, and whether it may pay only together with a look at the first (HOT-ACCOUNTS.md). */
export interface Shard extends Balance {
  readonly locked: boolean;
}

/** The parts of an account, in their order. They are not read at one moment. */
export async function readShards(store: Store, account: Account, count: number): Promise<Shard[]> {
  const parts = Array.from({ length: count }, (_, part) => shardOf(account, part));
  const items = await store.getMany('ledger', parts.map(balanceKey));
  return parts.map((part, index) => shardFrom(part, items[index]));
}

const shardFrom = (part: Account, item: Item | undefined): Shard => ({
  ...balanceFrom(part, item),
  locked: item?.['locked'] === true,
});

/** A guard that says what must hold. */
export interface CheckedGuard extends BalanceGuard {
  readonly when: readonly Condition[];
}

/** Locks a part: while the account's first part may be below zero, what comes onto the others is not theirs to spend. */
export const LOCK = { locked: true } as const;

const noConflict = () => undefined;

/** What must hold of the part that an order is to be paid from without a look at the others. */
export function guardsOfSingleShard(account: Account, part: number): CheckedGuard[] {
  if (part === 0) return [];
  return [{ account: shardOf(account, part), when: [absent('locked')], onConflict: noConflict }];
}

/**
 * What must hold of the parts that were `seen` and pay together, in the same transaction: that the first is not below zero
 * afterwards, which makes locks needless, or that there are none.
 */
export function guardsOfPayingShards(
  account: Account,
  seen: readonly Shard[],
  postings: readonly Posting[],
): CheckedGuard[] {
  const first = seen[0]?.available ?? 0n;
  const paying = seen
    .slice(1)
    .filter((part) => postings.some((posting) => posting.account === part.account && posting.amount < 0n));
  const looks = first < 0n || paying.some(({ locked }) => locked);
  const guards = paying.map(({ account: part, locked }): CheckedGuard => {
    const how = locked ? { when: [], remove: ['locked'] } : { when: [absent('locked')] };
    return { account: part, ...how, onConflict: noConflict };
  });
  const least = atLeast('available', first < 0n ? first : 0n);
  return looks ? [{ account, when: [least], onConflict: noConflict }, ...guards] : guards;
}

/** What all parts of an account have together. */
export const totalOf = (account: Account, parts: readonly Balance[]): Balance => ({
  account,
  available: parts.reduce((sum, { available }) => sum + available, 0n),
  frozen: parts.reduce((sum, { frozen }) => sum + frozen, 0n),
});

/** Postings of which those on one account are on a part of it. */
export interface ShardedPostings {
  readonly postings: readonly Posting[];
  readonly shard: number;
}

/** All of them on one part. */
export const postedOnShard = (
  account: Account,
  postings: readonly Posting[],
  part: number,
): ShardedPostings => ({
  postings: postings.map((posting) =>
    posting.account === account ? { ...posting, account: shardOf(account, part) } : posting,
  ),
  shard: part,
});

/** What the postings take from what is available on the account; negative when they add to it. */
export const netDebit = (account: Account, postings: readonly Posting[]): bigint =>
  -postings
    .filter((posting) => posting.account === account && posting.side === 'available')
    .reduce((sum, { amount }) => sum + amount, 0n);

/**
 * The postings with what they take from the account taken from parts that have it, by what was `seen` available on each;
 * undefined when all of them together do not. One part pays if it can, any that can, and half of what it has more than
 * `dry`, the part that could not, goes there; otherwise those with the most pay together, and first of all what a part is
 * below zero by.
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

/** What one part gives, negative, or gets. */
interface ShardPayment {
  readonly shard: number;
  readonly amount: bigint;
}

/** The payer may be the dry part, which has no more left than it has. */
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

/** Those with the most first, which have what is taken, and what others are below zero by: all together have it. */
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
