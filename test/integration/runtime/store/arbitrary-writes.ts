import fc from 'fast-check';
import {
  absent,
  absentOrAtMost,
  atLeast,
  atMost,
  equals,
  oneOf,
  type Write,
} from '../../../../shared/runtime/store/write.ts';
import { ConditionRefused } from '../../../support/stores/model/outcome.ts';

// Arbitrary writes to a few items. Their keys and partitions begin with a prefix.

const HUGE = 9_007_199_254_740_993n;
export const texts = fc.constantFrom('a', 'b', 'bb', 'z', 'Ä', '\u{1f4b3}', '\uffee', '');
const numbers = fc.oneof(
  fc.constantFrom<number | bigint>(0, -1, 1, 2, 3, 10, 0.1, 1.25, -2.5, 1e-7, HUGE, -HUGE, HUGE * 10n ** 30n),
  fc.integer(),
);
const nested = fc.constantFrom<unknown>(
  { map: { big: HUGE, none: undefined, text: '' }, list: [1, 'x', undefined, { deep: null }] },
  [],
  {},
  new Uint8Array([0, 255, 1]),
);
const refused = fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, new Date(0));
const common = fc.oneof(
  { weight: 5, arbitrary: numbers },
  { weight: 5, arbitrary: texts },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined) },
  { weight: 2, arbitrary: nested },
);
const values = fc.oneof({ weight: 60, arbitrary: common }, { weight: 1, arbitrary: refused });

const names = fc.constantFrom('cardType', 'status', 'alias', 'size');
const indexedNames = fc.constantFrom('userNo', 'ordinal', 'groupId', 'createdKey');
const sortTexts = texts.filter((text) => text !== '');
export const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

/** The attributes of an item that enters and leaves the indexes of two tables, in partitions of one run alone. */
const attributes = fc
  .record({
    others: fc.dictionary(names, values, { maxKeys: 4 }),
    userNo: rarely(fc.constantFrom('one', 'two')),
    ordinal: rarely(fc.integer({ min: 0, max: 30 })),
    createdKey: rarely(sortTexts),
  })
  .map(
    ({ others, userNo, ...sorts }) =>
      (prefix: string): Record<string, unknown> => ({
        ...others,
        ...Object.fromEntries(Object.entries(sorts).filter(([, value]) => value !== undefined)),
        ...(userNo !== undefined && { userNo: prefix + userNo }),
      }),
  );

/** Index attributes of the wrong type; DynamoDB Local accepts them in updates, DynamoDB does not. */
const misplaced = fc.dictionary(indexedNames, common, { maxKeys: 1 });

const conditions = fc.oneof(
  fc.tuple(names, fc.oneof(numbers, texts, fc.boolean())).map(([name, value]) => equals(name, value)),
  fc.tuple(names, fc.constantFrom(0n, 2n, HUGE)).map(([name, value]) => atLeast(name, value)),
  fc.tuple(names, fc.constantFrom(0n, 2n, HUGE)).map(([name, value]) => atMost(name, value)),
  fc.tuple(names, fc.constantFrom(0n, 2n, HUGE)).map(([name, value]) => absentOrAtMost(name, value)),
  fc.tuple(names, fc.array(texts, { maxLength: 3 })).map(([name, some]) => oneOf(name, some)),
  names.map(absent),
);

/** A table and a key in it; some keys are invalid. */
export const targets = fc
  .record({
    table: fc.constantFrom('cards' as const, 'ledger' as const, 'transactions' as const),
    pk: fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom('p', 'q', 'r') },
      { weight: 1, arbitrary: fc.constantFrom('x'.repeat(2_100)) },
    ),
    sk: fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom('a', 'b', 'Ä', '\u{1f4b3}', '\uffee') },
      { weight: 1, arbitrary: fc.constantFrom('', 'x'.repeat(1_030)) },
    ),
  })
  .map(({ table, pk, sk }) => (prefix: string) => ({
    table,
    key: { pk: prefix + pk, ...(table === 'ledger' && { sk }) },
  }));

const additions = fc.dictionary(names, numbers, { maxKeys: 2 });
export const conditionLists = fc.array(conditions, { maxLength: 2 });
const expected = fc.boolean();

export const puts = fc
  .record({
    place: targets,
    item: attributes,
    odd: fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: misplaced }),
    replace: fc.boolean(),
    when: conditionLists,
    expected,
  })
  .map(({ place: index, item, odd, replace, when, expected: isExpected }) => (prefix: string): Write => {
    const { table, key } = index(prefix);
    const put = { kind: 'put', table, item: { ...item(prefix), ...odd, ...key } } as const;
    return { ...put, ...(replace && { replace, when }), ...(isExpected && onConflictFor(put.kind, key)) };
  });

export const updates = fc
  .record({
    place: targets,
    set: attributes,
    add: additions,
    remove: fc.subarray(['alias', 'ordinal']),
    when: conditionLists,
    expected,
  })
  .map(({ place: index, set, expected: isExpected, ...change }) => (prefix: string): Write => {
    const { table, key } = index(prefix);
    return {
      kind: 'update',
      table,
      key,
      set: set(prefix),
      ...change,
      ...(isExpected && onConflictFor('update', key)),
    };
  });

export const checks = fc
  .record({ place: targets, when: conditionLists })
  .map(({ place: index, when }) => (prefix: string): Write => {
    const { table, key } = index(prefix);
    return { kind: 'check', table, key, when, ...onConflictFor('check', key) };
  });

/** Returns a text that identifies the item of a write. */
export const targetOf = (write: Write): string => {
  const { pk, sk } = write.kind === 'put' ? write.item : write.key;
  return JSON.stringify([write.table, pk, sk]);
};

const onConflictFor = (kind: string, key: object) => ({
  onConflict: (current: unknown) => new ConditionRefused({ kind, key, current }),
});
