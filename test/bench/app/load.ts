import { notificationKey } from '../../../shared/domain/notifications/notification.ts';
import type { Store } from '../../../shared/runtime/store/store.ts';
import { cpuMsOf } from '../frame/processes.ts';
import type { RunningApp } from '../frame/running-app.ts';
import type { Client, Sent } from './client.ts';
import type { Arrival } from './endpoint.ts';

/** An app and its clients. */
export interface Scene {
  readonly app: Pick<RunningApp, 'endpoint' | 'pid'>;
  readonly clients: readonly Client[];
  /** The store of its notifications. Only for this state, because an earlier one may store them differently. */
  readonly store?: Store | undefined;
}

/** The throughput and latencies of one turn. */
export interface Achieved {
  /** Accepted orders per second, until the last one was accepted. */
  readonly accepted: number;
  /** Settled and notified orders per second, until the last notification arrived. */
  readonly notified: number;
  /** Processor time of the app and DynamoDB Local per order, in milliseconds; NaN if it cannot be measured. */
  readonly cpuMs: number;
  /** Milliseconds from each request until its notification arrived. */
  readonly latencies: readonly number[];
  /** Milliseconds from each notification's commit until its first attempt arrived, if its store is known. */
  readonly firstAttempts: readonly number[];
}

/** Converts a count within a time in milliseconds to a rate. */
const perSecond = (count: number, ms: number): number => (count * 1_000) / ms;

/**
 * Each client places its orders one after the other: the next one when the previous one is answered (`as-accepted`), or
 * when it is settled and its notification arrived (`as-notified`).
 */
export async function placeOrders(
  { app: { endpoint, pid }, clients, store }: Scene,
  each: number,
  pace: 'as-accepted' | 'as-notified',
): Promise<Achieved> {
  const ready = clients.map((client) => ({ client, bodies: client.seal(each), sent: [] as Sent[] }));
  const orders = each * clients.length;
  endpoint.clear();
  const cpuBefore = cpuMsOf(pid);
  const start = performance.now();
  await Promise.all(
    ready.map(async ({ client, bodies, sent }) => {
      for (const body of bodies) {
        sent.push(await client.send(body));
        if (pace === 'as-notified') await endpoint.awaitArrivals(sent.length, client.userNo);
      }
    }),
  );
  const accepted = performance.now() - start;
  const arrivals = await endpoint.awaitArrivals(orders);
  const received = Math.max(...arrivals.map(({ at }) => at)) - start;
  return {
    accepted: perSecond(orders, accepted),
    notified: perSecond(orders, received),
    cpuMs: (cpuMsOf(pid) - cpuBefore) / orders,
    latencies: ready.flatMap(({ client, sent }) =>
      client.latencies(
        sent,
        arrivals.filter(({ userNo }) => userNo === client.userNo),
      ),
    ),
    firstAttempts: store ? await firstAttemptDelays(store, arrivals) : [],
  };
}

/** Returns the milliseconds from the stored time of each notification, which is read just before its commit. */
async function firstAttemptDelays(store: Store, arrivals: readonly Arrival[]): Promise<number[]> {
  const first = new Map(
    arrivals.toReversed().map(({ notificationId, receivedAt }) => [notificationId, receivedAt]),
  );
  const ids = [...first.keys()];
  const items = await store.getMany('notifications', ids.map(notificationKey));
  return ids.map((id, nth) => (first.get(id) ?? Number.NaN) - Number(items[nth]?.['createdAt']));
}
