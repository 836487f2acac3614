import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { merchantCardAccount, shardOf } from '../../../../../shared/domain/money/ledger/account.ts';
import {
  addChanges,
  type BalanceChange,
  NO_CHANGE,
} from '../../../../../shared/domain/money/ledger/balance-change.ts';
import { lineKey, type NumberedLine } from '../../../../../shared/domain/money/statements/statement-line.ts';
import {
  type LineWithBalance,
  pageOfLines,
} from '../../../../../shared/domain/money/statements/statement-pages.ts';
import type { TimeRange } from '../../../../../shared/runtime/period.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import type { Write } from '../../../../../shared/runtime/store/write.ts';
import { openTestPlatform } from '../../../../support/fixtures/test-platform.ts';
import { watchedStore } from '../../../../support/stores/watched-store.ts';

let store: Store;
let accounts = 0;
beforeAll(async () => {
  ({ store } = (await openTestPlatform()).deps);
});

const MAX_LINES = 14;

interface Booking {
  readonly shard: number;
  /** The clock of the entry. The line's time is never earlier than that of the line before it. */
  readonly clock: number;
  readonly cause: string;
  readonly moved: BalanceChange;
  readonly isLost?: boolean;
}

interface ShardLine extends NumberedLine {
  readonly shard: number;
}

/**
 * Returns the lines of these bookings on an account whose shards began with these balances, oldest first on each shard.
 */
function linesOf(began: readonly BalanceChange[], bookings: readonly Booking[]): ShardLine[] {
  const account = merchantCardAccount(String(accounts), 'USD');
  return began.flatMap((first, shard) => {
    let [balance, time] = [first, 0];
    return bookings
      .filter((booking) => booking.shard === shard)
      .map(({ clock, cause, moved }, index) => {
        balance = addChanges(balance, moved);
        time = Math.max(time, clock);
        const own = { account: shardOf(account, shard), shard, version: index + 1, time, cause, moved };
        return { ...own, details: { kind: 'other' } as const, ...balance };
      });
  });
}

const putOf = ({ shard: _, ...line }: ShardLine): Write => ({
  kind: 'put',
  table: 'statements',
  item: { ...lineKey(line.account, line.version), ...line },
});

/** Returns the lines of all pages and the total counts that the pages report. */
async function allPages(request: Store, shards: number, span: TimeRange, pageSize: number) {
  const account = merchantCardAccount(String(accounts), 'USD');
  const counts = new Set<number>();
  const lines: LineWithBalance[] = [];
  for (let currentPage = 1; currentPage <= MAX_LINES; currentPage += 1) {
    const page = await pageOfLines(request, account, shards, span, { currentPage, pageSize });
    counts.add(page.totalCount);
    lines.push(...page.lines);
    if (currentPage * pageSize >= page.totalCount) break;
  }
  return { lines, counts: [...counts] };
}

const amount = fc.bigInt({ min: -50n, max: 50n });
const change = fc.record({ available: amount, frozen: amount });
const bookingOn = (shards: number): fc.Arbitrary<Booking> =>
  fc.record({
    shard: fc.nat(shards - 1),
    clock: fc.integer({ min: 1, max: 5 }),
    cause: fc.constantFrom('a', 'b', 'c', 'd'),
    moved: change,
  });
const end = fc.option(fc.integer({ min: -1, max: 7 }), { nil: undefined });
const span = fc.record({ since: end, until: end });
const books = fc.integer({ min: 1, max: 3 }).chain((shards) =>
  fc.record({
    began: fc.array(change, { minLength: shards, maxLength: shards }),
    bookings: fc.array(bookingOn(shards), { maxLength: MAX_LINES }),
    underWay: change,
  }),
);
const isWithin =
  ({ since = -9, until = 99 }: TimeRange) =>
  ({ time }: NumberedLine) =>
    since <= time && time <= until;

