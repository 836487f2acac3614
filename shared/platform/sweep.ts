import type { Item } from '../store/store.ts';
import { equals } from '../store/write.ts';
import { DUE_SHARDS } from './due.ts';
import type { Platform } from './platform.ts';
import type { Waiting } from './wake-up.ts';

/** What waits in which table, under which id attribute. */
const ROOMS = [
  { table: 'orders', waiting: 'order', id: 'orderId' },
  { table: 'notifications', waiting: 'notification', id: 'notificationId' },
] as const;

/** Most items of a room and shard in one sweep; what is left over is due in the next. */
const MOST = 1_000;

class WokenMeanwhile extends Error {}

/**
 * Wakes what is due and was not woken: the message was lost, a worker was cut off, or a wait was longer than a queue can
 * delay. Answers how many of each kind it woke. When one kind cannot be woken the other still is.
 */
export async function sweep(platform: Platform): Promise<Record<Waiting, number>> {
  const rooms = await Promise.allSettled(ROOMS.map((room) => sweepRoom(platform, room)));
  const failure = rooms.find((room) => room.status === 'rejected');
  if (failure) throw failure.reason;
  const [order = 0, notification = 0] = rooms.map((room) => (room.status === 'fulfilled' ? room.value : 0));
  return { order, notification };
}

async function sweepRoom(
  platform: Platform,
  { table, waiting, id }: (typeof ROOMS)[number],
): Promise<number> {
  let woken = 0;
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    const due = { table, index: 'due', partition: String(shard), to: platform.now(), limit: MOST };
    const items = await platform.store.query(due);
    const taken = await Promise.all(items.map((item) => postpone(platform, table, item)));
    const ids = items.filter((_, index) => taken[index]).map((item) => String(item[id]));
    const owners = new Map(items.map((item) => [String(item[id]), item['userNo'] as string | undefined]));
    const send = () => platform.wakeUp.send(waiting, ids, 0, (one) => owners.get(one));
    const failed = ids.length > 0 ? await send() : [];
    woken += ids.length - failed.length;
  }
  return woken;
}

/** Moves the item's due time on, so that a backlog is not queued again by every sweep. */
async function postpone(platform: Platform, table: 'orders' | 'notifications', item: Item): Promise<boolean> {
  try {
    const { pk, dueAt } = item as { pk: string; dueAt: number };
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
