import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forcedEntryWrites } from '../../../../../shared/domain/money/accounts/forced-postings.ts';
import {
  type Account,
  balanceKey,
  cardAccount,
  shardOf,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { AlreadyPosted, GuardRepeated } from '../../../../../shared/domain/money/ledger/entry.ts';
import { type Posting, transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import type { Put } from '../../../../../shared/runtime/store/write.ts';
import {
  bank,
  type DebitedAccount,
  Insufficient,
  openDebitedAccounts,
  type StoredBalance,
} from './forced-posting-fixture.ts';

let another: () => DebitedAccount;
let from: DebitedAccount;
beforeAll(async () => {
  another = await openDebitedAccounts();
});
beforeEach(() => {
  from = another();
});

const atIssuer = (available: bigint) => [
  [
    'a balance is below zero',
    { account: from.account, available: String(available), cause: `test/${from.account}` },
  ],
];

interface Case {
  readonly title: string;
  readonly stored: readonly StoredBalance[];
  readonly amount: bigint;
  /** How far the whole account is below zero if the alarm is raised. */
  readonly left?: bigint;
  readonly available: number[];
  readonly locked?: number[];
}

describe('a forced posting', () => {
  it.each<Case>([
    {
      title: 'all the money',
      stored: [{ available: 50n }],
      amount: 50n,
      available: [0],
    },
    {
      title: 'more than the balance, with an alarm',
      stored: [{ available: 50n }],
      amount: 51n,
      left: -1n,
      available: [-1],
    },
    {
      title: 'from an unused account, with an alarm',
      stored: [undefined],
      amount: 5n,
      left: -5n,
      available: [-5],
    },
    {
      title: 'more from an account with a debt',
      stored: [{ available: -10n }],
      amount: 20n,
      left: -30n,
      available: [-30],
    },
    {
      title: 'all that a cancellation returns, without an alarm',
      stored: [{ available: 10n, frozen: 50n, returning: 50n }],
      amount: 60n,
      available: [-50],
    },
    {
      title: 'more than a cancellation returns, with an alarm',
      stored: [{ available: 10n, frozen: 50n, returning: 50n }],
      amount: 61n,
      left: -51n,
      available: [-51],
    },
    {
      title: 'from another shard rather than from returning money',
      stored: [{ available: 0n, frozen: 50n, returning: 50n }, { available: 100n }],
      amount: 30n,
      available: [35, 35],
    },
    {
      title: 'from the first shard with enough, and rebalances it with the first',
      stored: [{ available: 5n }, { available: 100n }, { available: 200n }],
      amount: 30n,
      available: [37, 38, 200],
    },
    {
      title: 'from the shards with the most',
      stored: [{ available: 10n }, { available: 60n }, { available: 70n }],
      amount: 100n,
      available: [10, 30, 0],
    },
    {
      title: 'from locked shards, and unlocks them',
      stored: [{ available: 10n }, { available: 60n, locked: true }, { available: 70n, locked: true }],
      amount: 100n,
      available: [10, 30, 0],
    },
    {
      title: 'the debt of the first shard as well',
      stored: [{ available: -30n }, { available: 60n, locked: true }, { available: 5n, locked: true }],
      amount: 20n,
      available: [0, 10, 5],
      locked: [2],
    },
    {
      title: 'all money of all shards, and the rest from the first',
      stored: [{ available: 10n }, { available: 20n }, { available: 0n }],
      amount: 100n,
      left: -70n,
      available: [-70, 0, 0],
      locked: [1, 2],
    },
    {
      title: 'all money even if a shard has no balance yet',
      stored: [{ available: 10n }, { available: 20n }, undefined],
      amount: 100n,
      left: -70n,
      available: [-70, 0, 0],
      locked: [1, 2],
    },
    {
      title: 'from the first shard alone once it has a debt: money on another stays there, locked',
      stored: [{ available: -10n }, { available: 20n, locked: true }],
      amount: 50n,
      left: -40n,
      available: [-60, 20],
      locked: [1],
    },
  ])('takes $title', async ({ stored, amount, left, available, locked = [] }) => {
    await from.saveShards(stored);
    const { writes, alarms } = await from.prepare(amount);
    expect(alarms).toEqual(left === undefined ? [] : atIssuer(left));
    await from.write(writes);
    expect(await from.balancesNow(stored.length)).toEqual({ available, locked });
    const { postings } = (writes[0] as Put).item as unknown as { postings: Posting[] };
    expect(postings.every((posting) => posting.amount !== 0n)).toBe(true);
  });

  it('that pays the account raises no alarm, even if its balance stays below zero', async () => {
    await from.saveShards([{ available: -50n, frozen: 5n }]);
    const incoming = transfer([bank, 'available'], [from.account, 'available'], 20n);
    const outgoing = transfer([from.account, 'frozen'], [bank, 'available'], 5n);
    for (const [nth, postings] of [incoming, outgoing].entries()) {
      const { writes, alarms } = await from.prepare(0n, { postings, cause: `${from.account}/${nth}` });
      expect(alarms).toEqual([]);
      await from.write(writes);
    }
    expect(await from.balancesNow(1)).toEqual({ available: [-30], locked: [] });
  });

  it('reads nothing where nothing is taken', async () => {
    const { deps } = from.fixture;
    const store: Store = { ...deps.store, get: () => Promise.reject(new Error('is read')) };
    const guard = { account: from.account, overdraft: true, onConflict: () => undefined };
    const incoming = transfer([bank, 'available'], [from.account, 'available'], 20n);
    const outgoing = transfer([from.account, 'frozen'], [bank, 'available'], 5n);
    for (const postings of [incoming, outgoing]) {
      const entry = { cause: 'test/nothing', at: 1, postings };
      const writes = await forcedEntryWrites({ ...deps, store }, entry, () => new Insufficient(), [guard]);
      expect(writes).toHaveLength(2);
    }
  });

  it('has no condition on a shard that does not pay, nor on the first where there is no debt', async () => {
    await from.saveShards([{ available: 0n }, { available: 60n }, { available: 5n }, { available: 70n }]);
    const { writes } = await from.prepare(100n);
    const request = writes.flatMap((write) =>
      write.kind === 'update' && write.when?.length ? [write.key.pk] : [],
    );
    expect(request.toSorted()).toEqual([1, 3].map((shard) => balanceKey(shardOf(from.account, shard)).pk));
  });

  it('is refused before any alarm where the account must not be overdrawn', async () => {
    await from.saveShards([{ available: 10n }, { available: 20n }]);
    await expect(from.prepare(31n, { overdraft: false })).rejects.toThrow(Insufficient);
    await from.write((await from.prepare(30n, { overdraft: false })).writes);
    expect(await from.balancesNow(2)).toEqual({ available: [0, 0], locked: [] });
  });

  it('raises no alarm when it is already booked', async () => {
    await from.saveShards([{ available: 10n }]);
    await from.write((await from.prepare(20n)).writes);
    const before = from.fixture.alarms.length;
    const postings = transfer([from.account, 'available'], [bank, 'available'], 20n);
    const entry = { cause: `test/${from.account}`, at: 1, postings };
    const guard = { account: from.account, overdraft: true, onConflict: () => undefined };
    const again = forcedEntryWrites(from.fixture.deps, entry, () => new Insufficient(), [guard]);
    await expect(again).rejects.toThrow(new AlreadyPosted(`cause ${entry.cause}`));
    expect(from.fixture.alarms.slice(before)).toEqual([]);
  });
});

it('a forced posting with two guards of one account is refused before any alarm', async () => {
  const before = from.fixture.alarms.length;
  const postings = transfer([from.account, 'available'], [bank, 'available'], 20n);
  const entry = { cause: `test/${from.account}`, at: 1, postings };
  const guard = { account: from.account, overdraft: true, onConflict: () => undefined };
  const booked = forcedEntryWrites(from.fixture.deps, entry, () => new Insufficient(), [guard, guard]);
  await expect(booked).rejects.toThrow(new GuardRepeated(`two guards of ${from.account}`));
  expect(from.fixture.alarms.slice(before)).toEqual([]);
});

describe('an account without the permission to be overdrawn', () => {
  const refused = (name: Account) => new Insufficient(name);
  const fifty = (account: Account) => transfer([account, 'available'], [bank, 'available'], 50n);

  it('gets no money from other shards, and refuses', async () => {
    await from.saveShards([{ available: 10n }, { available: 100n }]);
    const guard = { account: from.account, onConflict: () => undefined };
    const entry = { cause: 'test/plain', at: 1, postings: fifty(from.account) };
    const writes = await forcedEntryWrites(from.fixture.deps, entry, refused, [guard]);
    await expect(from.write(writes)).rejects.toThrow(new Insufficient(from.account));
  });

  it('refuses even beside a posting that other shards pay', async () => {
    await from.saveShards([{ available: 10n }, { available: 100n }]);
    const card = cardAccount('1', 'USD');
    const { writes } = await from.prepare(50n, { postings: [...fifty(from.account), ...fifty(card)] });
    await expect(from.write(writes)).rejects.toThrow(new Insufficient(card));
  });
});
