import type { Item } from '../store/item.ts';
import type { Query, Store } from '../store/store.ts';
import { equals } from '../store/write.ts';
import { dueShards } from './due-index.ts';
import type { WorkKind, WorkQueue } from './work-queue.ts';

type SweptTable = (typeof SWEPT_TABLES)[number];

/** What waits in which table, under which id attribute, and whose it is. */
const SWEPT_TABLES = [
  { table: 'orders', waiting: 'order', id: 'orderId', owner: 'listing' },
  { table: 'notifications', waiting: 'notification', id: 'notificationId', owner: 'userNo' },
] as const;

/** How much one sweep does of each kind. */
export interface SweepLimits {
  /** Rows of the due index that one query reads. */
  readonly pageSize: number;
  /** Rows that are looked at in each shard, so that a backlog of one merchant does not hide the others. */
  readonly maxRowsPerShard: number;
  /** Most items that are woken; what is left over is due in the next. */
  readonly maxItems: number;
  /** Items that are postponed and sent at a time. */
  readonly batchSize: number;
  /** A sweep ends well before its function is cut off, and before the next begins. */
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
  /** How long an item may stay unwoken before it is swept again. */
  readonly graceMs: number;
  readonly workQueue: WorkQueue;
}

class AlreadyClaimed extends Error {}

/**
 * Wakes what is due and was not woken: the message was lost, a worker was cut off, or a wait was longer than a queue can
 * delay. The merchants take turns, so that one with a long backlog delays no other. Returns how many of each kind it woke.
 * When one kind cannot be woken the other still is.
 */
export async function sweep(
  deps: SweepDependencies,
  limits: SweepLimits = DEFAULT_LIMITS,
): Promise<Record<WorkKind, number>> {
  const results = await Promise.allSettled(SWEPT_TABLES.map((swept) => sweepTable(deps, swept, limits)));
  const failure = results.find((room) => room.status === 'rejected');
  if (failure) throw failure.reason;
  const [order = 0, notification = 0] = results.map((room) => (room.status === 'fulfilled' ? room.value : 0));
  return { order, notification };
}

/** An item that is due, as far as the sweep has to know it. */
interface DueItem {
  readonly pk: string;
  readonly dueAt: number;
  readonly id: string;
  /** The merchant. */
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

/** What is due in a shard. */
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
    // A page of one millisecond: what else it has is due in the next sweep.
    from = last === from ? last + 1 : last;
  }
  return [...due.values()];
}

const dueFrom = (item: Item, { id, owner }: SweptTable): DueItem => ({
  pk: String(item['pk']),
  dueAt: Number(item['dueAt']),
  id: String(item[id]),
  // Orders of an account on parts are listed as `<userNo>~<listing>`.
  owner: (item[owner] as string | undefined)?.split('~')[0],
});

/** The items in turns of their merchants, each merchant's the longest due first. */
function roundRobin(items: readonly DueItem[]): DueItem[] {
  const rounds = new Map<string | undefined, number>();
  const placed = items
    .toSorted((one, other) => one.dueAt - other.dueAt)
    .map((item) => {
      const round = rounds.get(item.owner) ?? 0;
      rounds.set(item.owner, round + 1);
      return { item, turn: round };
    });
  return placed.sort((one, other) => one.turn - other.turn).map(({ item }) => item);
}

/** Postpones the items and sends those that nobody else has woken; returns how many were sent. */
async function sendDue(
  deps: SweepDependencies,
  { table, waiting }: SweptTable,
  items: readonly DueItem[],
): Promise<number> {
  const claimed = await Promise.all(items.map((item) => claimDue(deps, table, item)));
  const ids = items.filter((_, index) => claimed[index]).map(({ id }) => id);
  if (ids.length === 0) return 0;
  const owners = new Map(items.map(({ id, owner }) => [id, owner]));
  const failed = await deps.workQueue.send(waiting, ids, 0, (id) => owners.get(id));
  return ids.length - failed.length;
}

/** Moves the item's due time on, so that a backlog is not queued again by every sweep. */
async function claimDue(
  deps: SweepDependencies,
  table: SweptTable['table'],
  { pk, dueAt }: DueItem,
): Promise<boolean> {
  try {
    await deps.store.write([
      {
        kind: 'update',
        table,
        key: { pk },
        set: { dueAt: deps.now() + deps.graceMs },
        when: [equals('dueAt', dueAt)],
        onConflict: () => new AlreadyClaimed(),
      },
    ]);
    return true;
  } catch (error) {
    if (error instanceof AlreadyClaimed) return false;
    throw error;
  }
}
