import { DAY_MS } from '../../runtime/duration.ts';
import { expiryAttributes } from '../../runtime/store/expiry.ts';
import type { NotificationType } from '../../wire/contract/notifications.ts';
import type { Dependencies } from '../dependencies.ts';

/** The least that a deployment may set (`notificationDays`). Nothing that was ever delivered expires sooner. */
export const MIN_NOTIFICATION_RETENTION_DAYS = 30;

/**
 * The types that expire: what they report is stored elsewhere. The notification of a fee is the record of that fee, and
 * one of a password, a code or an activation is all that recognizes a repeat of its message, so these are kept.
 */
const EXPIRING_TYPES: ReadonlySet<NotificationType> = new Set([
  'card_operate',
  'card_transaction',
  'dpt_payment_bill',
]);

/** When a notification may be dropped that is delivered now. */
export const deliveredRetention = (
  { now, notificationRetentionMs }: Dependencies,
  type: NotificationType,
): { readonly expiresAt?: number } =>
  EXPIRING_TYPES.has(type) ? expiryAttributes(now() + notificationRetentionMs) : {};

/** Says that there is no notification with this id, and why that may be. */
export const unknownNotification = (
  { notificationRetentionMs }: Pick<Dependencies, 'notificationRetentionMs'>,
  id: string,
): string =>
  `there is no notification ${id}: none was written, or it was delivered more than ${notificationRetentionMs / DAY_MS} days ago and is no longer stored`;
