import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
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
import { balanceFrom, coverFrom, RETURNING } from '../ledger/balance.ts';
import {
  AlreadyPosted,
  type BalanceGuard,
  type Entry,
  type ForcedDebitGuard,
  findEntry,
  type OverdraftGuard,
  overdraftEntryWrites,
  type Posting,
} from '../ledger/entry.ts';
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

/** What a taking needs of a balance. */
type BalanceRequirement = Omit<OverdraftGuard & CheckedGuard, 'onConflict'>;

/** How an account gives what is taken from it. */
interface ForcedDebit {
  readonly postings: readonly Posting[];
  readonly requirements: readonly BalanceRequirement[];
  /** What the account as a whole has available afterwards, where it owes that: a cancellation may have frozen what pays it. */
  readonly balanceAfter?: bigint;
}

/**
 * The writes of an entry that takes money whether there is any or not: a capture is never declined. What it takes from a
 * merchant's account comes from the parts that have it; only where all of them together do not, the first falls below
 * zero, and the others are empty then and locked (HOT-ACCOUNTS.md). Whatever is owed then raises the alarm before it is
 * written, so that no crash comes between: all that is below zero, but for what a cancellation has frozen to go back to the
 * account, from which it is paid.
 *
 * What a guard does not let fall (`overdraft` false) throws what `insufficient` makes for it. StaleDecision, from the
 * write, when others have changed meanwhile what was decided on; AlreadyPosted rather than an alarm for what is a repeat.
 */
export async function forcedEntryWrites(
  deps: Pick<Dependencies, 'store' | 'alarm'>,
  entry: Entry,
  insufficient: (account: Account) => Error,
  guards: readonly (BalanceGuard | ForcedDebitGuard)[],
): Promise<Write[]> {
  let { postings } = entry;
  const all = new Map<Account, OverdraftGuard>(
    guards.map((guard) => [guard.account, withoutOverdraft(guard)]),
  );
  for (const { account, overdraft } of guards.filter(isForcedDebit)) {
    const taking = await planForcedDebit(deps.store, account, postings);
    if (taking.requirements.some(({ overdraws }) => overdraws)) {
      if (!overdraft) throw insufficient(account);
      if (await findEntry(deps.store, entry.cause)) throw new AlreadyPosted(`cause ${entry.cause}`);
      if (taking.balanceAfter !== undefined) {
        const about = { account, available: String(taking.balanceAfter), cause: entry.cause };
        deps.alarm('a balance is below zero', about);
      }
    }
    postings = taking.postings;
    for (const needed of taking.requirements)
      all.set(needed.account, mergedGuard(all.get(needed.account), needed));
  }
  return overdraftEntryWrites({ ...entry, postings }, insufficient, [...all.values()]);
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

/** What was asked of the balance and what the taking needs of it, which may have changed since. */
function mergedGuard(
  asked: OverdraftGuard | undefined,
  { when, ...needed }: BalanceRequirement,
): OverdraftGuard {
  return {
    ...asked,
    ...needed,
    when: [...(asked?.when ?? []), ...when],
    onConflict: (current) =>
      asked?.onConflict(current) ??
      (matchesConditions(current ?? {}, when) ? undefined : new WriteConflict()),
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
  const { count, unchanged } = await shardCountOf(store, account, item);
  const falls = (by: bigint): BalanceRequirement => ({
    account,
    overdraws: true,
    when: [...unchanged, lessThan(item, by)],
  });
  if (count === 1 && coverFrom(account, item) >= taken) {
    const returning = item?.[RETURNING] as number | bigint;
    const stillPaid = [equals(RETURNING, returning), atLeast('available', taken - BigInt(returning))];
    const { when, ...needed } = falls(taken);
    return { postings, requirements: [{ ...needed, when: [...when, ...stillPaid] }] };
  }
  const parts = await readShards(store, account, count);
  return debitFromShards(account, postings, parts) ?? drainShards(account, postings, parts, falls);
}

/** So many parts does the account have, and what must still hold of its first when that is relied upon. */
async function shardCountOf(
  store: Store,
  account: Account,
  item: Item | undefined,
): Promise<{ count: number; unchanged: readonly Condition[] }> {
  const userNo = userNoOf(account);
  if (userNo === undefined) return { count: 1, unchanged: [] };
  const counted = item?.['parts'];
  if (counted !== undefined) return { count: Number(counted), unchanged: [equals('parts', Number(counted))] };
  const merchant = isCardAccount(account) ? await findMerchant(store, userNo) : undefined;
  return {
    count: merchant ? accountShardCount(merchant, currencyOf(account)) : 1,
    unchanged: [absent('parts')],
  };
}

/** The balance has less than this. */
const lessThan = (item: Item | undefined, taken: bigint): Condition =>
  item?.['available'] === undefined ? absent('available') : atMost('available', taken - 1n);

/** From parts that have it; undefined when all of them together do not. */
function debitFromShards(
  account: Account,
  postings: readonly Posting[],
  parts: readonly Shard[],
): ForcedDebit | undefined {
  const seen = parts.map(({ available }) => available);
  const placed = splitAcrossShards(account, postings, seen, 0, () => 0);
  if (!placed) return undefined;
  const funds = parts
    .map((part) => ({ account: part.account, taken: netDebit(part.account, placed.postings) }))
    .filter(({ taken }) => taken > 0n)
    .map(({ account: part, taken }) => ({ account: part, when: [atLeast('available', taken)] }));
  return {
    postings: placed.postings,
    requirements: [...guardsOfPayingShards(account, parts, placed.postings), ...funds],
  };
}

/** All there is on the parts, and the rest from the first. Once that is below zero, it alone gives: the others are locked. */
function drainShards(
  account: Account,
  postings: readonly Posting[],
  parts: readonly Shard[],
  falls: (by: bigint) => BalanceRequirement,
): ForcedDebit {
  const left = totalOf(account, parts).available - netDebit(account, postings);
  if ((parts[0]?.available ?? 0n) < 0n)
    return {
      postings,
      requirements: [{ account, overdraws: true, when: [atMost('available', -1n)] }],
      balanceAfter: left,
    };
  const others = parts.slice(1);
  const given = others.flatMap(({ account: part, available }): Posting[] => [
    { account: part, side: 'available', amount: -available },
    { account, side: 'available', amount: available },
  ]);
  const all = [...postings, ...given.filter(({ amount }) => amount !== 0n)];
  const locked = others.map(({ account: part, available }) => ({
    account: part,
    set: LOCK,
    when: available === 0n ? [] : [atLeast('available', available)],
  }));
  return { postings: all, requirements: [falls(netDebit(account, all)), ...locked], balanceAfter: left };
}
