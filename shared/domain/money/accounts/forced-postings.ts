import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import {
  absent,
  atLeast,
  atMost,
  type Condition,
  equals,
  matchesConditions,
  type Write,
} from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import { accountShardCount, findMerchant } from '../../parties/merchant.ts';
import { type Account, balanceKey, currencyOf, isCardAccount, userNoOf } from '../ledger/account.ts';
import { balanceFrom, coverFrom, RETURNING, readBalance } from '../ledger/balance.ts';
import {
  alreadyPosted,
  type BalanceGuard,
  type Entry,
  type ForcedDebitGuard,
  findEntry,
  guardOfEachAccount,
  type OverdraftGuard,
  overdraftEntryWrites,
  type RepeatError,
  type ShortfallError,
} from '../ledger/entry.ts';
import type { Posting } from '../ledger/posting.ts';
import {
  type CheckedGuard,
  guardsOfPayingShards,
  LOCK,
  netDebit,
  readShards,
  type Shard,
  splitAcrossShards,
  totalOf,
} from '../ledger/shards.ts';

/** What a forced debit requires of a balance. */
type BalanceRequirement = Omit<OverdraftGuard & CheckedGuard, 'onConflict'>;

/** How an account pays a forced debit. */
interface ForcedDebit {
  readonly postings: readonly Posting[];
  readonly requirements: readonly BalanceRequirement[];
  /**
   * The account's available balance afterwards, if it is a debt; undefined when money that is being returned covers it.
   */
  readonly balanceAfter?: bigint;
}

/**
 * The writes of an entry that debits accounts even beyond their balance: a capture cannot be declined. A merchant's
 * account pays from the shards that have the money. Only when all of them together have too little does shard 0 fall
 * below zero; the others are then emptied and locked (docs/hot-accounts.md). A new debt raises the alarm before it is
 * written, so that no crash can lose the alarm. Frozen money that a pending cancellation will return pays first,
 * without an alarm.
 *
 * A guard with `overdraft` false refuses with the error that `insufficient` makes.
 *
 * @throws AlreadyPosted, or what `onRepeat` makes, for a repeated entry that would overdraw an account, instead of the
 * alarm
 * @throws GuardRepeated when an account has two guards
 * @throws WriteConflict from the transaction, when the balances have changed since they were read
 */
export async function forcedEntryWrites(
  deps: Pick<Dependencies, 'store' | 'alarm'>,
  entry: Entry,
  insufficient: ShortfallError,
  guards: readonly (BalanceGuard | ForcedDebitGuard)[],
  onRepeat: RepeatError = alreadyPosted,
): Promise<Write[]> {
  let { postings } = entry;
  const all = guardOfEachAccount(guards.map(withoutOverdraft));
  for (const { account, overdraft } of guards.filter(isForcedDebit)) {
    const debit = await planForcedDebit(deps.store, account, postings);
    if (debit.requirements.some(({ overdraws }) => overdraws)) {
      if (!overdraft) {
        const { available } = await readBalance(deps.store, account);
        throw insufficient(account, { needed: netDebit(account, postings), available });
      }
      if (await findEntry(deps.store, entry.cause)) throw onRepeat(entry.cause);
      if (debit.balanceAfter !== undefined) {
        const about = { account, available: String(debit.balanceAfter), cause: entry.cause };
        deps.alarm('a balance is below zero', about);
      }
    }
    postings = debit.postings;
    for (const requirement of debit.requirements)
      all.set(requirement.account, mergedGuard(all.get(requirement.account), requirement));
  }
  return overdraftEntryWrites({ ...entry, postings }, insufficient, [...all.values()], onRepeat);
}

const isForcedDebit = (guard: BalanceGuard | ForcedDebitGuard): guard is ForcedDebitGuard =>
  'overdraft' in guard;
const withoutOverdraft = ({ account, when, set, remove, onConflict }: BalanceGuard): OverdraftGuard => ({
  account,
  ...(when && { when }),
  ...(set && { set }),
  ...(remove && { remove }),
  onConflict,
});

/** Combines the caller's guard with a requirement. A requirement that no longer holds is a WriteConflict. */
function mergedGuard(
  guard: OverdraftGuard | undefined,
  { when, ...requirement }: BalanceRequirement,
): OverdraftGuard {
  return {
    ...guard,
    ...requirement,
    when: [...(guard?.when ?? []), ...when],
    onConflict: (current) =>
      guard?.onConflict(current) ?? (matchesConditions(current ?? {}, when) ? undefined : writeConflict()),
  };
}

