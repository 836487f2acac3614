import { dueAttributes } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import type { Item } from '../store/item.ts';
import { endpointKey, pausedByOperator, WELL } from './endpoint.ts';
import { findEndpoint, findNotification, waitingNotifications } from './find.ts';
import { type Notification, notificationUpdate } from './notification.ts';

/** A notification cannot be sent again; the message says why. */
export class ResendRefused extends Error {
  override readonly name = 'ResendRefused';
  readonly code = 'RESEND_REFUSED';
}

/** A notification that begins anew. */
export interface Resend {
  readonly notification: Notification;
  /** Its worker was woken; otherwise the sweeper wakes it within a minute. */
  readonly atOnce: boolean;
}

/**
 * Begins the notification's schedule anew, whatever became of it before, and wakes its worker. Its earlier attempts stay in
 * its history. An operator's act.
 *
 * @throws ResendRefused when there is none of this id, what it told is kept no longer, or an attempt is under way
 */
export async function resend(platform: Platform, id: string): Promise<Resend> {
  const found = await findNotification(platform.store, id);
  if (!found) throw new ResendRefused(`there is no notification ${id}`);
  if (found.spent !== undefined) {
    const what = found.spent === 'otp' ? 'its one-time password' : `its ${found.spent}`;
    throw new ResendRefused(`${id} cannot be sent again: ${what} is kept no longer`);
  }
  const now = platform.now();
  if (found.takenAt !== undefined && now < found.nextAttemptAt)
    throw new ResendRefused(`an attempt at ${id} is under way: look again in a minute`);
  const set = { status: 'pending', attempts: 0, nextAttemptAt: now } as const;
  await renew(platform, found, { ...set, ...dueAttributes(id, now) });
  const failed = await platform.wakeUp.send('notification', [id], 0, () => found.userNo);
  return { notification: { ...found, ...set }, atOnce: failed.length === 0 };
}

/** Has a notification that stood back wait no longer, without giving it more attempts than it has. */
async function hurry(platform: Platform, notification: Notification): Promise<void> {
  const { history = [], createdAt, nextAttemptAt, takenAt } = notification;
  const now = platform.now();
  const scheduledAt = history.findLast(({ probe }) => !probe)?.nextAt ?? createdAt;
  if (takenAt !== undefined || now < scheduledAt || nextAttemptAt <= now) return;
  await renew(platform, notification, { nextAttemptAt: now, dueAt: now });
}

function renew(platform: Platform, notification: Notification, set: Item): Promise<void> {
  const remove = ['trouble', 'troubledAt', 'stoodBack'];
  const otherwise = () => new ResendRefused(`${notification.notificationId} is being delivered right now`);
  return platform.store.write([notificationUpdate(notification, { set, remove, otherwise })]);
}

/** What became of many that were to be sent again. */
export interface Resent {
  readonly resent: number;
  /** Why each of the others was not. */
  readonly refused: readonly string[];
}

/** Sends each of them again that can be. */
export async function resendAll(platform: Platform, notifications: readonly Notification[]): Promise<Resent> {
  const refused = await each(notifications, ({ notificationId }) => resend(platform, notificationId));
  return { resent: notifications.length - refused.length, refused };
}

/** Some at a time: an operator's machine has no need for more. */
const AT_ONCE = 20;

/** Works on all of them and answers why some refused it. */
async function each(
  notifications: readonly Notification[],
  work: (notification: Notification) => Promise<unknown>,
): Promise<string[]> {
  const refused: string[] = [];
  for (let start = 0; start < notifications.length; start += AT_ONCE) {
    const some = notifications.slice(start, start + AT_ONCE);
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
export async function pauseEndpoint(platform: Platform, userNo: string): Promise<void> {
  const { set, remove } = pausedByOperator(platform.now());
  const key = endpointKey(userNo);
  await platform.store.write([
    { kind: 'update', table: 'notifications', key, set: { ...set, userNo }, remove },
  ]);
}

/** Takes the merchant's endpoint for well, and has what waits for it be tried within a minute. */
export async function resumeEndpoint(platform: Platform, userNo: string): Promise<void> {
  if (!(await findEndpoint(platform.store, userNo))) return;
  const { set, remove } = WELL;
  const key = endpointKey(userNo);
  await platform.store.write([{ kind: 'update', table: 'notifications', key, set, remove }]);
  await each(await waitingNotifications(platform.store, userNo), (one) => hurry(platform, one));
}
