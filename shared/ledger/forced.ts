import { findMerchant, partsOf } from '../merchants/merchant.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision } from '../requests/once.ts';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { absent, atLeast, atMost, type Condition, equals, meets, type Write } from '../store/write.ts';
import { type Account, balanceKey, currencyOf, isCardAccount, userNoOf } from './accounts.ts';
import { balanceFrom, ownFrom, RETURNING } from './balance.ts';
import {
  AlreadyPosted,
  type Entry,
  type FallingGuard,
  type ForcedGuard,
  fallingWrites,
  findEntry,
  type Guard,
  type Posting,
} from './entry.ts';
import { guardsOfPaying, LOCK, type Look, type Part, readParts, spread, sumOf, takenFrom } from './parts.ts';

/** What a taking needs of a balance. */
type Needed = Omit<FallingGuard & Look, 'otherwise'>;

/** How an account gives what is taken from it. */
interface Taking {
  readonly postings: readonly Posting[];
  readonly needed: readonly Needed[];
  /** What the account as a whole has available afterwards, where it owes that: a cancellation may have frozen what pays it. */
  readonly left?: bigint;
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
export async function forcedWrites(
  platform: Pick<Platform, 'store' | 'alarm'>,
  entry: Entry,
  insufficient: (account: Account) => Error,
  guards: readonly (Guard | ForcedGuard)[],
): Promise<Write[]> {
  let { postings } = entry;
  const all = new Map<Account, FallingGuard>(guards.map((guard) => [guard.account, plain(guard)]));
  for (const { account, overdraft } of guards.filter(isForced)) {
    const taking = await takingFrom(platform.store, account, postings);
    if (taking.needed.some(({ falls }) => falls)) {
      if (!overdraft) throw insufficient(account);
      if (await findEntry(platform.store, entry.cause)) throw new AlreadyPosted(`cause ${entry.cause}`);
      if (taking.left !== undefined) {
        const about = { account, available: String(taking.left), cause: entry.cause };
        platform.alarm('a balance is below zero', about);
      }
    }
    postings = taking.postings;
    for (const needed of taking.needed) all.set(needed.account, joined(all.get(needed.account), needed));
  }
  return fallingWrites({ ...entry, postings }, insufficient, [...all.values()]);
}

const isForced = (guard: Guard | ForcedGuard): guard is ForcedGuard => 'overdraft' in guard;
const plain = ({ account, when, set, remove, otherwise }: Guard): FallingGuard => ({
  account,
  ...(when && { when }),
  ...(set && { set }),
  ...(remove && { remove }),
  otherwise,
});

/** What was asked of the balance and what the taking needs of it, which may have changed since. */
function joined(asked: FallingGuard | undefined, { when, ...needed }: Needed): FallingGuard {
  return {
    ...asked,
    ...needed,
    when: [...(asked?.when ?? []), ...when],
    otherwise: (current) =>
      asked?.otherwise(current) ?? (meets(current ?? {}, when) ? undefined : new StaleDecision()),
  };
}

async function takingFrom(store: Store, account: Account, postings: readonly Posting[]): Promise<Taking> {
  const taken = takenFrom(account, postings);
  if (taken <= 0n) return { postings, needed: [] };
  const item = await store.get('ledger', balanceKey(account));
  const { available } = balanceFrom(account, item);
  if (available >= taken) return { postings, needed: [{ account, when: [atLeast('available', taken)] }] };
  const { count, unchanged } = await partsOfItem(store, account, item);
  const falls = (by: bigint): Needed => ({ account, falls: true, when: [...unchanged, below(item, by)] });
  if (count === 1 && ownFrom(account, item) >= taken) {
    const returning = item?.[RETURNING] as number | bigint;
    const stillPaid = [equals(RETURNING, returning), atLeast('available', taken - BigInt(returning))];
    const { when, ...needed } = falls(taken);
    return { postings, needed: [{ ...needed, when: [...when, ...stillPaid] }] };
  }
  const parts = await readParts(store, account, count);
  return paidTogether(account, postings, parts) ?? emptied(account, postings, parts, falls);
}

/** So many parts does the account have, and what must still hold of its first when that is relied upon. */
async function partsOfItem(
  store: Store,
  account: Account,
  item: Item | undefined,
): Promise<{ count: number; unchanged: readonly Condition[] }> {
  const userNo = userNoOf(account);
  if (userNo === undefined) return { count: 1, unchanged: [] };
  const counted = item?.['parts'];
  if (counted !== undefined) return { count: Number(counted), unchanged: [equals('parts', Number(counted))] };
  const merchant = isCardAccount(account) ? await findMerchant(store, userNo) : undefined;
  return { count: merchant ? partsOf(merchant, currencyOf(account)) : 1, unchanged: [absent('parts')] };
}

/** The balance has less than this. */
const below = (item: Item | undefined, taken: bigint): Condition =>
  item?.['available'] === undefined ? absent('available') : atMost('available', taken - 1n);

/** From parts that have it; undefined when all of them together do not. */
function paidTogether(
  account: Account,
  postings: readonly Posting[],
  parts: readonly Part[],
): Taking | undefined {
  const seen = parts.map(({ available }) => available);
  const placed = spread(account, postings, seen, 0, () => 0);
  if (!placed) return undefined;
  const funds = parts
    .map((part) => ({ account: part.account, taken: takenFrom(part.account, placed.postings) }))
    .filter(({ taken }) => taken > 0n)
    .map(({ account: part, taken }) => ({ account: part, when: [atLeast('available', taken)] }));
  return {
    postings: placed.postings,
    needed: [...guardsOfPaying(account, parts, placed.postings), ...funds],
  };
}

/** All there is on the parts, and the rest from the first. Once that is below zero, it alone gives: the others are locked. */
function emptied(
  account: Account,
  postings: readonly Posting[],
  parts: readonly Part[],
  falls: (by: bigint) => Needed,
): Taking {
  const left = sumOf(account, parts).available - takenFrom(account, postings);
  if ((parts[0]?.available ?? 0n) < 0n)
    return { postings, needed: [{ account, falls: true, when: [atMost('available', -1n)] }], left };
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
  return { postings: all, needed: [falls(takenFrom(account, all)), ...locked], left };
}