async function planForcedDebit(
  store: Store,
  account: Account,
  postings: readonly Posting[],
): Promise<ForcedDebit> {
  const taken = netDebit(account, postings);
  if (taken <= 0n) return { postings, requirements: [] };
  const item = await store.get('ledger', balanceKey(account));
  const { available } = balanceFrom(account, item);
  if (available >= taken)
    return { postings, requirements: [{ account, when: [atLeast('available', taken)] }] };
  const { count, unchanged } = await readShardCount(store, account, item);
  const overdrawn = (by: bigint): BalanceRequirement => ({
    account,
    overdraws: true,
    when: [...unchanged, lessThan(item, by)],
  });
  if (count === 1 && coverFrom(account, item) >= taken) {
    const returning = item?.[RETURNING] as number | bigint;
    const stillCovered = [equals(RETURNING, returning), atLeast('available', taken - BigInt(returning))];
    const { when, ...requirement } = overdrawn(taken);
    return { postings, requirements: [{ ...requirement, when: [...when, ...stillCovered] }] };
  }
  const shards = await readShards(store, account, count);
  return debitFromShards(account, postings, shards) ?? drainShards(account, postings, shards, overdrawn);
}

/** The number of shards, and the conditions on shard 0 under which it is still right. */
async function readShardCount(
  store: Store,
  account: Account,
  item: Item | undefined,
): Promise<{ count: number; unchanged: readonly Condition[] }> {
  const userNo = userNoOf(account);
  if (userNo === undefined) return { count: 1, unchanged: [] };
  const recorded = item?.['shards'];
  if (recorded !== undefined)
    return { count: Number(recorded), unchanged: [equals('shards', Number(recorded))] };
  const merchant = isCardAccount(account) ? await findMerchant(store, userNo) : undefined;
  return {
    count: merchant ? accountShardCount(merchant, currencyOf(account)) : 1,
    unchanged: [absent('shards')],
  };
}

/** The condition that the balance has less than this available. */
const lessThan = (item: Item | undefined, taken: bigint): Condition =>
  item?.['available'] === undefined ? absent('available') : atMost('available', taken - 1n);

/** Takes the debit from shards that have the money; undefined when all of them together do not. */
function debitFromShards(
  account: Account,
  postings: readonly Posting[],
  shards: readonly Shard[],
): ForcedDebit | undefined {
  const seen = shards.map(({ available }) => available);
  const placed = splitAcrossShards(account, postings, seen, 0, () => 0);
  if (!placed) return undefined;
  const funds = shards
    .map((shard) => ({ account: shard.account, taken: netDebit(shard.account, placed.postings) }))
    .filter(({ taken }) => taken > 0n)
    .map(({ account: shard, taken }) => ({ account: shard, when: [atLeast('available', taken)] }));
  return {
    postings: placed.postings,
    requirements: [...guardsOfPayingShards(account, shards, placed.postings), ...funds],
  };
}

/**
 * Empties and locks all shards but shard 0, which owes what is missing. Once shard 0 is below zero it takes further
 * debits alone: the others are locked already.
 */
function drainShards(
  account: Account,
  postings: readonly Posting[],
  shards: readonly Shard[],
  overdrawn: (by: bigint) => BalanceRequirement,
): ForcedDebit {
  const balanceAfter = totalOf(account, shards).available - netDebit(account, postings);
  if ((shards[0]?.available ?? 0n) < 0n)
    return {
      postings,
      requirements: [{ account, overdraws: true, when: [atMost('available', -1n)] }],
      balanceAfter,
    };
  const others = shards.slice(1);
  const given = others.flatMap(({ account: shard, available }): Posting[] => [
    { account: shard, side: 'available', amount: -available },
    { account, side: 'available', amount: available },
  ]);
  const all = [...postings, ...given.filter(({ amount }) => amount !== 0n)];
  const locked = others.map(({ account: shard, available }) => ({
    account: shard,
    set: LOCK,
    when: available === 0n ? [] : [atLeast('available', available)],
  }));
  return { postings: all, requirements: [overdrawn(netDebit(account, all)), ...locked], balanceAfter };
}
