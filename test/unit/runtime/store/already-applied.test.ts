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
    ['the item is the one that was put', put({ a: 1, list: ['x'] }), found({ a: 1, list: ['x'] })],
    ['what was set is there, whatever is beside it', update({ set: { a: 1 } }), found({ a: 1, b: 2 })],
    ['what was removed is gone', update({ set: { a: 1 }, remove: ['b'] }), found({ a: 1 })],
    [
      'a number went up from the one that was seen',
      update({ add: { n: 2 }, when: [equals('n', 3)] }),
      found({ n: 5 }),
    ],
    ['a number began', update({ add: { n: 2n }, when: [absent('n')] }), found({ n: 2 })],
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
    ['the item has something else', put({ a: 1 }), found({ a: 2 })],
    ['the item has more', put({ a: 1 }), found({ a: 1, b: 2 })],
    ['what was set is not there', update({ set: { a: 1, b: 2 } }), found({ a: 1 })],
    ['what was removed is there', update({ set: { a: 1 }, remove: ['b'] }), found({ a: 1, b: 2 })],
    [
      'a number is still the one that was seen',
      update({ add: { n: 2 }, when: [equals('n', 3)] }),
      found({ n: 3 }),
    ],
    [
      'no condition says what a number was',
      update({ add: { n: 2 }, when: [atLeast('n', 3n)] }),
      found({ n: 5 }),
    ],
    [
      'what a number was is no whole one',
      update({ add: { n: 2 }, when: [equals('n', 0.5)] }),
      found({ n: 2.5 }),
    ],
  ])('%s', (_, write, current) => {
    expect(isAlreadyApplied(write, current)).toBe(false);
  });
});
