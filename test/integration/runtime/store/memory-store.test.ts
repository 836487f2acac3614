import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../../shared/runtime/store/store.ts';
import { ConditionFailed, equals, type Write } from '../../../../shared/runtime/store/write.ts';
import { openTestPlatform } from '../../../support/fixtures/test-platform.ts';
import { MemoryStore, type StreamRecord } from '../../../support/stores/model/memory-store.ts';
import { bothFail, outcome } from '../../../support/stores/model/outcome.ts';
import { callSequences, readEverything } from './store-calls.ts';

let dynamo: Store;
const model = new MemoryStore();

beforeAll(async () => {
  dynamo = (await openTestPlatform()).deps.store;
});

/** Returns a store that records its calls, so that a failure shows where the difference is. */
function noting(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get:
      (target, name: keyof Store) =>
      (...given: unknown[]) => {
        calls.push(`${name} ${inspect(given, { depth: 9, breakLength: Infinity })}`);
        return (target[name] as (...all: unknown[]) => unknown).apply(target, given);
      },
  });
}

const put = (pk: string, changes: object = {}): Write => ({
  kind: 'put',
  table: 'cards',
  item: { pk: `limits/${pk}` },
  ...changes,
});

describe('the model of the tables', () => {
  it('returns, refuses and stores the same as DynamoDB', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(callSequences, async (steps) => {
        run += 1;
        const calls: string[] = [];
        for (const step of [...steps, ...readEverything]) {
          const call = (store: Store) => step(store, `run-${run}/`);
          const real = await outcome(call, noting(dynamo, calls));
          const modelled = await outcome(call, model);
          if (!bothFail(real, modelled)) expect(modelled, calls.join('\n')).toEqual(real);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, Write[]]>([
    ['nothing', []],
    ['101 items', Array.from({ length: 101 }, (_, index) => put(`many-${index}`))],
    ['two changes of one item', [put('one', { replace: true }), put('one', { replace: true })]],
    ['an item of more than 400 kB', [put('big', { item: { pk: 'limits/big', text: 'x'.repeat(410_000) } })]],
  ])('refuses a transaction of %s, like DynamoDB', async (_, writes) => {
    const call = (store: Store) => store.write(writes);
    expect(await outcome(call, dynamo)).toEqual({ impossible: true });
    expect(await outcome(call, model)).toEqual({ impossible: true });
  });

  it.each<[string, Write[]]>([
    ['100 items', Array.from({ length: 100 }, (_, index) => put(`full-${index}`))],
    ['an item of 400 kB', [put('large', { item: { pk: 'limits/large', text: 'x'.repeat(409_000) } })]],
  ])('accepts a transaction of %s, like DynamoDB', async (_, writes) => {
    const call = (store: Store) => store.write(writes);
    expect(await outcome(call, dynamo)).toEqual({ answered: undefined });
    expect(await outcome(call, model)).toEqual({ answered: undefined });
  });

  it('streams every change, and none that was refused', async () => {
    const received: StreamRecord[] = [];
    const store = new MemoryStore((record) => received.push(record));
    const key = { pk: 'limits/existing' };
    await store.write([put('existing')]);
    await store.write([{ kind: 'update', table: 'cards', key, set: { alias: 'a' } }]);
    await expect(store.write([put('other'), put('existing')])).rejects.toThrow(ConditionFailed);
    await store.write([{ kind: 'check', table: 'cards', key, when: [equals('alias', 'a')] }]);
    expect(received.map(({ table, key, isNew }) => ({ table, key, isNew }))).toEqual([
      { table: 'cards', key, isNew: true },
      { table: 'cards', key, isNew: false },
    ]);
    expect(received.map(({ image }) => image.item()['alias'])).toEqual([undefined, 'a']);
  });
});
