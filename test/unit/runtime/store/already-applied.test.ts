import { describe, expect, it } from 'vitest';
import { isAlreadyApplied } from '../../../../shared/runtime/store/already-applied.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { absent, atLeast, equals, type Put, type Update } from '../../../../shared/runtime/store/write.ts';

const put = (attributes: Item): Put => ({
  kind: 'put',
  table: 'cards',
  item: { pk: 'card/1', ...attributes },
});
const update = (changes: Partial<Update>): Update => ({
  kind: 'update',
  table: 'cards',
  key: { pk: 'card/1' },
  ...changes,
});
const found = (attributes: Item): Item => ({ pk: 'card/1', ...attributes });

describe('a write is known to be applied where', () => {
  it.each<[string, Put | Update, Item]>([
    ['the item equals the put', put({ a: 1, list: ['x'] }), found({ a: 1, list: ['x'] })],
    ['the set attributes are present, whatever else is', update({ set: { a: 1 } }), found({ a: 1, b: 2 })],
    ['the removed attributes are absent', update({ set: { a: 1 }, remove: ['b'] }), found({ a: 1 })],
    [
      'a number increased from the condition’s value',
      update({ add: { n: 2 }, when: [equals('n', 3)] }),
      found({ n: 5 }),
    ],
    ['a number was created', update({ add: { n: 2n }, when: [absent('n')] }), found({ n: 2 })],
    [
      'a number is beyond 2^53',
      update({ add: { n: 1n }, when: [equals('n', 2n ** 53n)] }),
      found({ n: 2n ** 53n + 1n }),
    ],
  ])('%s', (_, write, current) => {
    expect(isAlreadyApplied(write, current)).toBe(true);
  });
});

describe('a write is not known to be applied where', () => {
  it.each<[string, Put | Update, Item | undefined]>([
    ['there is no item', put({ a: 1 }), undefined],
    ['an attribute differs', put({ a: 1 }), found({ a: 2 })],
    ['there is another attribute', put({ a: 1 }), found({ a: 1, b: 2 })],
    ['a set attribute is absent', update({ set: { a: 1, b: 2 } }), found({ a: 1 })],
    ['a removed attribute is present', update({ set: { a: 1 }, remove: ['b'] }), found({ a: 1, b: 2 })],
    [
      'a number still has the condition’s value',
      update({ add: { n: 2 }, when: [equals('n', 3)] }),
      found({ n: 3 }),
    ],
    [
      'no condition has the value of a number',
      update({ add: { n: 2 }, when: [atLeast('n', 3n)] }),
      found({ n: 5 }),
    ],
    [
      'the condition’s value is not an integer',
      update({ add: { n: 2 }, when: [equals('n', 0.5)] }),
      found({ n: 2.5 }),
    ],
  ])('%s', (_, write, current) => {
    expect(isAlreadyApplied(write, current)).toBe(false);
  });
});
