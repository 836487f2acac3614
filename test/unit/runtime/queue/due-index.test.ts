import { describe, expect, it } from 'vitest';
import {
  DUE_SHARD_COUNT,
  dueIndexAttributes,
  dueShards,
} from '../../../../shared/runtime/queue/due-index.ts';

describe('a due item is stored', () => {
  // From the test table of the hash's authors: 811c9dc5, e40c292c, e70c2de5, e60c2c52 and bf9cf968.
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['b', 0xe70c2de5],
    ['c', 0xe60c2c52],
    ['foobar', 0xbf9cf968],
  ])('in the partition of the hash of its id %j', (id, hash) => {
    const dueShard = String(hash % DUE_SHARD_COUNT);
    expect(dueIndexAttributes(id, 5)).toEqual({ dueShard, dueAt: 5 });
    expect(dueShards).toContain(dueShard);
  });
});
