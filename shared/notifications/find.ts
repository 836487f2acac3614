import { dueShards } from '../platform/due.ts';
import type { Item } from '../store/item.ts';
import { criteria } from '../store/pages.ts';
import type { Query, Store } from '../store/store.ts';
import { type Endpoint, endpointFrom, endpointKey, TROUBLED_ENDPOINTS } from './endpoint.ts';
import {
  type Notification,
  type NotificationStatus,
  notificationFrom,
  notificationKey,
} from './notification.ts';
import { deadPartition } from './record.ts';

/** A period in epoch milliseconds, both ends included, without a bound where that is not told. */
export interface Span {
  readonly from?: number;
  readonly to?: number;
}

/** The notification, or undefined when there is none of this id. */
export async function findNotification(store: Store, id: string): Promise<Notification | undefined> {
  const item = await store.get('notifications', notificationKey(id));
  return item && notificationFrom(item);
}

/**
 * The merchant's notifications that were created in the span and are in one of the states, newest first. Reads whole
 * what it looks at: an index that knew the states would cost every notification a write.
 */
export async function notificationsOf(
  store: Store,
  userNo: string,
  span: Span & { statuses?: readonly NotificationStatus[]; limit?: number },
): Promise<Notification[]> {
  const { statuses, limit = Infinity } = span;
  const query: Query = { ...inSpan(span), index: 'byMerchant', partition: userNo, newestFirst: true };
  const found: Notification[] = [];
  for (let seen = 0, looked = limit; ; looked *= 2) {
    const rows = await store.query({ ...query, ...(looked < Infinity && { limit: looked }) });
    const more = await whole(store, rows.slice(seen));
    found.push(...more.filter(({ status }) => statuses?.includes(status) ?? true));
    if (found.length >= limit || rows.length < looked) return found.slice(0, limit);
    seen = rows.length;
  }
}

/** The dead of all merchants or of one, that were given up in the span, latest first. */
export async function deadNotifications(
  store: Store,
  { userNo, limit = Infinity, ...span }: Span & { userNo?: string | undefined; limit?: number },
): Promise<Notification[]> {
  const where = criteria({ userNo });
  const shards = dueShards.map(deadPartition);
  const query = {
    ...inSpan(span),
    index: 'troubled',
    where,
    newestFirst: true,
    ...(limit < Infinity && { limit }),
  };
  const found = await Promise.all(shards.map((partition) => store.query({ ...query, partition })));
  const latest = found.flat().sort((one, other) => Number(other['troubledAt']) - Number(one['troubledAt']));
  return whole(store, latest.slice(0, limit));
}

/** All that still wait, of one merchant, in no order. */
export async function waitingNotifications(store: Store, userNo: string): Promise<Notification[]> {
  const where = criteria({ userNo });
  const query = { table: 'notifications', index: 'due', where } as const;
  const found = await Promise.all(dueShards.map((partition) => store.query({ ...query, partition })));
  return whole(store, found.flat());
}

/** The endpoints that are not healthy, the longest troubled first. */
export async function troubledEndpoints(store: Store): Promise<Endpoint[]> {
  const query: Query = { table: 'notifications', index: 'troubled', partition: TROUBLED_ENDPOINTS };
  const rows = await store.query(query);
  const items = await store.getMany(
    'notifications',
    rows.map(({ userNo }) => endpointKey(String(userNo))),
  );
  return items.filter((item) => item !== undefined).map(endpointFrom);
}

/** What is known of the merchant's endpoint; nothing before its first attempt. */
export async function findEndpoint(store: Store, userNo: string): Promise<Endpoint | undefined> {
  const item = await store.get('notifications', endpointKey(userNo));
  return item && endpointFrom(item);
}

const inSpan = ({ from, to }: { from?: number | undefined; to?: number | undefined }) => ({
  table: 'notifications' as const,
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

/** The notifications of an index's rows as they are now. */
async function whole(store: Store, rows: readonly Item[]): Promise<Notification[]> {
  const items = await store.getMany(
    'notifications',
    rows.map(({ pk }) => ({ pk: String(pk) })),
  );
  return items.filter((item) => item !== undefined).map(notificationFrom);
}
