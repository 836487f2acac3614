import type { TimeRange } from '../../runtime/period.ts';
import { dueShards } from '../../runtime/queue/due-index.ts';
import type { Item } from '../../runtime/store/item.ts';
import { filterConditions } from '../../runtime/store/pages.ts';
import type { Query, Store } from '../../runtime/store/store.ts';
import {
  type Notification,
  type NotificationStatus,
  notificationFrom,
  notificationKey,
} from '../notifications/notification.ts';
import { deadLetterPartition } from './delivery-state.ts';
import { type Endpoint, endpointFrom, endpointKey, UNHEALTHY_ENDPOINTS } from './endpoint-health.ts';

/** Returns the notification with this id, or undefined. */
export async function findNotification(store: Store, id: string): Promise<Notification | undefined> {
  const item = await store.get('notifications', notificationKey(id));
  return item && notificationFrom(item);
}

/**
 * Returns the merchant's notifications that were created in the range and have one of the statuses, newest first. It
 * filters by status after reading: an index by status would add a write to each notification.
 */
export async function merchantNotifications(
  store: Store,
  userNo: string,
  range: TimeRange & { statuses?: readonly NotificationStatus[]; limit?: number },
): Promise<Notification[]> {
  const { statuses, limit = Infinity } = range;
  const query: Query = { ...queryIn(range), index: 'byMerchant', partition: userNo, newestFirst: true };
  const found: Notification[] = [];
  for (let seen = 0, readLimit = limit; ; readLimit *= 2) {
    const rows = await store.query({ ...query, ...(readLimit < Infinity && { limit: readLimit }) });
    const more = await hydrateNotifications(store, rows.slice(seen));
    found.push(...more.filter(({ status }) => statuses?.includes(status) ?? true));
    if (found.length >= limit || rows.length < readLimit) return found.slice(0, limit);
    seen = rows.length;
  }
}

/** Returns dead notifications of one merchant or of all, by the time they were given up, latest first. */
export async function deadNotifications(
  store: Store,
  { userNo, limit = Infinity, ...range }: TimeRange & { userNo?: string | undefined; limit?: number },
): Promise<Notification[]> {
  const where = filterConditions({ userNo });
  const shards = dueShards.map(deadLetterPartition);
  const query = {
    ...queryIn(range),
    index: 'needsAttention',
    where,
    newestFirst: true,
    ...(limit < Infinity && { limit }),
  };
  const found = await Promise.all(shards.map((partition) => store.query({ ...query, partition })));
  const latest = found.flat().sort((one, other) => Number(other['attentionAt']) - Number(one['attentionAt']));
  return hydrateNotifications(store, latest.slice(0, limit));
}

/** Returns a merchant's pending notifications, in no particular order. */
export async function pendingNotifications(store: Store, userNo: string): Promise<Notification[]> {
  const where = filterConditions({ userNo });
  const query = { table: 'notifications', index: 'due', where } as const;
  const found = await Promise.all(dueShards.map((partition) => store.query({ ...query, partition })));
  return hydrateNotifications(store, found.flat());
}

/** Returns the endpoints that are not healthy, longest first. */
export async function unhealthyEndpoints(store: Store): Promise<Endpoint[]> {
  const query: Query = { table: 'notifications', index: 'needsAttention', partition: UNHEALTHY_ENDPOINTS };
  const rows = await store.query(query);
  const items = await store.getMany(
    'notifications',
    rows.map(({ userNo }) => endpointKey(String(userNo))),
  );
  return items.filter((item) => item !== undefined).map(endpointFrom);
}

/** Returns the state of a merchant's endpoint; undefined before its first attempt. */
export async function findEndpoint(store: Store, userNo: string): Promise<Endpoint | undefined> {
  const item = await store.get('notifications', endpointKey(userNo));
  return item && endpointFrom(item);
}

const queryIn = ({ since, until }: TimeRange) => ({
  table: 'notifications' as const,
  ...(since !== undefined && { from: since }),
  ...(until !== undefined && { to: until }),
});

/** Reads the current notifications of an index's rows. */
async function hydrateNotifications(store: Store, rows: readonly Item[]): Promise<Notification[]> {
  const items = await store.getMany(
    'notifications',
    rows.map(({ pk }) => ({ pk: String(pk) })),
  );
  return items.filter((item) => item !== undefined).map(notificationFrom);
}
