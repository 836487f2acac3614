import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createShards,
  rebalanceShards,
} from '../../../../../shared/domain/money/accounts/rebalance-shards.ts';
import { balanceKey, shardOf } from '../../../../../shared/domain/money/ledger/account.ts';
import { Crash } from '../../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { watchedStore } from '../../../../support/stores/watched-store.ts';
import { type DebitedAccount, openDebitedAccounts } from './forced-posting-fixture.ts';

let another: () => DebitedAccount;
let from: DebitedAccount;
beforeAll(async () => {
  another = await openDebitedAccounts();
});
beforeEach(() => {
  from = another();
});

describe('an account that is spread over shards', () => {
  it('has a balance on each of them, even without bookings, and on no other', async () => {
    const { deps } = from.fixture;
    await createShards(deps, from.account, 3);
    const items = await deps.store.getMany(
      'ledger',
      [0, 1, 2, 3].map((shard) => balanceKey(shardOf(from.account, shard))),
    );
    expect(items.map((item) => item && [Number(item['available']), Number(item['frozen'])])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      undefined,
    ]);
    expect(await from.balancesNow(3)).toEqual({ available: [0, 0, 0], locked: [1, 2] });
    await rebalanceShards(deps, from.account, 3);
    expect(await from.balancesNow(3)).toEqual({ available: [0, 0, 0], locked: [] });
  });
});

describe('rebalancing', () => {
  it('writes nothing where all shards are equal and unlocked', async () => {
    await from.saveShards([{ available: 20n }, { available: 20n }]);
    const { store, writes } = watchedStore(from.fixture.deps.store);
    await rebalanceShards({ ...from.fixture.deps, store }, from.account, 2);
    expect(writes).toEqual([]);
  });

  it('moves all money to a first shard below zero, and leaves the others locked', async () => {
    await from.saveShards([
      { available: -50n },
      { available: 20n, locked: true },
      { available: 0n, locked: true },
    ]);
    await rebalanceShards(from.fixture.deps, from.account, 3);
    expect(await from.balancesNow(3)).toEqual({ available: [-30, 0, 0], locked: [1, 2] });
  });

  it('fails where it cannot unlock', async () => {
    await from.saveShards([{ available: 20n }, { available: 20n, locked: true }]);
    const store = interruptedStore(from.fixture.deps.store, () => Promise.reject(new Crash()));
    await expect(rebalanceShards({ ...from.fixture.deps, store }, from.account, 2)).rejects.toThrow(Crash);
    expect(await from.balancesNow(2)).toEqual({ available: [20, 20], locked: [1] });
  });
});
