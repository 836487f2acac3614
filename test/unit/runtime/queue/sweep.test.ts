import { describe, expect, it } from 'vitest';
import { sweep } from '../../../../shared/runtime/queue/sweep.ts';
import type { WorkQueue } from '../../../../shared/runtime/queue/work-queue.ts';
import { MemoryStore } from '../../../support/stores/model/memory-store.ts';

type SweepLimits = NonNullable<Parameters<typeof sweep>[1]>;

const NOW = 10_000;
const LIMITS: SweepLimits = {
  pageSize: 3,
  maxRowsPerShard: 100,
  maxItems: 100,
  batchSize: 4,
  budgetMs: 1_000,
};

interface Due {
  readonly id: string;
  readonly dueAt: number;
  readonly owner?: string | undefined;
  readonly shard?: string;
}

/** Sweeps due orders. Returns what was enqueued, in order, and for which merchant. */
async function swept(due: readonly Due[], limits: Partial<SweepLimits> = {}) {
  const store = new MemoryStore();
  for (const { id, dueAt, owner = '7', shard = '3' } of due)
    await store.write([
      {
        kind: 'put',
        table: 'orders',
        item: {
          pk: `order/${id}`,
          orderId: id,
          dueShard: shard,
          dueAt,
          ...(owner !== 'none' && { listing: owner }),
        },
      },
    ]);
  const sent: [string, string | undefined][] = [];
  const workQueue: WorkQueue = {
    async send(_, ids, __, ownerOf) {
      sent.push(...ids.map((id): [string, string | undefined] => [id, ownerOf?.(id)]));
      return [];
    },
  };
  const counts = await sweep({ store, now: () => NOW, graceMs: 100, workQueue }, { ...LIMITS, ...limits });
  expect(counts).toEqual({ order: sent.length, notification: 0 });
  return sent;
}
const idsOf = (sent: readonly [string, unknown][]) => sent.map(([id]) => id);
const at = (...times: readonly number[]) => times.map((dueAt, nth): Due => ({ id: `${nth}`, dueAt }));

describe('a sweep reads all pages of a partition', () => {
  it('where a page ends within a millisecond', async () => {
    expect(idsOf(await swept(at(1, 1, 2, 2, 2, 3)))).toHaveLength(6);
  });

  it('where each page has one row', async () => {
    expect(idsOf(await swept(at(1, 2, 3), { pageSize: 1 }))).toEqual(['0', '1', '2']);
  });

  it('except the rest of a millisecond that is longer than a page', async () => {
    expect(idsOf(await swept(at(5, 5, 5, 5, 7)))).toHaveLength(4);
  });

  it('until it has the maximum number of rows of one', async () => {
    const six = at(1, 2, 3, 4, 5, 6);
    expect(idsOf(await swept(six, { maxRowsPerShard: 3 }))).toEqual(['0', '1', '2']);
  });
});

describe('a sweep enqueues', () => {
  it('the oldest items first, whatever their partition', async () => {
    const due = at(50, 40, 30, 20, 10).map((one, nth) => ({ ...one, shard: String(nth) }));
    expect(idsOf(await swept(due, { maxItems: 3 }))).toEqual(['4', '3', '2']);
  });

  it('items of merchants in turns', async () => {
    const backlog = at(1, 2, 3).map((one) => ({ ...one, owner: '71~2026' }));
    const late = { id: 'late', dueAt: 9, owner: '72' };
    expect(await swept([...backlog, late], { maxItems: 2 })).toEqual([
      ['0', '71'],
      ['late', '72'],
    ]);
  });

  it('items without a merchant', async () => {
    expect(await swept([{ id: '1', dueAt: 1, owner: 'none' }])).toEqual([['1', undefined]]);
  });

  it('nothing after its time limit', async () => {
    expect(await swept(at(1), { budgetMs: 0 })).toEqual([]);
  });
});
