import { WriteConflict, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../runtime/ids.ts';
import { tryWrite } from '../../../runtime/store/try-write.ts';
import { atLeast, type Update, type Write } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import { type Account, balanceKey, shardOf } from '../ledger/account.ts';
import type { Balance } from '../ledger/balance.ts';
import { entryWrites } from '../ledger/entry.ts';
import { transfer } from '../ledger/posting.ts';
import { LOCK, readShards } from '../ledger/shards.ts';

/** Money that moves from one shard of an account to another. */
export interface ShardMove {
  readonly from: number;
  readonly to: number;
  /** Minor units. */
  readonly amount: bigint;
}

/** The moves that even out the shards, and pay the debts of those below zero first. Always fewer moves than shards. */
export function plannedMoves(available: readonly bigint[]): ShardMove[] {
  const sum = available.reduce((total, one) => total + one, 0n);
  const target = sum > 0n ? sum / BigInt(available.length) : 0n;
  const above = available.map((one, shard) => ({ shard, by: one - target })).filter(({ by }) => by > 0n);
  const below = available.map((one, shard) => ({ shard, by: target - one })).filter(({ by }) => by > 0n);
  const moves: ShardMove[] = [];
  for (let [from, to] = [above.pop(), below.pop()]; from && to; ) {
    const amount = from.by < to.by ? from.by : to.by;
    moves.push({ from: from.shard, to: to.shard, amount });
    from = from.by > amount ? { ...from, by: from.by - amount } : above.pop();
    to = to.by > amount ? { ...to, by: to.by - amount } : below.pop();
  }
  return moves;
}

/**
 * Evens out the available balances of an account's shards. Each move is an entry of its own; a move whose money is
 * spent in the meantime is skipped. Then unlocks the shards, if shard 0 is not below zero, and returns them as they
 * are.
 */
export async function rebalanceShards(
  deps: Dependencies,
  account: Account,
  count: number,
): Promise<Balance[]> {
  const seen = await readShards(deps.store, account, count);
  const id = newId(deps.now(), deps.random);
  const moves = plannedMoves(seen.map(({ available }) => available));
  for (const [index, move] of moves.entries()) {
    await postMove(deps, account, move, `rebalance/${id}/${index}`);
  }
  await unlockShards(deps, account, count);
  return readShards(deps.store, account, count);
}

/** Unlocks the shards, unless shard 0 is below zero. */
async function unlockShards({ store }: Dependencies, account: Account, count: number): Promise<void> {
  const locked = (await readShards(store, account, count)).filter((shard) => shard.locked);
  if (locked.length === 0) return;
  await tryWrite(store, [
    { kind: 'check', table: 'ledger', key: balanceKey(account), when: [atLeast('available', 0n)] },
    ...locked.map((shard): Write => shardUpdate(shard.account, { remove: ['locked'] })),
  ]);
}

const shardUpdate = (account: Account, change: Pick<Update, 'set' | 'remove'>): Update => ({
  kind: 'update',
  table: 'ledger',
  key: balanceKey(account),
  // Conditions on a balance need the attributes to exist.
  add: { available: 0n, frozen: 0n },
  ...change,
});

/**
 * Records the number of shards on shard 0, before any money reaches a new one. New shards are locked until a
 * transaction has checked that shard 0 is not below zero.
 */
export async function createShards(
  { store }: Pick<Dependencies, 'store'>,
  account: Account,
  count: number,
): Promise<void> {
  const others = Array.from({ length: count - 1 }, (_, index) => shardOf(account, index + 1));
  await store.write([
    shardUpdate(account, { set: { shards: count } }),
    ...others.map((shard) => shardUpdate(shard, { set: LOCK })),
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
    await store.write(entryWrites(entry, writeConflict, [], writeConflict));
  } catch (error) {
    // The money was spent, or another rebalancing has the same id: the next one finds what is left to do.
    if (!(error instanceof WriteConflict)) throw error;
  }
}
