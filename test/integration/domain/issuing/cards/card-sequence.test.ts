import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  lastOrdinal,
  nextOrdinal,
  ordinalsWithin,
  ordinalWrites,
  pageOfOrdinals,
} from '../../../../../shared/domain/issuing/cards/card-sequence.ts';
import { WriteConflict } from '../../../../../shared/runtime/idempotency/execute-once.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import { addCard } from '../../../../support/fixtures/listing-fixtures.ts';
import { openTestPlatform, START } from '../../../../support/fixtures/test-platform.ts';
import { watchedStore } from '../../../../support/stores/watched-store.ts';

const TRAITS = { cardType: 1, status: 'active' } as const;

let store: Store;
let userNo: string;
let merchants = 0;

beforeAll(async () => {
  ({ store } = (await openTestPlatform()).deps);
});
beforeEach(() => {
  merchants += 1;
  userNo = String(merchants);
});

describe('the ordinal of a card', () => {
  it('is the next one, and its time is never before that of the previous card', async () => {
    const positions = [];
    for (const late of [0, 5_000, 2_000, 5_001]) {
      const { ordinal, createdAt } = await addCard(store, userNo, START + late, TRAITS);
      positions.push([ordinal, createdAt - START]);
    }
    expect(positions).toEqual([
      [1, 0],
      [2, 5_000],
      [3, 5_000],
      [4, 5_001],
    ]);
    expect(await lastOrdinal(store, userNo)).toEqual({ ordinal: 4, createdAt: START + 5_001 });
  });

  it.each([0, 1])(
    'is assigned once: a concurrent second card gets a write conflict, after %i cards',
    async (before) => {
      for (let card = 0; card < before; card += 1) await addCard(store, userNo, START, TRAITS);
      const position = await nextOrdinal(store, userNo, START);
      await store.write(ordinalWrites(userNo, position));
      await expect(store.write(ordinalWrites(userNo, position))).rejects.toThrow(WriteConflict);
      expect(await lastOrdinal(store, userNo)).toEqual(position);
    },
  );
});

describe('the ordinals of a period', () => {
  it('are those of the cards that were opened in it', async () => {
    const clocks: number[] = [];
    for (const step of [0, 0, 3, 0, 1, 7, 0, 0, 2, 1]) {
      clocks.push((clocks.at(-1) ?? START) + step);
      await addCard(store, userNo, clocks.at(-1) ?? 0, TRAITS);
    }
    const end = fc.option(fc.integer({ min: -2, max: 17 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(end, end, async (since, until) => {
        const { from, to } = await ordinalsWithin(store, userNo, {
          since: since === undefined ? undefined : START + since,
          until: until === undefined ? undefined : START + until,
        });
        const inside = clocks.flatMap((clock, index) => {
          const fits = (since ?? -9) <= clock - START && clock - START <= (until ?? 99);
          return fits ? [index + 1] : [];
        });
        const positions = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
        expect(positions).toEqual(inside);
      }),
      { numRuns: 25 },
    );
  });

  it('are found with one read per doubling of the cards, and without any beyond the last card', async () => {
    for (let card = 0; card < 64; card += 1) await addCard(store, userNo, START + card, TRAITS);
    const { store: watching, found } = watchedStore(store);
    expect(await ordinalsWithin(watching, userNo, {})).toEqual({ from: 1, to: 64 });
    expect(await ordinalsWithin(watching, userNo, { until: START + 64 })).toEqual({ from: 1, to: 64 });
    expect(found).toEqual([]);
    expect(await ordinalsWithin(watching, userNo, { since: START + 20, until: START + 40 })).toEqual({
      from: 21,
      to: 41,
    });
    expect(found.length).toBeLessThanOrEqual(14);
  });
});

it('a page takes one query that reads only its own rows', async () => {
  for (let card = 0; card < 25; card += 1) await addCard(store, userNo, START + card, TRAITS);
  const { store: watching, queries, found } = watchedStore(store);
  const page = await pageOfOrdinals(watching, userNo, { from: 1, to: 25 }, { currentPage: 2, pageSize: 10 });
  expect(page.list.map(({ ordinal }) => ordinal)).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6]);
  expect(page).toMatchObject({ totalCount: 25, totalPages: 3 });
  expect([queries.length, found.length]).toEqual([1, 10]);
});
