import { dueIndexAttributes } from '../../runtime/queue/due-index.ts';
import { EXPIRY_ATTRIBUTE } from '../../runtime/store/expiry.ts';
import type { Item } from '../../runtime/store/item.ts';
import type { Dependencies } from '../dependencies.ts';
import { type Notification, notificationUpdate } from '../notifications/notification.ts';
import { unknownNotification } from '../notifications/retention.ts';
import { endpointKey, operatorPause, RECOVERED } from './endpoint-health.ts';
import { findEndpoint, findNotification, pendingNotifications } from './notification-queries.ts';

/** The notification cannot be sent again; the message says why. */
class ResendRefused extends Error {
  override readonly name = 'ResendRefused';
  readonly code = 'RESEND_REFUSED';
}

/** A notification whose schedule starts again. */
interface Resend {
  readonly notification: Notification;
  /** Whether its worker was woken; otherwise the sweeper wakes it within a minute. */
  readonly enqueued: boolean;
}

/**
 * Restarts the notification's schedule, whatever its status, and wakes its worker. Earlier attempts stay in its
 * history, and it no longer expires. For operators.
 *
 * @throws ResendRefused when there is no such notification, its secret is no longer stored, or an attempt is in
 * progress
 */
export async function resend(deps: Dependencies, id: string): Promise<Resend> {
  const found = await findNotification(deps.store, id);
  if (!found) throw new ResendRefused(unknownNotification(deps, id));
  if (found.erasedField !== undefined) {
    const what = found.erasedField === 'otp' ? 'its one-time password' : `its ${found.erasedField}`;
    throw new ResendRefused(`${id} cannot be sent again: ${what} is no longer stored`);
  }
  const now = deps.now();
  if (found.claimedAt !== undefined && now < found.nextAttemptAt)
    throw new ResendRefused(`an attempt at ${id} is in progress: look again in a minute`);
  const set = { status: 'pending', attempts: 0, nextAttemptAt: now, resentAt: now } as const;
  await reschedule(deps, found, { ...set, ...dueIndexAttributes(id, now) });
  const failed = await deps.workQueue.send('notification', [id], 0, () => found.userNo);
  return { notification: { ...found, ...set }, enqueued: failed.length === 0 };
}

/** Makes a deferred notification due now. It gets no additional attempts. */
async function expedite(deps: Dependencies, notification: Notification): Promise<void> {
  const { history = [], createdAt, nextAttemptAt, claimedAt } = notification;
  const now = deps.now();
  const scheduledAt = history.findLast(({ probe }) => !probe)?.nextAt ?? createdAt;
  if (claimedAt !== undefined || now < scheduledAt || nextAttemptAt <= now) return;
  await reschedule(deps, notification, { nextAttemptAt: now, dueAt: now });
}

function reschedule(deps: Dependencies, notification: Notification, set: Item): Promise<void> {
  const { notificationId } = notification;
  const remove = ['attention', 'attentionAt', 'deferrals', EXPIRY_ATTRIBUTE];
  const onConflict = (current: Item | undefined) =>
    new ResendRefused(
      current ? `${notificationId} is being delivered right now` : unknownNotification(deps, notificationId),
    );
  return deps.store.write([notificationUpdate(notification, { set, remove, onConflict })]);
}

/** The result of resending many notifications. */
export interface ResendSummary {
  readonly resent: number;
  /** Why each of the others was refused. */
  readonly refused: readonly string[];
}

/** Resends those of the notifications that can be sent again. */
export async function resendAll(
  deps: Dependencies,
  notifications: readonly Notification[],
): Promise<ResendSummary> {
  const refused = await forEachConcurrently(notifications, ({ notificationId }) =>
    resend(deps, notificationId),
  );
  return { resent: notifications.length - refused.length, refused };
}

/** An operator's machine needs no more concurrency. */
const MAX_CONCURRENT = 20;

/** Runs `work` on each notification and returns the messages of those that were refused. */
async function forEachConcurrently(
  notifications: readonly Notification[],
  work: (notification: Notification) => Promise<unknown>,
): Promise<string[]> {
  const refused: string[] = [];
  for (let start = 0; start < notifications.length; start += MAX_CONCURRENT) {
    const some = notifications.slice(start, start + MAX_CONCURRENT);
    for (const result of await Promise.allSettled(some.map(work))) {
      if (result.status === 'fulfilled') continue;
      if (!(result.reason instanceof ResendRefused)) throw result.reason;
      refused.push(result.reason.message);
    }
  }
  return refused;
}

/** Whether nothing was ever posted for the notification. */
export const wasNeverAttempted = ({ status, history = [], claimedAt }: Notification): boolean =>
  status !== 'delivered' && history.length === 0 && claimedAt === undefined;

/** Pauses a merchant's endpoint: its notifications wait until the operator resumes it. */
export async function pauseEndpoint(deps: Dependencies, userNo: string): Promise<void> {
  const { set, remove } = operatorPause(deps.now());
  const key = endpointKey(userNo);
  await deps.store.write([{ kind: 'update', table: 'notifications', key, set: { ...set, userNo }, remove }]);
}

/** Resumes a merchant's endpoint as healthy: what waits for it is attempted within a minute. */
export async function resumeEndpoint(deps: Dependencies, userNo: string): Promise<void> {
  if (!(await findEndpoint(deps.store, userNo))) return;
  const { set, remove } = RECOVERED;
  const key = endpointKey(userNo);
  await deps.store.write([{ kind: 'update', table: 'notifications', key, set, remove }]);
  await forEachConcurrently(await pendingNotifications(deps.store, userNo), (one) => expedite(deps, one));
}