describe('pages of a period', () => {
  it('contain each line once, in order, with the balance of the whole account after each', async () => {
    await fc.assert(
      fc.asyncProperty(books, span, fc.integer({ min: 1, max: 6 }), async (made, request, pageSize) => {
        accounts += 1;
        const lines = linesOf(made.began, made.bookings);
        const balances = made.began.map((first, shard): Write => {
          const last = lines.findLast((line) => line.shard === shard);
          // The latest change of a shard may have no line yet.
          const { available, frozen } = last ? addChanges(last, made.underWay) : first;
          const { account } = last ?? {
            account: shardOf(merchantCardAccount(String(accounts), 'USD'), shard),
          };
          const [pk = '', name] = account.split(':');
          return {
            kind: 'put',
            table: 'ledger',
            item: { pk, sk: `balance/${name}`, available, frozen },
          };
        });
        await store.write([...balances, ...lines.map(putOf)]);
        const { lines: shown, counts } = await allPages(store, made.began.length, request, pageSize);
        const inside = lines.filter(isWithin(request));
        expect(counts).toEqual([inside.length]);
        expect(
          shown.toSorted((one, other) => one.shard - other.shard).map(({ balanceAfter: _, ...line }) => line),
        ).toEqual(inside);
        expect(shown.map(({ time }) => time)).toEqual(inside.map(({ time }) => time).toSorted());
        const older = lines.filter(({ time }) => time < (request.since ?? 0));
        let balance = [...made.began, ...older.map(({ moved }) => moved)].reduce(addChanges, NO_CHANGE);
        for (const { moved, balanceAfter } of shown) {
          balance = addChanges(balance, moved);
          expect(balanceAfter).toEqual(balance);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('contain each line once, even where some are missing', async () => {
    const lost = fc.array(fc.tuple(bookingOn(1), fc.boolean()), { maxLength: MAX_LINES });
    await fc.assert(
      fc.asyncProperty(lost, fc.integer({ min: 1, max: 6 }), async (bookings, pageSize) => {
        accounts += 1;
        const lines = linesOf(
          [NO_CHANGE],
          bookings.map(([booking]) => booking),
        );
        const left = lines.filter((_, index) => !bookings[index]?.[1]);
        for (const line of left) await store.write([putOf(line)]);
        const { lines: shown } = await allPages(store, 1, {}, pageSize);
        expect(shown.map(({ version }) => version)).toEqual(left.map(({ version }) => version));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a page of an unsharded account', () => {
  const moved = { available: 1n, frozen: 0n };
  const bookings = Array.from(
    { length: 40 },
    (_, nth): Booking => ({ shard: 0, clock: nth, cause: `${nth}`, moved }),
  );

  it('reads its own lines and the last one alone', async () => {
    accounts += 1;
    await store.write(linesOf([NO_CHANGE], bookings).map(putOf));
    const watched = watchedStore(store);
    const account = merchantCardAccount(String(accounts), 'USD');
    await pageOfLines(watched.store, account, 1, {}, { currentPage: 2, pageSize: 10 });
    expect(watched.found.map(({ version }) => Number(version))).toEqual([
      40, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
    ]);
  });
});

describe('a page of a sharded account', () => {
  it('reads of each shard only what can be on the page', async () => {
    accounts += 1;
    const moved = { available: 1n, frozen: 0n };
    const bookings = Array.from(
      { length: 40 },
      (_, nth): Booking => ({ shard: nth % 2, clock: nth, cause: `${nth}`, moved }),
    );
    await store.write(linesOf([NO_CHANGE, NO_CHANGE], bookings).map(putOf));
    const watched = watchedStore(store);
    const account = merchantCardAccount(String(accounts), 'USD');
    const { lines } = await pageOfLines(watched.store, account, 2, {}, { currentPage: 1, pageSize: 5 });
    expect(lines.map(({ cause }) => cause)).toEqual(['0', '1', '2', '3', '4']);
    // The last line, the first line and five others of each shard.
    expect(watched.found).toHaveLength(14);
  });
});
