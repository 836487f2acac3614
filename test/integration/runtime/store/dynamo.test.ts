import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import type { Store } from '../../../../shared/runtime/store/store.ts';
import {
  absent,
  absentOrAtMost,
  atLeast,
  atMost,
  ConditionFailed,
  equals,
  matchesConditions,
  oneOf,
  type Update,
} from '../../../../shared/runtime/store/write.ts';
import { openTestPlatform } from '../../../support/fixtures/test-platform.ts';

let store: Store;
const HUGE = 9_007_199_254_740_993n;

class Refused extends Error {
  readonly current: Item | undefined;
  constructor(current: Item | undefined) {
    super('refused');
    this.current = current;
  }
}
const onConflict = (current: Item | undefined) => new Refused(current);
const item = (pk: string, attributes: object = {}) => ({ pk: `test/${pk}`, ...attributes });
const put = (pk: string, attributes: object = {}) =>
  store.write([{ kind: 'put', table: 'cards', item: item(pk, attributes), onConflict }]);
const update = (pk: string, changes: Partial<Update>): Update => ({
  kind: 'update',
  table: 'cards',
  key: { pk: `test/${pk}` },
  onConflict,
  ...changes,
});
const read = (pk: string) => store.get('cards', { pk: `test/${pk}` });

beforeAll(async () => {
  ({ store } = (await openTestPlatform()).deps);
});

describe('a write', () => {
  it('keeps integers beyond 2^53 exact', async () => {
    await put('huge', { minor: HUGE });
    await store.write([update('huge', { add: { minor: 2n } })]);
    expect(await read('huge')).toEqual(item('huge', { minor: HUGE + 2n }));
  });

  it.each([
    ['alone', []],
    ['in a transaction', [{ kind: 'put', table: 'cards', item: { pk: 'test/beside' } }]],
  ] as const)('gives its error the present item, %s', async (name, beside) => {
    await put(name, { minor: HUGE, status: 'there' });
    const refused = update(name, { add: { minor: 1n }, when: [equals('status', 'elsewhere')] });
    await expect(store.write([refused, ...beside])).rejects.toMatchObject({
      current: item(name, { minor: HUGE, status: 'there' }),
    });
    expect(await read('beside')).toBeUndefined();
  });

  it('of a new item is refused where one exists, and is a defect where that is not expected', async () => {
    await put('twice');
    await expect(put('twice')).rejects.toThrow(Refused);
    await expect(store.write([{ kind: 'put', table: 'cards', item: item('twice') }])).rejects.toThrow(
      ConditionFailed,
    );
  });

  it.each([
    ['equals', [equals('status', 'open')], [equals('status', 'shut')]],
    ['at least', [atLeast('amount', 5n)], [atLeast('amount', 6n)]],
    ['one of', [oneOf('status', ['shut', 'open'])], [oneOf('status', ['shut', 'ajar'])]],
    ['absent', [absent('closed')], [absent('status')]],
    [
      'all of them',
      [absent('closed'), equals('status', 'open')],
      [absent('closed'), equals('status', 'shut')],
    ],
  ])('happens only when its conditions hold: %s', async (name, holding, failing) => {
    await put(name, { status: 'open', amount: 5 });
    await expect(store.write([update(name, { set: { seen: 1 }, when: failing })])).rejects.toThrow(Refused);
    await store.write([update(name, { set: { seen: 2 }, when: holding })]);
    expect(await read(name)).toMatchObject({ seen: 2 });
    await expect(
      store.write([{ kind: 'check', table: 'cards', key: item(name), when: failing, onConflict }]),
    ).rejects.toThrow(Refused);
    await store.write([{ kind: 'check', table: 'cards', key: item(name), when: holding }]);
  });

  it('sets, adds and removes at once, and creates a missing item', async () => {
    await store.write([update('made', { set: { one: 'a', two: 'b' }, add: { sum: 3n } })]);
    await store.write([update('made', { remove: ['one'], add: { sum: -1n } })]);
    expect(await read('made')).toEqual(item('made', { two: 'b', sum: 2 }));
  });
});

