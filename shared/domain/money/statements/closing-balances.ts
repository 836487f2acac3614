import { DAY_MS } from '../../../runtime/duration.ts';
import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { storedBigInt } from '../../../runtime/store/stored-bigint.ts';
import { absent } from '../../../runtime/store/write.ts';
import type { Account } from '../ledger/account.ts';
import { lineShardsOf, lineTimeKey, platformLineFrom } from './platform-account-lines.ts';
import { byBookingTime, lineAmount, type StatementLine } from './statement-line.ts';

/**
 * How long the ledger's stream keeps a change (DynamoDB Streams: 24 hours). After that only a repair writes its line.
 */
const STREAM_RETENTION_MS = DAY_MS;
/** How long after its end a day is closed: longer than its lines can take to arrive. */
const DAY_CLOSES_AFTER_MS = 2 * STREAM_RETENTION_MS;

const closingKey = (account: Account, at: number) => ({ pk: account, sk: `closing/${lineTimeKey(at)}` });

/** The balance of a platform account from all lines before a time. */
interface ClosingBalance {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Minor units. */
  readonly balance: bigint;
}

/** Reads the lines of a platform account from `from` until before `to` (epoch milliseconds), oldest first. */
export async function readPlatformLines(
  store: Store,
  account: Account,
  from: number,
  to: number,
): Promise<StatementLine[]> {
  const shards = await Promise.all(
    lineShardsOf(account).map((partition) => store.query(linesFrom(partition, from, to))),
  );
  return shards.flat().map(platformLineFrom).sort(byBookingTime);
}

const linesFrom = (partition: string, from: number, to: number) =>
  ({
    table: 'statements',
    partition,
    from: `line/${lineTimeKey(from)}`,
    to: `line/${lineTimeKey(to)}`,
  }) as const;

/**
 * Returns the balance of a platform account right before `at` (epoch milliseconds). Adds up the lines since the last
 * closing balance day by day, and saves a closing balance for each day that no line can still arrive for.
 */
export async function balanceBefore(
  store: Store,
  account: Account,
  at: number,
  nowMs: number,
): Promise<bigint> {
  let { at: reached, balance } = await lastClosingBalance(store, account, at);
  for (;;) {
    const next = await firstLineTime(store, account, reached, at);
    if (next === undefined) return balance;
    const dayEnd = (Math.floor(next / DAY_MS) + 1) * DAY_MS;
    const end = Math.min(dayEnd, at);
    const lines = await readPlatformLines(store, account, reached, end);
    balance = lines.reduce((sum, line) => sum + lineAmount(line), balance);
    if (end === dayEnd && dayEnd <= nowMs - DAY_CLOSES_AFTER_MS)
      await saveClosingBalance(store, account, dayEnd, balance);
    reached = end;
  }
}

async function lastClosingBalance(store: Store, account: Account, at: number): Promise<ClosingBalance> {
  const [item] = await store.query({
    table: 'statements',
    partition: account,
    from: 'closing/',
    to: closingKey(account, at).sk,
    where: [absent('void')],
    newestFirst: true,
    limit: 1,
  });
  return { at: Number(item?.['at'] ?? 0), balance: storedBigInt(item, 'balance') };
}

async function firstLineTime(
  store: Store,
  account: Account,
  from: number,
  to: number,
): Promise<number | undefined> {
  const firsts = await Promise.all(
    lineShardsOf(account).map((partition) => store.query({ ...linesFrom(partition, from, to), limit: 1 })),
  );
  const times = firsts.flat().map((item: Item) => Number(item['time']));
  return times.length > 0 ? Math.min(...times) : undefined;
}

// Concurrent callers add up the same lines, so that either may replace the other's item.
async function saveClosingBalance(
  store: Store,
  account: Account,
  at: number,
  balance: bigint,
): Promise<void> {
  await store.write([
    { kind: 'put', table: 'statements', item: { ...closingKey(account, at), at, balance }, replace: true },
  ]);
}

/** Voids the closing balances after a line that arrives later than the stream delivers lines. */
export async function voidClosingBalances(
  store: Store,
  { account, time }: Pick<StatementLine, 'account' | 'time'>,
  nowMs: number,
): Promise<void> {
  if (time > nowMs - STREAM_RETENTION_MS) return;
  const { pk: partition, sk: from } = closingKey(account, time + 1);
  const later = await store.query({ table: 'statements', partition, from, to: 'closing/~' });
  for (const { sk } of later)
    await store.write([
      { kind: 'update', table: 'statements', key: { pk: partition, sk: String(sk) }, set: { void: true } },
    ]);
}

/** Sets the balance of an account before its first line, from entries posted before statements existed. */
export async function setOpeningBalance(store: Store, account: Account, balance: bigint): Promise<void> {
  await voidClosingBalances(store, { account, time: 0 }, STREAM_RETENTION_MS);
  await saveClosingBalance(store, account, 0, balance);
}
