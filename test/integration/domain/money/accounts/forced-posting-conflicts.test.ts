import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WriteConflict } from '../../../../../shared/runtime/idempotency/execute-once.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import { type DebitedAccount, openDebitedAccounts, type StoredBalance } from './forced-posting-fixture.ts';

let another: () => DebitedAccount;
let from: DebitedAccount;
beforeAll(async () => {
  another = await openDebitedAccounts();
});
beforeEach(() => {
  from = another();
});

interface Meanwhile {
  readonly title: string;
  readonly kept: readonly StoredBalance[];
  readonly amount: bigint;
  /** What of a part is different by the time of the write. */
  readonly part: number;
  readonly by: Item;
}

describe('what was decided is decided again', () => {
  it.each<Meanwhile>([
    {
      title: 'where there was enough and is not any more',
      kept: [{ available: 50n }],
      amount: 50n,
      part: 0,
      by: { available: 49n },
    },
    {
      title: 'where there was less and is enough by now',
      kept: [{ available: 40n }],
      amount: 50n,
      part: 0,
      by: { available: 50n },
    },
    {
      title: 'where there was nothing, and something came',
      kept: [undefined],
      amount: 50n,
      part: 0,
      by: { available: 5n },
    },
    {
      title: 'where what was on its way back is less',
      kept: [{ available: 10n, returning: 50n }],
      amount: 60n,
      part: 0,
      by: { available: 10n, returning: 49n },
    },
    {
      title: 'where what is on its way back does not pay any more',
      kept: [{ available: 10n, returning: 50n }],
      amount: 60n,
      part: 0,
      by: { available: 9n, returning: 50n },
    },
    {
      title: 'where what is on its way back need not pay any more',
      kept: [{ available: 10n, returning: 50n }],
      amount: 60n,
      part: 0,
      by: { available: 60n, returning: 50n },
    },
    {
      title: 'where a part that pays has less',
      kept: [{ available: 10n }, { available: 60n }, { available: 70n }],
      amount: 100n,
      part: 1,
      by: { available: 29n },
    },
    {
      title: 'where a part that pays alone has less',
      kept: [{ available: 10n }, { available: 60n }],
      amount: 50n,
      part: 1,
      by: { available: 49n },
    },
    {
      title: 'where a part that pays was locked',
      kept: [{ available: 10n }, { available: 60n }],
      amount: 50n,
      part: 1,
      by: { available: 60n, locked: true },
    },
    {
      title: 'where locked parts pay, and something is owed by now',
      kept: [{ available: 0n }, { available: 60n, locked: true }],
      amount: 50n,
      part: 0,
      by: { available: -1n },
    },
    {
      title: 'where one of those that pay is locked, and something is owed by now',
      kept: [{ available: 0n }, { available: 60n, locked: true }, { available: 50n }],
      amount: 100n,
      part: 0,
      by: { available: -1n },
    },
    {
      title: 'where more is owed',
      kept: [{ available: -30n }, { available: 60n, locked: true }],
      amount: 20n,
      part: 0,
      by: { available: -31n },
    },
    {
      title: 'where more is owed, and the parts that pay are not locked',
      kept: [{ available: -30n }, { available: 60n }],
      amount: 20n,
      part: 0,
      by: { available: -31n },
    },
    {
      title: 'where a part that is emptied has less',
      kept: [{ available: 10n }, { available: 20n }],
      amount: 100n,
      part: 1,
      by: { available: 19n },
    },
    {
      title: 'where the first has enough to need the others no more',
      kept: [{ available: 10n }, { available: 20n }],
      amount: 100n,
      part: 0,
      by: { available: 80n, parts: 2 },
    },
    {
      title: 'where there are more parts to empty',
      kept: [{ available: 10n }, { available: 20n }],
      amount: 100n,
      part: 0,
      by: { available: 10n, parts: 3 },
    },
    {
      title: 'where the first owes nothing any more',
      kept: [{ available: -10n }, { available: 20n, locked: true }],
      amount: 50n,
      part: 0,
      by: { available: 0n },
    },
  ])('$title', async ({ kept: stored, amount, part, by }) => {
    await from.saveShards(stored);
    const { writes } = await from.prepare(amount);
    await from.saveShard(part, by);
    await expect(from.write(writes)).rejects.toThrow(WriteConflict);
    expect((await from.now(stored.length)).available[part]).toBe(Number(by['available']));
  });

  it('and not where it makes no difference: what the first has beyond zero, while locked parts pay', async () => {
    await from.saveShards([{ available: 10n }, { available: 60n, locked: true }]);
    const { writes } = await from.prepare(50n);
    await from.saveShard(0, { available: 3n });
    await from.write(writes);
    expect((await from.now(2)).available.reduce((sum, one) => sum + one)).toBe(13);
  });
});