describe('a query', () => {
  const query = { table: 'cards', index: 'byMerchant', partition: '7' } as const;
  const positions = async (bounds: object) =>
    (await store.query({ ...query, ...bounds })).map(({ ordinal }) => ordinal);

  beforeAll(async () => {
    for (const ordinal of [11, 12, 13, 14])
      await put(`card-${ordinal}`, { userNo: '7', ordinal, cardType: (ordinal % 2) + 1, alias: 'not here' });
  });

  it('returns an index within bounds, newest first, up to a limit', async () => {
    expect(await positions({})).toEqual([11, 12, 13, 14]);
    expect(await positions({ from: 12, newestFirst: true })).toEqual([14, 13, 12]);
    expect(await positions({ to: 12 })).toEqual([11, 12]);
    expect(await positions({ from: 12, to: 13 })).toEqual([12, 13]);
    expect(await positions({ newestFirst: true, limit: 1 })).toEqual([14]);
    expect(await positions({ from: 13, to: 12 })).toEqual([]);
  });

  it('returns items that meet its conditions, up to the limit', async () => {
    const where = [equals('cardType', 1)];
    expect(await positions({ where })).toEqual([12, 14]);
    expect(await positions({ where, limit: 1 })).toEqual([12]);
    expect(await positions({ where, limit: 1, newestFirst: true, to: 13 })).toEqual([12]);
    expect(await positions({ where: [...where, equals('status', 'active')] })).toEqual([]);
  });

  it('counts what it would return', async () => {
    expect(await store.count(query)).toBe(4);
    expect(await store.count({ ...query, from: 12, where: [equals('cardType', 2)] })).toBe(1);
    expect(await store.count({ ...query, from: 13, to: 12 })).toBe(0);
    expect(await store.count({ ...query, partition: 'nobody' })).toBe(0);
  });

  it('returns the attributes that the index projects, and no others', async () => {
    const [row] = await store.query({ ...query, limit: 1 });
    expect(row).toEqual({ pk: 'test/card-11', userNo: '7', ordinal: 11, cardType: 2 });
  });

  it('returns all items of several pages', async () => {
    const big = 'x'.repeat(350_000);
    for (let count = 0; count < 4; count += 1)
      await store.write([
        { kind: 'put', table: 'ledger', item: { pk: 'test/big', sk: `${count}`, big, count } },
      ]);
    const all = { table: 'ledger', partition: 'test/big' } as const;
    expect((await store.query(all)).map(({ count }) => count)).toEqual([0, 1, 2, 3]);
    expect(await store.query({ ...all, where: [equals('count', 3)], limit: 1 })).toHaveLength(1);
    expect(await store.count(all)).toBe(4);
  });
});

it('conditions give the same result for an item in memory as in its table', async () => {
  const value = fc.constantFrom<unknown>(1, 2, 3, HUGE, HUGE + 1n, '1', '2', undefined);
  const known = fc.constantFrom(1, 2, 3n, HUGE, '1', '2');
  const condition = fc.oneof(
    known.map((one) => equals('value', one)),
    fc.constantFrom(1n, 2n, HUGE).map((one) => atLeast('value', one)),
    fc.constantFrom(1n, 2n, HUGE).map((one) => atMost('value', one)),
    fc.constantFrom(1n, 2n, HUGE).map((one) => absentOrAtMost('value', one)),
    fc.subarray(['1', '2', '3'], { minLength: 1 }).map((some) => oneOf('value', some)),
    fc.constant(absent('value')),
  );
  let count = 0;
  await fc.assert(
    fc.asyncProperty(value, fc.array(condition, { maxLength: 2 }), async (attribute, where) => {
      count += 1;
      const stored = item(`conditions-${count}`, {
        userNo: `conditions-${count}`,
        ordinal: 1,
        status: attribute,
      });
      await store.write([{ kind: 'put', table: 'cards', item: stored }]);
      const onStatus = where.map((one) => ({ ...one, attribute: 'status' }));
      const partition = `conditions-${count}`;
      const found = await store.query({ table: 'cards', index: 'byMerchant', partition, where: onStatus });
      expect(found).toHaveLength(matchesConditions(stored, onStatus) ? 1 : 0);
    }),
    { numRuns: 60 },
  );
});

it('many items are read in the order of their keys, in several batches', async () => {
  const names = Array.from({ length: 120 }, (_, index) => `many-${index}`);
  await Promise.all(names.filter((_, index) => index !== 60).map((name) => put(name)));
  const items = await store.getMany(
    'cards',
    names.map((name) => item(name)),
  );
  expect(items.map((found) => found?.['pk'])).toEqual(
    names.map((name, index) => (index === 60 ? undefined : `test/${name}`)),
  );
});
