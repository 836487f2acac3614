import { newId } from '../../../runtime/ids.ts';
import { atLeast, type Update, type Write } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import { type Account, balanceKey, shardOf } from '../ledger/account.ts';
import type { Balance } from '../ledger/balance.ts';
import { AlreadyPosted, entryWrites, transfer } from '../ledger/entry.ts';
import { LOCK, readShards } from '../ledger/shards.ts';

/** Money that goes from one part of an account to another, in minor units. */
export interface ShardMove {
  readonly from: number;
  readonly to: number;
  readonly amount: bigint;
}

/**
 * The moves after which no part has more available than it needs to for all to have the same, and none is below zero while
 * another is above: fewer moves than parts.
 */
export function plannedMoves(available: readonly bigint[]): ShardMove[] {
  const sum = available.reduce((total, one) => total + one, 0n);
  const target = sum > 0n ? sum / BigInt(available.length) : 0n;
  const above = available.map((one, part) => ({ part, by: one - target })).filter(({ by }) => by > 0n);
  const below = available.map((one, part) => ({ part, by: target - one })).filter(({ by }) => by > 0n);
  const moves: ShardMove[] = [];
  for (let [from, to] = [above.pop(), below.pop()]; from && to; ) {
    const amount = from.by < to.by ? from.by : to.by;
    moves.push({ from: from.part, to: to.part, amount });
    from = from.by > amount ? { ...from, by: from.by - amount } : above.pop();
    to = to.by > amount ? { ...to, by: to.by - amount } : below.pop();
  }
  return moves;
}

/** The money of a part was spent before it could be moved. */
class ShardSpent extends Error {}

/**
 * Evens out what is available on the account's parts, as far as nobody else spends it meanwhile: each move is an entry of its
 * own. Unlocks the parts where the first is not below zero then. Answers them as they are.
 */
export async function rebalanceShards(
  deps: Dependencies,
  account: Account,
  parts: number,
): Promise<Balance[]> {
  const seen = await readShards(deps.store, account, parts);
  const id = newId(deps.now(), deps.random);
  const moves = plannedMoves(seen.map(({ available }) => available));
  for (const [index, move] of moves.entries()) {
    await postMove(deps, account, move, `level/${id}/${index}`);
  }
  await unlockShards(deps, account, parts);
  return readShards(deps.store, account, parts);
}

/** The first part is below zero: what is on the others stays locked. */
class StillBelowZero extends Error {}

async function unlockShards({ store }: Dependencies, account: Account, parts: number): Promise<void> {
  const locked = (await readShards(store, account, parts)).filter((part) => part.locked);
  if (locked.length === 0) return;
  try {
    await store.write([
      {
        kind: 'check',
        table: 'ledger',
        key: balanceKey(account),
        when: [atLeast('available', 0n)],
        onConflict: () => new StillBelowZero(),
      },
      ...locked.map((part): Write => shardUpdate(part.account, { remove: ['locked'] })),
    ]);
  } catch (error) {
    if (!(error instanceof StillBelowZero)) throw error;
  }
}

const shardUpdate = (account: Account, change: Pick<Update, 'set' | 'remove'>): Update => ({
  kind: 'update',
  table: 'ledger',
  key: balanceKey(account),
  // Whoever relies on a balance finds one.
  add: { available: 0n, frozen: 0n },
  ...change,
});

/**
 * Says that the account lies on so many parts, before any money comes onto a new one. Parts are locked until somebody saw
 * that the first is not below zero.
 */
export async function createShards(
  { store }: Pick<Dependencies, 'store'>,
  account: Account,
  parts: number,
): Promise<void> {
  const others = Array.from({ length: parts - 1 }, (_, index) => shardOf(account, index + 1));
  await store.write([
    shardUpdate(account, { set: { parts } }),
    ...others.map((part) => shardUpdate(part, { set: LOCK })),
  ]);
}

async function postMove(
  { store, now }: Dependencies,
  account: Account,
  move: ShardMove,
  cause: string,
): Promise<void> {
  const { from, to, amount } = move;
  const postings = transfer(
    [shardOf(account, from), 'available'],
    [shardOf(account, to), 'available'],
    amount,
  );
  try {
    const entry = { cause, at: now(), postings };
    await store.write(entryWrites(entry, () => new ShardSpent()));
  } catch (error) {
    // Whoever levels next finds what is left to do, of an id that was taken too.
    if (!(error instanceof ShardSpent || error instanceof AlreadyPosted)) throw error;
  }
}
