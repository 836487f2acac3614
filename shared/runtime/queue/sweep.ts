import type { Item } from '../store/item.ts';
import type { Query, Store } from '../store/store.ts';
import { tryWrite } from '../store/try-write.ts';
import { equals } from '../store/write.ts';
import { dueShards } from './due-index.ts';
import type { WorkKind, WorkQueue } from './work-queue.ts';

type SweptTable = (typeof SWEPT_TABLES)[number];

/** The tables with a due index to sweep, the kind of work in each, and the attributes with its id and its owner. */
const SWEPT_TABLES = [
  { table: 'orders', kind: 'order', id: 'orderId', owner: 'listing' },
  { table: 'notifications', kind: 'notification', id: 'notificationId', owner: 'userNo' },
] as const;

/** How much one sweep does in each table. */
interface SweepLimits {
  /** Rows of the due index per query. */
  readonly pageSize: number;
  /** Rows read in each shard, enough that one merchant's backlog does not hide the others. */
  readonly maxRowsPerShard: number;
  /** Maximum number of items to enqueue; the rest is due for the next sweep. */
  readonly maxItems: number;
  /** Items claimed and sent at a time. */
  readonly batchSize: number;
  /** Ends a sweep well before its function times out and the next one begins. */
  readonly budgetMs: number;
}

const DEFAULT_LIMITS: SweepLimits = {
  pageSize: 1_000,
  maxRowsPerShard: 20_000,
  maxItems: 10_000,
  batchSize: 100,
  budgetMs: 35_000,
};

/** What a sweep needs of the platform. */
interface SweepDependencies {
  readonly store: Store;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long a claimed item waits before it is due again, milliseconds. */
  readonly graceMs: number;
  readonly workQueue: WorkQueue;
}

/**
 * Enqueues what is due: its message was lost, its worker died, or its delay was longer than a queue allows. Merchants
 * take turns, so that a long backlog delays no other merchant. Returns how many items of each kind were enqueued. A
 * failure in one table does not stop the other.
 */
export async function sweep(
  deps: SweepDependencies,
  limits: SweepLimits = DEFAULT_LIMITS,
): Promise<Record<WorkKind, number>> {
  const results = await Promise.allSettled(SWEPT_TABLES.map((swept) => sweepTable(deps, swept, limits)));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  const [order = 0, notification = 0] = results.map((result) =>
    result.status === 'fulfilled' ? result.value : 0,
  );
  return { order, notification };
}

/** A due item, as much as the sweep needs of it. */
interface DueItem {
  readonly pk: string;
  readonly dueAt: number;
  readonly id: string;
  /** The merchant's number. */
  readonly owner: string | undefined;
}

async function sweepTable(deps: SweepDependencies, swept: SweptTable, limits: SweepLimits): Promise<number> {
  const until = deps.now() + limits.budgetMs;
  const due = await Promise.all(dueShards.map((shard) => dueItemsIn(deps, swept, shard, limits)));
  const items = roundRobin(due.flat()).slice(0, limits.maxItems);
  let sent = 0;
  for (let start = 0; start < items.length && deps.now() < until; start += limits.batchSize) {
    sent += await sendDue(deps, swept, items.slice(start, start + limits.batchSize));
  }
  return sent;
}

/** Reads the due items of one shard. */
async function dueItemsIn(
  { store, now }: SweepDependencies,
  swept: SweptTable,
  shard: string,
  { pageSize: limit, maxRowsPerShard }: SweepLimits,
): Promise<DueItem[]> {
  const query: Query = { table: swept.table, index: 'due', partition: shard, to: now(), limit };
  const due = new Map<string, DueItem>();
  for (let from = 0; due.size < maxRowsPerShard; ) {
    const page = (await store.query({ ...query, from })).map((item) => dueFrom(item, swept));
    for (const item of page) due.set(item.pk, item);
    if (page.length < limit) break;
    const last = page.at(-1)?.dueAt ?? 0;
    // The page is a single millisecond: the rest of it waits for the next sweep.
    from = last === from ? last + 1 : last;
  }
  return [...due.values()];
}

const dueFrom = (item: Item, { id, owner }: SweptTable): DueItem => ({
  pk: String(item['pk']),
  dueAt: Number(item['dueAt']),
  id: String(item[id]),
  // Orders of a sharded account are listed under `<userNo>~<listing>`.
  owner: (item[owner] as string | undefined)?.split('~')[0],
});

/** Orders the items so that merchants take turns, each merchant's oldest due item first. */
function roundRobin(items: readonly DueItem[]): DueItem[] {
  const rounds = new Map<string | undefined, number>();
  const inRounds = items
    .toSorted((one, other) => one.dueAt - other.dueAt)
    .map((item) => {
      const round = rounds.get(item.owner) ?? 0;
      rounds.set(item.owner, round + 1);
      return { item, round };
    });
  return inRounds.sort((one, other) => one.round - other.round).map(({ item }) => item);
}

/** Claims the items and enqueues those that nobody else has claimed. Returns how many were enqueued. */
async function sendDue(
  deps: SweepDependencies,
  { table, kind }: SweptTable,
  items: readonly DueItem[],
): Promise<number> {
  const claimed = await Promise.all(items.map((item) => claimDue(deps, table, item)));
  const ids = items.filter((_, index) => claimed[index]).map(({ id }) => id);
  if (ids.length === 0) return 0;
  const owners = new Map(items.map(({ id, owner }) => [id, owner]));
  const failed = await deps.workQueue.send(kind, ids, 0, (id) => owners.get(id));
  return ids.length - failed.length;
}

/**
 * Postpones the item's due time, so that not every sweep enqueues a backlog again. Returns whether nobody else has done
 * so.
 */
async function claimDue(
  deps: SweepDependencies,
  table: SweptTable['table'],
  { pk, dueAt }: DueItem,
): Promise<boolean> {
  const set = { dueAt: deps.now() + deps.graceMs };
  const when = [equals('dueAt', dueAt)];
  return !(await tryWrite(deps.store, [{ kind: 'update', table, key: { pk }, set, when }]));
}
