import type { Item } from '../../runtime/store/item.ts';
import { equals, type Update } from '../../runtime/store/write.ts';
import type { Sealed } from '../../runtime/vault/sealer.ts';
import type { NotificationType } from '../../wire/contract/notifications.ts';
import type { Attempt } from './attempt.ts';

/** Pending until the merchant responds with SUCCESS; dead after the last attempt. */
export type NotificationStatus = 'pending' | 'delivered' | 'dead';

/** A field of a notification that is never stored in clear. It is sealed for the notification's record. */
export interface NotificationSecret {
  /** The field's name on the wire. */
  readonly field: string;
  readonly sealed: Sealed;
  /** Epoch milliseconds; from then on it is neither delivered nor stored. */
  readonly until: number;
}

/** A notification for a merchant, and the state of its delivery. Times in epoch milliseconds. */
export interface Notification {
  /** `<userNo>/<type>/<subject>`: one notification for one fact. */
  readonly notificationId: string;
  readonly userNo: string;
  readonly type: NotificationType;
  /** JSON of the content in clear; card numbers are masked. */
  readonly content: string;
  readonly status: NotificationStatus;
  /** Attempts of the schedule so far. */
  readonly attempts: number;
  /** All attempts, oldest first: scheduled, resent, and probes of a paused endpoint. */
  readonly history?: readonly Attempt[];
  /** When the attempt that is in progress, or was interrupted, began. */
  readonly claimedAt?: number;
  /** How often it was deferred for want of a slot since its latest attempt. */
  readonly deferrals?: number;
  /** When the next attempt may begin. */
  readonly nextAttemptAt: number;
  readonly createdAt: number;
  /** When an operator last restarted its schedule. */
  readonly resentAt?: number;
  readonly correlationId: string;
  /** The outcome of the latest attempt: SUCCESS, or what went wrong. */
  readonly lastResult?: string;
  /** A field that is missing from the content, until the notification is delivered or dead, or the secret expires. */
  readonly secret?: NotificationSecret;
  /** The name of the secret field once it is no longer stored. */
  readonly erasedField?: string;
  /** Once it is delivered: when the table may drop it, epoch seconds. */
  readonly expiresAt?: number;
}

/** What identifies a notification. */
interface NotificationIdentity {
  readonly userNo: string;
  readonly type: NotificationType;
  /** The id of what it is about. */
  readonly subject: string;
}

/**
 * Returns the id of the notification about a subject. It begins with the merchant, so that whoever has only the key
 * knows whose it is.
 */
export const notificationIdOf = ({ userNo, type, subject }: NotificationIdentity): string =>
  `${userNo}/${type}/${subject}`;

/** Returns the merchant that a notification's id begins with. */
export const userNoIn = (notificationId: string): string =>
  notificationId.slice(0, notificationId.indexOf('/'));

/** Returns the id of what the notification is about. */
export const subjectOf = ({ notificationId, userNo, type }: Notification): string =>
  notificationId.slice(notificationIdOf({ userNo, type, subject: '' }).length);

/** The key of a notification's record. */
export const notificationKey = (notificationId: string) => ({ pk: `notification/${notificationId}` });

/** Parses an item. */
export const notificationFrom = (item: Item): Notification => item as unknown as Notification;

/** Builds a change of a notification that fails when the state of its delivery has changed. */
export const notificationUpdate = (
  { notificationId, status, attempts, nextAttemptAt }: Notification,
  change: Required<Pick<Update, 'set' | 'remove' | 'onConflict'>>,
): Update => ({
  kind: 'update',
  table: 'notifications',
  key: notificationKey(notificationId),
  when: [equals('status', status), equals('attempts', attempts), equals('nextAttemptAt', nextAttemptAt)],
  ...change,
});
