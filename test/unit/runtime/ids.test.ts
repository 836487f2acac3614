import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstIdAt, idFromHash, lastIdAt, newId } from '../../../shared/runtime/ids.ts';
import { idBounds } from '../../../shared/runtime/period.ts';
import {
  DUE_INDEX_ATTRIBUTES,
  DUE_SHARD_COUNT,
  dueIndexAttributes,
} from '../../../shared/runtime/queue/due-index.ts';
import { randomDigits, secureRandom } from '../../../shared/runtime/random.ts';
import { formatDateTime } from '../../../shared/wire/contract/time.ts';

const FIRST_MOMENT = Date.UTC(2025, 0, 1);
const LAST_MOMENT = Date.UTC(2088, 0, 1);
const moment = fc.integer({ min: FIRST_MOMENT, max: LAST_MOMENT });
const lowest = () => 0;
const highest = (limit: number) => limit - 1;
const ZONE = '+08:00';

describe('an id', () => {
  it('has 16 digits, is below 2^53 and sorts as text by its time', () => {
    fc.assert(
      fc.property(moment, moment, fc.nat(3_999), fc.nat(3_999), (one, other, first, second) => {
        const [early, late] = [newId(one, () => first), newId(other, () => second)];
        expect(early).toMatch(/^\d{16}$/);
        expect(Number.isSafeInteger(Number(early))).toBe(true);
        if (one < other) expect(early < late).toBe(true);
      }),
      { examples: [[FIRST_MOMENT, LAST_MOMENT, 0, 3_999]] },
    );
  });

  it('from a hash has the same form, and is the same for the same hash alone', () => {
    const hashes = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(hashes, (hash) => {
        const id = idFromHash(hash);
        expect(id).toMatch(/^\d{16}$/);
        expect(Number.isSafeInteger(Number(id))).toBe(true);
        expect(idFromHash(hash)).toBe(id);
        expect(idFromHash((BigInt(`0x${hash}`) + 1n).toString(16))).not.toBe(id);
      }),
    );
    const count = BigInt(Number.MAX_SAFE_INTEGER) - 10n ** 15n + 1n;
    expect([0n, count - 1n, count].map((hash) => idFromHash(hash.toString(16)))).toEqual([
      '1000000000000000',
      String(Number.MAX_SAFE_INTEGER),
      '1000000000000000',
    ]);
  });

  it('is within the bounds of its millisecond and outside those of its neighbours', () => {
    fc.assert(
      fc.property(moment, (now) => {
        expect(newId(now, lowest)).toBe(firstIdAt(now));
        expect(newId(now, highest)).toBe(lastIdAt(now));
        expect(lastIdAt(now) < firstIdAt(now + 1)).toBe(true);
        expect(BigInt(firstIdAt(now + 1)) - BigInt(lastIdAt(now))).toBe(1n);
      }),
    );
  });

  it('spreads evenly over the shards of the due index', () => {
    const shards = Array.from({ length: 400 }, (_, index) => newId(FIRST_MOMENT, () => index).slice(-1));
    expect(new Set(shards).size).toBe(DUE_SHARD_COUNT);
  });
});

describe('the bounds of a period', () => {
  const inside = (id: string, { from, to }: { from?: string; to?: string }) =>
    (from === undefined || id >= from) && (to === undefined || id <= to);
  /** A time that a query may contain: any with a year of four digits. */
  const second = fc
    .integer({ min: Date.UTC(1, 0, 1) / 1_000, max: Date.UTC(9999, 11, 31, 15, 59, 59) / 1_000 })
    .map((seconds) => seconds * 1_000);
  const near = fc
    .integer({ min: FIRST_MOMENT / 1_000, max: LAST_MOMENT / 1_000 })
    .map((seconds) => seconds * 1_000);

  it('include exactly the ids of the period, both ends included to the second', () => {
    const since2026 = fc.integer({ min: Date.UTC(2026, 0, 1), max: LAST_MOMENT });
    fc.assert(
      fc.property(since2026, fc.oneof(near, second), fc.oneof(near, second), (made, one, other) => {
        const [begin, end] = [Math.min(one, other), Math.max(one, other)];
        const bounds = idBounds(
          { beginTime: formatDateTime(begin, ZONE), endTime: formatDateTime(end, ZONE) },
          ZONE,
        );
        const id = newId(made, lowest);
        expect(inside(id, bounds)).toBe(made >= begin && made <= end + 999);
      }),
      { examples: [[Date.UTC(2026, 2, 1), Date.UTC(2026, 1, 1), Date.UTC(9999, 11, 31, 15, 59, 59)]] },
    );
  });

  it('accept a distant end, as clients write it for "until now"', () => {
    const id = newId(Date.UTC(2026, 2, 1), lowest);
    for (const year of ['2099', '2999', '9999']) {
      expect(inside(id, idBounds({ endTime: `${year}-12-31 23:59:59` }, ZONE))).toBe(true);
      expect(inside(id, idBounds({ beginTime: `${year}-12-31 23:59:59` }, ZONE))).toBe(false);
    }
  });

  it('are absent where no period is given', () => expect(idBounds({}, ZONE)).toEqual({}));
});

describe('due index attributes', () => {
  const shards = Array.from({ length: DUE_SHARD_COUNT }, (_, shard) => String(shard));

  it.each([...'0123456789abcdefghijklmnopqrstuvwxyz_'])(
    'of an id that ends in %s are in a shard that is swept',
    (end) => {
      const attributes = dueIndexAttributes(`card_operate/115000000000000${end}`, 42);
      expect(attributes).toEqual({ dueShard: expect.toBeOneOf(shards), dueAt: 42 });
      expect(Object.keys(attributes).sort()).toEqual([...DUE_INDEX_ATTRIBUTES].sort());
    },
  );

  it.each([
    ['orders', (id: number) => `${id}`],
    ['operations', (id: number) => `card_operate/${id}`],
    ['unsettled transactions', (id: number) => `card_transaction/embedded/${id}/1`],
    ['settlements', (id: number) => `card_transaction/embedded/${id}/2`],
    ['fees', (id: number) => `trade_fee/embedded/R${id}`],
  ])('spread %s evenly over all shards', (_, idOf) => {
    const counts = new Map(shards.map((shard) => [shard, 0]));
    for (let nth = 0; nth < 10_000; nth += 1) {
      const { dueShard } = dueIndexAttributes(idOf(1_150_000_000_000_000 + nth * 4_001), 42);
      counts.set(dueShard, (counts.get(dueShard) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

describe('randomness', () => {
  it('gives the requested number of digits', () => {
    expect(randomDigits(0, lowest)).toBe('');
    expect(randomDigits(3, highest)).toBe('999');
  });

  it('reaches every number below its limit, and no other', () => {
    const generated = new Set(Array.from({ length: 1_000 }, () => secureRandom(4)));
    expect([...generated].sort()).toEqual([0, 1, 2, 3]);
  });
});
