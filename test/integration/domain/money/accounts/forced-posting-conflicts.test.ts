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
  readonly stored: readonly StoredBalance[];
  readonly amount: bigint;
  /** The shard that changes before the write. */
  readonly shard: number;
  readonly by: Item;
}

describe('a forced posting gets a write conflict', () => {
  it.each<Meanwhile>([
    {
      title: 'where enough money becomes too little',
      stored: [{ available: 50n }],
      amount: 50n,
      shard: 0,
      by: { available: 49n },
    },
    {
      title: 'where too little money becomes enough',
      stored: [{ available: 40n }],
      amount: 50n,
      shard: 0,
      by: { available: 50n },
    },
    {
      title: 'where an empty account receives money',
      stored: [undefined],
      amount: 50n,
      shard: 0,
      by: { available: 5n },
    },
    {
      title: 'where a cancellation returns less',
      stored: [{ available: 10n, returning: 50n }],
      amount: 60n,
      shard: 0,
      by: { available: 10n, returning: 49n },
    },
    {
      title: 'where the returning money no longer suffices',
      stored: [{ available: 10n, returning: 50n }],
      amount: 60n,
      shard: 0,
      by: { available: 9n, returning: 50n },
    },
    {
      title: 'where the returning money is no longer needed',
      stored: [{ available: 10n, returning: 50n }],
      amount: 60n,
      shard: 0,
      by: { available: 60n, returning: 50n },
    },
    {
      title: 'where a paying shard has less',
      stored: [{ available: 10n }, { available: 60n }, { available: 70n }],
      amount: 100n,
      shard: 1,
      by: { available: 29n },
    },
    {
      title: 'where the only paying shard has less',
      stored: [{ available: 10n }, { available: 60n }],
      amount: 50n,
      shard: 1,
      by: { available: 49n },
    },
    {
      title: 'where a paying shard is locked',
      stored: [{ available: 10n }, { available: 60n }],
      amount: 50n,
      shard: 1,
      by: { available: 60n, locked: true },
    },
    {
      title: 'where locked shards pay and there is a debt by now',
      stored: [{ available: 0n }, { available: 60n, locked: true }],
      amount: 50n,
      shard: 0,
      by: { available: -1n },
    },
    {
      title: 'where one of several paying shards is locked and there is a debt by now',
      stored: [{ available: 0n }, { available: 60n, locked: true }, { available: 50n }],
      amount: 100n,
      shard: 0,
      by: { available: -1n },
    },
    {
      title: 'where the debt is larger',
      stored: [{ available: -30n }, { available: 60n, locked: true }],
      amount: 20n,
      shard: 0,
      by: { available: -31n },
    },
    {
      title: 'where the debt is larger and the paying shards are unlocked',
      stored: [{ available: -30n }, { available: 60n }],
      amount: 20n,
      shard: 0,
      by: { available: -31n },
    },
    {
      title: 'where a shard that is emptied has less',
      stored: [{ available: 10n }, { available: 20n }],
      amount: 100n,
      shard: 1,
      by: { available: 19n },
    },
    {
      title: 'where the first shard has enough without the others',
      stored: [{ available: 10n }, { available: 20n }],
      amount: 100n,
      shard: 0,
      by: { available: 80n, shards: 2 },
    },
    {
      title: 'where there are more shards to empty',
      stored: [{ available: 10n }, { available: 20n }],
      amount: 100n,
      shard: 0,
      by: { available: 10n, shards: 3 },
    },
    {
      title: 'where the first shard no longer has a debt',
      stored: [{ available: -10n }, { available: 20n, locked: true }],
      amount: 50n,
      shard: 0,
      by: { available: 0n },
    },
  ])('$title', async ({ stored, amount, shard, by }) => {
    await from.saveShards(stored);
    const { writes } = await from.prepare(amount);
    await from.saveShard(shard, by);
    await expect(from.write(writes)).rejects.toThrow(WriteConflict);
    expect((await from.balancesNow(stored.length)).available[shard]).toBe(Number(by['available']));
  });

  it('but not where a change makes no difference: less money above zero on the first shard while locked shards pay', async () => {
    await from.saveShards([{ available: 10n }, { available: 60n, locked: true }]);
    const { writes } = await from.prepare(50n);
    await from.saveShard(0, { available: 3n });
    await from.write(writes);
    expect((await from.balancesNow(2)).available.reduce((sum, one) => sum + one)).toBe(13);
  });
});
