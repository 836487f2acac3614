import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { type Account, partOf } from './accounts.ts';
import type { Balance } from './balance.ts';
import { AlreadyPosted, entryWrites, transfer } from './entry.ts';
import { readParts } from './parts.ts';

/** Money that goes from one part of an account to another, in minor units. */
export interface Move {
  readonly from: number;
  readonly to: number;
  readonly amount: bigint;
}

/**
 * The moves after which no part has more available than it needs to for all to have the same, and none is below zero while
 * another is above: fewer moves than parts.
 */
export function levellingMoves(available: readonly bigint[]): Move[] {
  const sum = available.reduce((total, one) => total + one, 0n);
  const target = sum > 0n ? sum / BigInt(available.length) : 0n;
  const above = available.map((one, part) => ({ part, by: one - target })).filter(({ by }) => by > 0n);
  const below = available.map((one, part) => ({ part, by: target - one })).filter(({ by }) => by > 0n);
  const moves: Move[] = [];
  for (let [from, to] = [above.pop(), below.pop()]; from && to; ) {
    const amount = from.by < to.by ? from.by : to.by;
    moves.push({ from: from.part, to: to.part, amount });
    from = from.by > amount ? { ...from, by: from.by - amount } : above.pop();
    to = to.by > amount ? { ...to, by: to.by - amount } : below.pop();
  }
  return moves;
}

/** The money of a part was spent before it could be moved. */
class SpentMeanwhile extends Error {
  override readonly name = 'SpentMeanwhile';
}

/**
 * Evens out what is available on the account's parts, as far as nobody else spends it meanwhile: each move is an entry of its
 * own. Answers the parts as they are then.
 */
export async function levelParts(platform: Platform, account: Account, parts: number): Promise<Balance[]> {
  const seen = await readParts(platform.store, account, parts);
  const id = newId(platform.now(), platform.random);
  const moves = levellingMoves(seen.map(({ available }) => available));
  for (const [index, move] of moves.entries()) {
    await carryOut(platform, account, move, `level/${id}/${index}`);
  }
  return readParts(platform.store, account, parts);
}

async function carryOut(
  { store, now }: Platform,
  account: Account,
  move: Move,
  cause: string,
): Promise<void> {
  const { from, to, amount } = move;
  const postings = transfer([partOf(account, from), 'available'], [partOf(account, to), 'available'], amount);
  try {
    const entry = { cause, at: now(), postings };
    await store.write(entryWrites(entry, () => new SpentMeanwhile()));
  } catch (error) {
    // Whoever levels next finds what is left to do, of an id that was taken too.
    if (!(error instanceof SpentMeanwhile || error instanceof AlreadyPosted)) throw error;
  }
}
