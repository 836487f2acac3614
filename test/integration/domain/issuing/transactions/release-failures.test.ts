import { beforeEach, describe, expect, it } from 'vitest';
import { EMBEDDED } from '../../../../../shared/domain/issuer-name.ts';
import { transactionKey } from '../../../../../shared/domain/issuing/model/transaction.ts';
import {
  expireHolds,
  NothingHeld,
  releaseHold,
} from '../../../../../shared/domain/issuing/transactions/expire-holds.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import type { Write } from '../../../../../shared/runtime/store/write.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { openTransactionFixture, type TransactionFixture } from './transaction-fixture.ts';

let fixture: TransactionFixture;
let cardId: string;
let recordNo: string;
let alarms: unknown[];
beforeEach(async () => {
  fixture = await openTransactionFixture();
  cardId = await fixture.card();
  ({ recordNo } = await fixture.sendTransaction(cardId));
  fixture.moveClock(fixture.deps.holdMs);
  alarms = [];
});

/** Expires all holds; each write of these tables runs `meanwhile` and then fails. */
async function expireWithout(tables: readonly string[], meanwhile = async () => {}): Promise<number> {
  const write = async (writes: readonly Write[]) => {
    if (!writes.some(({ table }) => tables.includes(table))) return fixture.deps.store.write(writes);
    await meanwhile();
    throw new Error('no line');
  };
  const store = { ...interruptedStore(fixture.deps.store, async () => undefined), write };
  const alarm = (_: string, { reason }: Readonly<Record<string, string>>) => alarms.push(reason);
  return expireHolds({ ...fixture.deps, store, alarm });
}
const stored = async () =>
  (await fixture.operator.scan('transactions')).find(({ root }) => root === recordNo) as Item;

describe('a hold that cannot be released', () => {
  it('raises an alarm even if the failed release cannot be recorded, and stays due', async () => {
    expect(await expireWithout(['ledger', 'transactions'])).toBe(0);
    expect(alarms).toEqual(['Error: no line']);
    expect(await stored()).toMatchObject({ dueAt: fixture.deps.now() });
    expect(await stored()).not.toHaveProperty('releaseFailure');
  });

  it('raises no alarm when another run has released it meanwhile', async () => {
    await expireWithout(['ledger'], async () => {
      await expireHolds(fixture.deps);
    });
    expect(alarms).toEqual([]);
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    expect(await fixture.differences()).toEqual([]);
  });

  it('is counted once, with one alarm, when two runs fail at the same time', async () => {
    await expireWithout(['ledger'], async () => {
      await expireWithout(['ledger']);
    });
    expect(alarms).toEqual(['Error: no line']);
    expect(await stored()).toMatchObject({
      dueAt: fixture.deps.now() + fixture.deps.graceMs,
      releaseFailure: { times: 1, reason: 'Error: no line' },
    });
  });
});

describe('an operator', () => {
  it('cannot release a hold of an external issuer', async () => {
    const set = { issuer: 'upstream' };
    await fixture.deps.store.write([
      { kind: 'update', table: 'transactions', key: transactionKey({ recordNo }), set },
    ]);
    const release = () => releaseHold(fixture.deps, recordNo, 'the shop is gone');
    await expect(release()).rejects.toThrow(NothingHeld);
    await expect(release()).rejects.toThrow(
      expect.objectContaining({
        name: 'NothingHeld',
        message: `transaction ${recordNo} holds nothing that could be released here`,
      }),
    );
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 4_000n]);
    await fixture.deps.store.write([
      {
        kind: 'update',
        table: 'transactions',
        key: transactionKey({ recordNo }),
        set: { issuer: EMBEDDED },
      },
    ]);
    expect(await release()).toEqual({ amount: 4_000n, currency: 'USD' });
  });
});
