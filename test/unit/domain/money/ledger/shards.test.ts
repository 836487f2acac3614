import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedMoves } from '../../../../../shared/domain/money/accounts/rebalance-shards.ts';
import {
  type Account,
  accountFromKey,
  accountOfShard,
  balanceKey,
  feesAccount,
  merchantCardAccount,
  shardOf,
  userNoOf,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { freeze, type Posting, transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import {
  guardsOfPayingShards,
  guardsOfSingleShard,
  MAX_SHARDS,
  netDebit,
  postedOnShard,
  type Shard,
  type ShardedPostings,
  splitAcrossShards,
} from '../../../../../shared/domain/money/ledger/shards.ts';
import { absent, atLeast } from '../../../../../shared/runtime/store/write.ts';
import { seededRandom } from '../../../../support/seeded-random.ts';

const account = merchantCardAccount('7', 'USD');
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
const minors = fc.bigInt({ min: 0n, max: 1_000n });
const shardBalances = fc.array(minors, { minLength: 2, maxLength: MAX_SHARDS });

/** Returns by how much the postings change one side of each account; `of` names the account. */
const changes = (postings: readonly Posting[], side: Posting['side'], of: (account: Account) => string) => {
  const sums = new Map<string, bigint>();
  for (const posting of postings.filter((one) => one.side === side)) {
    const name = of(posting.account);
    sums.set(name, (sums.get(name) ?? 0n) + posting.amount);
  }
  return new Map([...sums].filter(([, amount]) => amount !== 0n));
};
const changesPerShard = (postings: readonly Posting[], side: Posting['side']) =>
  changes(postings, side, String);

describe('a shard', () => {
  it('is an account with its own balance and partition; the first one is the account itself', () => {
    expect(shardOf(account, 0)).toBe(account);
    const shard = shardOf(account, 12);
    expect(balanceKey(shard)).toEqual({ pk: 'merchant/7~12', sk: 'balance/card/USD' });
    expect(accountFromKey(balanceKey(shard))).toBe(shard);
    expect([accountOfShard(shard), accountOfShard(account)]).toEqual([account, account]);
    expect([userNoOf(shard), userNoOf(account), userNoOf(feesAccount('USD'))]).toEqual(['7', '7', undefined]);
  });
});

describe('the guards of paying shards', () => {
  const shardWith = (index: number, available: bigint, locked = false): Shard => ({
    account: shardOf(account, index),
    available,
    frozen: 0n,
    locked,
  });
  const debitsFrom = (...from: number[]): Posting[] =>
    from.flatMap((index) =>
      transfer([shardOf(account, index), 'available'], [feesAccount('USD'), 'available'], 5n),
    );
  const guardsFor = (seen: Shard[], ...from: number[]) =>
    guardsOfPayingShards(account, seen, [
      ...debitsFrom(...from),
      ...transfer([feesAccount('USD'), 'available'], [shardOf(account, 1), 'available'], 5n),
    ]).map(({ account: at, when, remove }) => [at, when, remove]);
  const [isUnlocked, unlocking] = [[absent('locked')], [[], ['locked']]];
  const firstHasAtLeast = (least: bigint) => [account, [atLeast('available', least)], undefined];

  it('require that a chosen shard is unlocked, and nothing of the first', () => {
    expect(guardsOfSingleShard(account, 0)).toEqual([]);
    const generated = guardsOfSingleShard(account, 3).map(({ account: at, when }) => [at, when]);
    expect(generated).toEqual([[shardOf(account, 3), isUnlocked]]);
  });

  it('require that the paying shards are unlocked, and nothing of the first where none is locked', () => {
    const seen = [
      shardWith(0, 0n),
      shardWith(1, 9n),
      shardWith(2, 9n),
      shardWith(3, 9n, true),
      shardWith(4, 9n),
    ];
    expect(guardsFor(seen, 0, 2, 4)).toEqual([
      [shardOf(account, 2), isUnlocked, undefined],
      [shardOf(account, 4), isUnlocked, undefined],
    ]);
  });

  it.each([0n, 9n])('unlock locked ones while the first, with %i, is not below zero', (first) => {
    const seen = [shardWith(0, first), shardWith(1, 9n), shardWith(2, 9n, true), shardWith(3, 9n)];
    expect(guardsFor(seen, 2, 3)).toEqual([
      firstHasAtLeast(0n),
      [shardOf(account, 2), ...unlocking],
      [shardOf(account, 3), isUnlocked, undefined],
    ]);
  });

  it('require that the debt of the first is no larger than was read', () => {
    expect(guardsFor([shardWith(0, -5n), shardWith(1, 9n), shardWith(2, 9n)], 2)).toEqual([
      firstHasAtLeast(-5n),
      [shardOf(account, 2), isUnlocked, undefined],
    ]);
  });
});

describe('postings on a shard', () => {
  it('move the same amounts there', () => {
    const postings = [
      ...freeze(account, 5n),
      ...transfer([account, 'frozen'], [feesAccount('USD'), 'available'], 2n),
    ];
    const { postings: payment, shard } = postedOnShard(account, postings, 3);
    expect(shard).toBe(3);
    expect(payment.map((posting) => posting.account)).toEqual([
      shardOf(account, 3),
      shardOf(account, 3),
      shardOf(account, 3),
      feesAccount('USD'),
    ]);
    expect(payment.map(({ side, amount }) => [side, amount])).toEqual(
      postings.map(({ side, amount }) => [side, amount]),
    );
  });
});

describe('a payment by several shards', () => {
  const spreads = fc.record({
    seen: shardBalances,
    taken: fc.bigInt({ min: 1n, max: 40_000n }),
    seed: fc.integer(),
  });
  const paid = (
    { seen, taken: claimed, seed }: { seen: bigint[]; taken: bigint; seed: number },
    exhausted = 0,
  ) => splitAcrossShards(account, freeze(account, claimed), seen, exhausted, seededRandom(seed));

  it('is complete or, when the sum is too small, refused', () => {
    fc.assert(
      fc.property(spreads, (request) => {
        const payment = paid(request);
        expect(payment === undefined).toBe(sum(request.seen) < request.taken);
        if (!payment) return;
        const changesInTotal = (side: Posting['side']) =>
          changes(payment.postings, side, (shard) => accountOfShard(shard as Account));
        expect(changesInTotal('available')).toEqual(new Map([[account, -request.taken]]));
        expect(changesPerShard(payment.postings, 'frozen')).toEqual(
          new Map([[shardOf(account, payment.shard), request.taken]]),
        );
      }),
    );
  });

  it('takes at most what was read of each shard, and fits into a transaction', () => {
    fc.assert(
      fc.property(spreads, (request) => {
        const { postings } = paid(request) ?? { postings: [] };
        const claimed = changesPerShard(postings, 'available');
        request.seen.forEach((available, shard) => {
          expect(available + (claimed.get(shardOf(account, shard)) ?? 0n)).toBeGreaterThanOrEqual(0n);
        });
        expect(new Set(postings.map((posting) => posting.account)).size).toBeLessThanOrEqual(MAX_SHARDS);
      }),
    );
  });

  it('comes from one that can pay alone, which rebalances the empty one by half of the difference', () => {
    const payment = paid({ seen: [2n, 100n, 3n], taken: 10n, seed: 1 }) as ShardedPostings;
    expect(payment.shard).toBe(1);
    expect(changesPerShard(payment.postings, 'available')).toEqual(
      new Map([
        [shardOf(account, 1), -54n],
        [account, 44n],
      ]),
    );
    expect(
      changesPerShard(paid({ seen: [0n, 10n], taken: 10n, seed: 1 })?.postings ?? [], 'available'),
    ).toEqual(new Map([[shardOf(account, 1), -10n]]));
  });

  it.each<[string, bigint[], number, [number, bigint][]]>([
    ['the one with exactly the amount', [100n, 150n], 1, [[0, -100n]]],
    ['the empty one itself, if it has enough by now', [300n, 1n], 0, [[0, -100n]]],
    ['one whose rest equals the empty one, which gets nothing', [150n, 50n], 1, [[0, -100n]]],
    ['one whose rest is less than the empty one has, which gives nothing', [150n, 90n], 1, [[0, -100n]]],
  ])('comes from %s', (_, seen, exhausted, expected) => {
    const { postings } = splitAcrossShards(
      account,
      freeze(account, 100n),
      seen,
      exhausted,
      () => 0,
    ) as ShardedPostings;
    const claimed = postings.filter(({ side }) => side === 'available');
    expect(claimed.map((posting) => [posting.account, posting.amount])).toEqual(
      expected.map(([shard, amount]) => [shardOf(account, shard), amount]),
    );
  });

  it('leaves the shard alone where nothing is taken', () => {
    const paidIn = transfer([feesAccount('USD'), 'available'], [account, 'available'], 5n);
    const moved = transfer([account, 'frozen'], [feesAccount('USD'), 'available'], 5n);
    for (const postings of [paidIn, moved])
      expect(splitAcrossShards(account, postings, [9n, 9n, 9n], 2, () => 0)).toEqual(
        postedOnShard(account, postings, 2),
      );
  });

  it('uses as few shards as possible, and pays the debt of one below zero', () => {
    const { postings } = splitAcrossShards(
      account,
      freeze(account, 80n),
      [0n, 50n, -5n, 35n, 20n],
      0,
      () => 0,
    ) as ShardedPostings;
    const claimed = postings.filter(({ side }) => side === 'available');
    expect(claimed.map((posting) => [posting.account, posting.amount])).toEqual([
      [shardOf(account, 1), -50n],
      [shardOf(account, 3), -35n],
      [shardOf(account, 2), 5n],
    ]);
  });

  it('uses the shards with the most, as few as possible', () => {
    const payment = paid({ seen: [1n, 6n, 5n, 2n], taken: 10n, seed: 1 }) as ShardedPostings;
    expect(payment.shard).toBe(1);
    expect(changesPerShard(payment.postings, 'available')).toEqual(
      new Map([
        [shardOf(account, 1), -6n],
        [shardOf(account, 2), -4n],
      ]),
    );
  });

  it('is spread over all shards that can pay, to avoid contention', () => {
    const seen = [0n, 50n, 50n, 50n];
    const payers = Array.from({ length: 40 }, (_, seed) => paid({ seen, taken: 1n, seed })?.shard);
    expect(new Set(payers)).toEqual(new Set([1, 2, 3]));
  });

  it('counts the debt of a shard against the others', () => {
    expect(paid({ seen: [-30n, 50n], taken: 21n, seed: 1 })).toBeUndefined();
    const payment = paid({ seen: [-30n, 50n], taken: 20n, seed: 1 });
    expect(changesPerShard(payment?.postings ?? [], 'available')).toEqual(
      new Map([
        [shardOf(account, 1), -50n],
        [account, 30n],
      ]),
    );
    // No order is accepted while a shard is below zero: the same entry repays it.
    const rest = paid({ seen: [-40n, 50n, 20n], taken: 30n, seed: 1 });
    expect(changesPerShard(rest?.postings ?? [], 'available')).toEqual(
      new Map([
        [shardOf(account, 1), -50n],
        [shardOf(account, 2), -20n],
        [account, 40n],
      ]),
    );
  });

  it('leaves postings that only add on their shard', () => {
    const postings = transfer([feesAccount('USD'), 'available'], [account, 'available'], 5n);
    expect(netDebit(account, postings)).toBe(-5n);
    expect(splitAcrossShards(account, postings, [0n, 0n], 1, seededRandom(1))).toEqual(
      postedOnShard(account, postings, 1),
    );
  });
});

describe('rebalancing', () => {
  const overdrawnBalances = fc.array(fc.bigInt({ min: -500n, max: 1_000n }), {
    minLength: 1,
    maxLength: MAX_SHARDS,
  });

  it('leaves equal balances except for the remainder, with fewer moves than shards', () => {
    fc.assert(
      fc.property(shardBalances, (available) => {
        const moves = plannedMoves(available);
        const mean = sum(available) / BigInt(available.length);
        expect(moves.length).toBeLessThan(available.length);
        expect(carriedOut(available, moves).every((one) => one >= mean)).toBe(true);
      }),
    );
  });

  it('takes no shard below zero, and none stays there while another is above', () => {
    fc.assert(
      fc.property(overdrawnBalances, (available) => {
        const after = carriedOut(available, plannedMoves(available));
        expect(sum(after)).toBe(sum(available));
        after.forEach((one, shard) => {
          expect(one).toBeGreaterThanOrEqual((available[shard] ?? 0n) < 0n ? (available[shard] ?? 0n) : 0n);
        });
        if (sum(available) >= 0n) expect(after.every((one) => one >= 0n)).toBe(true);
        else expect(after.every((one) => one <= 0n)).toBe(true);
      }),
    );
  });
});

/** Returns the balances of the shards after each move was made in turn. Each move takes at most what is available. */
function carriedOut(available: readonly bigint[], moves: ReturnType<typeof plannedMoves>): bigint[] {
  const after = [...available];
  for (const { from, to, amount } of moves) {
    expect(amount).toBeGreaterThan(0n);
    expect(after[from]).toBeGreaterThanOrEqual(amount);
    after[from] = (after[from] ?? 0n) - amount;
    after[to] = (after[to] ?? 0n) + amount;
  }
  return after;
}
