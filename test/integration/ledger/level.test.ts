import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { balanceKey, partOf } from '../../../shared/ledger/accounts.ts';
import { layOut, levelParts } from '../../../shared/ledger/level.ts';
import { interruptedStore } from '../../support/interrupted-store.ts';
import { watchedStore } from '../../support/watched-store.ts';
import { Crash } from '../faults/faulty-store.ts';
import { openAccounts, type TakenFrom } from './world.ts';

let another: () => TakenFrom;
let from: TakenFrom;
beforeAll(async () => {
  another = await openAccounts();
});
beforeEach(() => {
  from = another();
});

describe('an account that is laid out on parts', () => {
  it('has a balance on each of them, also where nothing was booked, and on no other', async () => {
    const { platform } = from.world;
    await layOut(platform, from.account, 3);
    const items = await platform.store.getMany(
      'ledger',
      [0, 1, 2, 3].map((part) => balanceKey(partOf(from.account, part))),
    );
    expect(items.map((item) => item && [Number(item['available']), Number(item['frozen'])])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      undefined,
    ]);
    expect(await from.now(3)).toEqual({ available: [0, 0, 0], locked: [1, 2] });
    await levelParts(platform, from.account, 3);
    expect(await from.now(3)).toEqual({ available: [0, 0, 0], locked: [] });
  });
});

describe('evening out', () => {
  it('writes nothing where everything is even and free', async () => {
    await from.lay([{ available: 20n }, { available: 20n }]);
    const { store, writes } = watchedStore(from.world.platform.store);
    await levelParts({ ...from.world.platform, store }, from.account, 2);
    expect(writes).toEqual([]);
  });

  it('leaves all locked while the first is below zero, and brings it what they have', async () => {
    await from.lay([{ available: -50n }, { available: 20n, locked: true }, { available: 0n, locked: true }]);
    await levelParts(from.world.platform, from.account, 3);
    expect(await from.now(3)).toEqual({ available: [-30, 0, 0], locked: [1, 2] });
  });

  it('fails where it cannot unlock', async () => {
    await from.lay([{ available: 20n }, { available: 20n, locked: true }]);
    const store = interruptedStore(from.world.platform.store, () => Promise.reject(new Crash()));
    await expect(levelParts({ ...from.world.platform, store }, from.account, 2)).rejects.toThrow(Crash);
    expect(await from.now(2)).toEqual({ available: [20, 20], locked: [1] });
  });
});
