import type { Item } from '../store/item.ts';
import type { Query, Store } from '../store/store.ts';
import { equals } from '../store/write.ts';
import { dueShards } from './due.ts';
import type { Waiting, WakeUp } from './wake-up.ts';

type Room = (typeof ROOMS)[number];

/** What waits in which table, under which id attribute, and whose it is. */
const ROOMS = [
  { table: 'orders', waiting: 'order', id: 'orderId', owner: 'listing' },
  { table: 'notifications', waiting: 'notification', id: 'notificationId', owner: 'userNo' },
] as const;

/** How much one sweep does of each kind. */
export interface SweepLimits {
  /** Rows of the due index that one query reads. */
  readonly page: number;
  /** Rows that are looked at in each shard, so that a backlog of one merchant does not hide the others. */
  readonly seen: number;
  /** Most items that are woken; what is left over is due in the next. */
  readonly woken: number;
  /** Items that are postponed and sent at a time. */
  readonly batch: number;
  /** A sweep ends well before its function is cut off, and before the next begins. */
  readonly budgetMs: number;
}

const LIMITS: SweepLimits = { page: 1_000, seen: 20_000, woken: 10_000, batch: 100, budgetMs: 35_000 };

/** What a sweep needs of the platform. */
interface SweepDependencies {
  readonly store: Store;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long an item may stay unwoken before it is swept again. */
  readonly graceMs: number;
  readonly wakeUp: WakeUp;
}

class WokenMeanwhile extends Error {}

/**
 * Wakes what is due and was not woken: the message was lost, a worker was cut off, or a wait was longer than a queue can
 * delay. The merchants take turns, so that one with a long backlog delays no other. Returns how many of each kind it woke.
 * When one kind cannot be woken the other still is.
 */
export async function sweep(
  platform: SweepDependencies,
  limits: SweepLimits = LIMITS,
): Promise<Record<Waiting, number>> {
  const rooms = await Promise.allSettled(ROOMS.map((room) => sweepRoom(platform, room, limits)));
  const failure = rooms.find((room) => room.status === 'rejected');
  if (failure) throw failure.reason;
  const [order = 0, notification = 0] = rooms.map((room) => (room.status === 'fulfilled' ? room.value : 0));
  return { order, notification };
}

/** An item that is due, as far as the sweep has to know it. */
interface Due {
  readonly pk: string;
  readonly dueAt: number;
  readonly id: string;
  /** The merchant. */
  readonly owner: string | undefined;
}

async function sweepRoom(platform: SweepDependencies, room: Room, limits: SweepLimits): Promise<number> {
  const until = platform.now() + limits.budgetMs;
  const due = await Promise.all(dueShards.map((shard) => dueIn(platform, room, shard, limits)));
  const items = inTurns(due.flat()).slice(0, limits.woken);
  let woken = 0;
  for (let start = 0; start < items.length && platform.now() < until; start += limits.batch) {
    woken += await wake(platform, room, items.slice(start, start + limits.batch));
  }
  return woken;
}

/** What is due in a shard. */
async function dueIn(
  { store, now }: SweepDependencies,
  room: Room,
  shard: string,
  { page: limit, seen }: SweepLimits,
): Promise<Due[]> {
  const query: Query = { table: room.table, index: 'due', partition: shard, to: now(), limit };
  const due = new Map<string, Due>();
  for (let from = 0; due.size < seen; ) {
    const page = (await store.query({ ...query, from })).map((item) => dueFrom(item, room));
    for (const item of page) due.set(item.pk, item);
    if (page.length < limit) break;
    const last = page.at(-1)?.dueAt ?? 0;
    // A page of one millisecond: what else it has is due in the next sweep.
    from = last === from ? last + 1 : last;
  }
  return [...due.values()];
}

const dueFrom = (item: Item, { id, owner }: Room): Due => ({
  pk: String(item['pk']),
  dueAt: Number(item['dueAt']),
  id: String(item[id]),
  // Orders of an account on parts are listed as `<userNo>~<listing>`.
  owner: (item[owner] as string | undefined)?.split('~')[0],
});

/** The items in turns of their merchants, each merchant's the longest due first. */
function inTurns(items: readonly Due[]): Due[] {
  const turns = new Map<string | undefined, number>();
  const placed = items
    .toSorted((one, other) => one.dueAt - other.dueAt)
    .map((item) => {
      const turn = turns.get(item.owner) ?? 0;
      turns.set(item.owner, turn + 1);
      return { item, turn };
    });
  return placed.sort((one, other) => one.turn - other.turn).map(({ item }) => item);
}

/** Postpones the items and sends those that nobody else has woken; returns how many were sent. */
async function wake(
  platform: SweepDependencies,
  { table, waiting }: Room,
  items: readonly Due[],
): Promise<number> {
  const taken = await Promise.all(items.map((item) => postpone(platform, table, item)));
  const ids = items.filter((_, index) => taken[index]).map(({ id }) => id);
  if (ids.length === 0) return 0;
  const owners = new Map(items.map(({ id, owner }) => [id, owner]));
  const failed = await platform.wakeUp.send(waiting, ids, 0, (id) => owners.get(id));
  return ids.length - failed.length;
}

/** Moves the item's due time on, so that a backlog is not queued again by every sweep. */
async function postpone(
  platform: SweepDependencies,
  table: Room['table'],
  { pk, dueAt }: Due,
): Promise<boolean> {
  try {
    await platform.store.write([
      {
        kind: 'update',
        table,
        key: { pk },
        set: { dueAt: platform.now() + platform.graceMs },
        when: [equals('dueAt', dueAt)],
        otherwise: () => new WokenMeanwhile(),
      },
    ]);
    return true;
  } catch (error) {
    if (error instanceof WokenMeanwhile) return false;
    throw error;
  }
}
