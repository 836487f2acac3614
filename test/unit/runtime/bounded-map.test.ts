import { describe, expect, it } from 'vitest';
import { BoundedMap, dropOldest } from '../../../shared/runtime/bounded-map.ts';

describe('a bounded map', () => {
  it('is emptied when an entry is set while it is full', () => {
    const map = new BoundedMap<string, number>(2).set('a', 1).set('b', 2);
    expect([...map]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect([...map.set('c', 3)]).toEqual([['c', 3]]);
  });

  it('is emptied even for a key that it has', () => {
    const map = new BoundedMap<string, number>(2).set('a', 1).set('b', 2);
    expect([...map.set('a', 3)]).toEqual([['a', 3]]);
  });
});

describe('dropping the oldest', () => {
  it('removes the entry that was added first, beyond the maximum', () => {
    const set = new Set(['a', 'b', 'c']);
    dropOldest(set, 2);
    expect([...set]).toEqual(['b', 'c']);
    const map = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    dropOldest(map, 1);
    expect([...map]).toEqual([['b', 2]]);
  });

  it('leaves what is within the maximum', () => {
    const set = new Set(['a', 'b']);
    dropOldest(set, 2);
    expect([...set]).toEqual(['a', 'b']);
  });
});
