import { dueIndexAttributes } from '../../runtime/queue/due-index.ts';
import type { Item } from '../../runtime/store/item.ts';
import type { Dependencies } from '../dependencies.ts';
import { type Notification, notificationUpdate } from '../notifications/notification.ts';
import { endpointKey, operatorPause, RECOVERED } from './endpoint.ts';
import { findEndpoint, findNotification, pendingNotifications } from './notification-queries.ts';

/** A notification cannot be sent again; the message says why. */
export class ResendRefused extends Error {
  override readonly name = 'ResendRefused';
  readonly code = 'RESEND_REFUSED';
}

/** A notification that begins anew. */
export interface Resend {
  readonly notification: Notification;
  /** Its worker was woken; otherwise the sweeper wakes it within a minute. */
  readonly enqueued: boolean;
}

/**
 * Begins the notification's schedule anew, whatever became of it before, and wakes its worker. Its earlier attempts stay in
 * its history. An operator's act.
 *
 * @throws ResendRefused when there is none of this id, what it told is kept no longer, or an attempt is under way
 */
export async function resend(deps: Dependencies, id: string): Promise<Resend> {
  const found = await findNotification(deps.store, id);
  if (!found) throw new ResendRefused(`there is no notification ${id}`);
  if (found.spent !== undefined) {
    const what = found.spent === 'otp' ? 'its one-time password' : `its ${found.spent}`;
    throw new ResendRefused(`${id} cannot be sent again: ${what} is kept no longer`);
  }
  const now = deps.now();
  if (found.takenAt !== undefined && now < found.nextAttemptAt)
    throw new ResendRefused(`an attempt at ${id} is under way: look again in a minute`);
  const set = { status: 'pending', attempts: 0, nextAttemptAt: now } as const;
  await reschedule(deps, found, { ...set, ...dueIndexAttributes(id, now) });
  const failed = await deps.workQueue.send('notification', [id], 0, () => found.userNo);
  return { notification: { ...found, ...set }, enqueued: failed.length === 0 };
}

/** Has a notification that stood back wait no longer, without giving it more attempts than it has. */
async function expedite(deps: Dependencies, notification: Notification): Promise<void> {
  const { history = [], createdAt, nextAttemptAt, takenAt } = notification;
  const now = deps.now();
  const scheduledAt = history.findLast(({ probe }) => !probe)?.nextAt ?? createdAt;
  if (takenAt !== undefined || now < scheduledAt || nextAttemptAt <= now) return;
  await reschedule(deps, notification, { nextAttemptAt: now, dueAt: now });
}

function reschedule(deps: Dependencies, notification: Notification, set: Item): Promise<void> {
  const remove = ['trouble', 'troubledAt', 'stoodBack'];
  const otherwise = () => new ResendRefused(`${notification.notificationId} is being delivered right now`);
  return deps.store.write([notificationUpdate(notification, { set, remove, onConflict: otherwise })]);
}

/** What became of many that were to be sent again. */
export interface ResendSummary {
  readonly resent: number;
  /** Why each of the others was not. */
  readonly refused: readonly string[];
}

/** Sends each of them again that can be. */
export async function resendAll(
  deps: Dependencies,
  notifications: readonly Notification[],
): Promise<ResendSummary> {
  const refused = await forEachConcurrently(notifications, ({ notificationId }) =>
    resend(deps, notificationId),
  );
  return { resent: notifications.length - refused.length, refused };
}

/** Some at a time: an operator's machine has no need for more. */
const MAX_CONCURRENT = 20;

/** Works on all of them and answers why some refused it. */
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

/** Nothing was ever posted of it. */
export const wasNeverAttempted = ({ status, history = [], takenAt }: Notification): boolean =>
  status !== 'delivered' && history.length === 0 && takenAt === undefined;

/** Has the merchant's notifications wait until the operator resumes its endpoint. */
export async function pauseEndpoint(deps: Dependencies, userNo: string): Promise<void> {
  const { set, remove } = operatorPause(deps.now());
  const key = endpointKey(userNo);
  await deps.store.write([{ kind: 'update', table: 'notifications', key, set: { ...set, userNo }, remove }]);
}

/** Takes the merchant's endpoint for well, and has what waits for it be tried within a minute. */
export async function resumeEndpoint(deps: Dependencies, userNo: string): Promise<void> {
  if (!(await findEndpoint(deps.store, userNo))) return;
  const { set, remove } = RECOVERED;
  const key = endpointKey(userNo);
  await deps.store.write([{ kind: 'update', table: 'notifications', key, set, remove }]);
  await forEachConcurrently(await pendingNotifications(deps.store, userNo), (one) => expedite(deps, one));
}
