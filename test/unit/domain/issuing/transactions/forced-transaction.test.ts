import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import type { EventEntry } from '../../../../../shared/domain/issuing/transactions/event-entry.ts';
import { matchAuthorization } from '../../../../../shared/domain/issuing/transactions/match-authorization.ts';
import { forcedTransactionWrites } from '../../../../../shared/domain/issuing/transactions/post-transaction.ts';
import { WriteConflict } from '../../../../../shared/runtime/idempotency/execute-once.ts';
import { transaction } from '../../../../support/fixtures/transactions.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';
import { CARD, eventOf } from './transaction-replay-fixture.ts';

const event = eventOf(transaction(CARD.cardId, { recordNo: '5', transCategory: 2 }));

/** Returns the writes of a clearing without funds over the stored items. */
async function clear(store: MemoryStore, alarms: string[]) {
  const deps = {
    store,
    now: () => 1_000,
    random: () => 0,
    graceMs: 1,
    alarm: (what: string) => alarms.push(what),
  } as unknown as Dependencies;
  const match = await matchAuthorization(deps, event);
  return forcedTransactionWrites(deps, { card: CARD, event, match, correlationId: 'test' });
}

describe('a clearing without funds', () => {
  it('is posted nevertheless, with an alarm', async () => {
    const alarms: string[] = [];
    const store = new MemoryStore();
    await store.write(await clear(store, alarms));
    expect(alarms).toEqual(['a balance is below zero']);
  });

  it('is decided again, without an alarm, where another process has posted it meanwhile', async () => {
    const alarms: string[] = [];
    const store = new MemoryStore();
    const entry: EventEntry['entry'] = { cause: 'transaction/5/2', at: 0, postings: [] };
    const item = { pk: `entry/${entry.cause}`, sk: 'entry', ...entry };
    await store.write([{ kind: 'put', table: 'ledger', item }]);
    await expect(clear(store, alarms)).rejects.toThrow(WriteConflict);
    expect(alarms).toEqual([]);
  });

  it('fails with the error of the tables', async () => {
    const store = new MemoryStore();
    store.query = () => Promise.reject(new Error('no line'));
    const { get } = store;
    store.get = (table, key) =>
      table === 'ledger' ? Promise.reject(new Error('no line')) : get.call(store, table, key);
    await expect(clear(store, [])).rejects.toThrow('no line');
  });
});
