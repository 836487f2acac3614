import { dueIndexAttributes } from '../../runtime/queue/due-index.ts';
import type { Item } from '../../runtime/store/item.ts';
import { equals, type Put, type Update } from '../../runtime/store/write.ts';
import type { Sealed } from '../../runtime/vault/sealer.ts';
import type { NotificationContent, NotificationType } from '../../wire/contract/notifications.ts';
import type { Dependencies } from '../dependencies.ts';
import type { Attempt } from './attempt.ts';

/** Pending until the merchant answered SUCCESS; dead after the last attempt. */
export type NotificationStatus = 'pending' | 'delivered' | 'dead';

/** A field of a notification that is never stored in clear, sealed for the notification's record. */
export interface NotificationSecret {
  /** The field's name on the wire. */
  readonly field: string;
  readonly sealed: Sealed;
  /** Epoch milliseconds: from then on it is neither told nor kept. */
  readonly until: number;
}

/** Something a merchant is told, and how far the telling has come. Times in epoch milliseconds. */
export interface Notification {
  /** `<type>/<id of what it is about>`: one fact is told by one notification. */
  readonly notificationId: string;
  readonly userNo: string;
  readonly type: NotificationType;
  /** JSON text of the content in clear; card numbers only masked. */
  readonly content: string;
  readonly status: NotificationStatus;
  /** Attempts of the schedule begun. */
  readonly attempts: number;
  /** Every attempt that was made, the oldest first: of the schedule, by resending, to probe a paused endpoint. */
  readonly history?: readonly Attempt[];
  /** When the attempt began that is under way, or was cut off. */
  readonly takenAt?: number;
  /** How often it stood back for others of its endpoint since its latest attempt. */
  readonly stoodBack?: number;
  /** When the next attempt may begin. */
  readonly nextAttemptAt: number;
  readonly createdAt: number;
  readonly correlationId: string;
  /** How the latest attempt went: the merchant's HTTP status or what went wrong. */
  readonly lastResult?: string;
  /** A field that the content lacks, until it is delivered, dead or out of date. */
  readonly secret?: NotificationSecret;
  /** The name of the field that was secret, and is kept no longer. */
  readonly spent?: string;
}

/** The key of a notification's record. */
export const notificationKey = (notificationId: string) => ({ pk: `notification/${notificationId}` });

/** The notification that a stored item holds. */
export const notificationFrom = (item: Item): Notification => item as unknown as Notification;

/** A change of a notification as long as nobody else has changed how far it has come. */
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

/** What is to be told, to whom, about what. */
export interface OutboxMessage<Type extends NotificationType> {
  readonly type: Type;
  /** The id of what it is about. */
  readonly subject: string;
  readonly userNo: string;
  readonly content: NotificationContent<Type>;
  readonly correlationId: string;
}

/** News of which one field is a secret: its content does not have it. */
export type OutboxMessageWithSecret<Type extends NotificationType> = Omit<OutboxMessage<Type>, 'content'> & {
  readonly content: Partial<NotificationContent<Type>>;
  readonly secret: NotificationSecret;
};

/** The id of the notification that tells of the subject. */
export const notificationIdOf = ({
  type,
  subject,
}: Pick<OutboxMessage<NotificationType>, 'type' | 'subject'>) => `${type}/${subject}`;

/** The fact was told before. */
export class DuplicateNotification extends Error {
  override readonly name = 'DuplicateNotification';
}

/** The writes that tell a fact, which do nothing when it was told before. */
export async function ignoreDuplicate(writes: Promise<void>): Promise<void> {
  try {
    await writes;
  } catch (error) {
    if (!(error instanceof DuplicateNotification)) throw error;
  }
}

/** Puts a notification into the outbox: part of the transaction that makes the news true. */
export function notificationPut<Type extends NotificationType>(
  deps: Dependencies,
  message: OutboxMessage<Type> | OutboxMessageWithSecret<Type>,
): Put {
  const { subject, content, ...rest } = message;
  const now = deps.now();
  const notification: Notification = {
    ...rest,
    notificationId: notificationIdOf({ type: message.type, subject }),
    content: JSON.stringify(content),
    status: 'pending',
    attempts: 0,
    nextAttemptAt: now,
    createdAt: now,
  };
  const { notificationId } = notification;
  const item = {
    ...notificationKey(notificationId),
    ...notification,
    ...dueIndexAttributes(notificationId, now + deps.graceMs),
  };
  return {
    kind: 'put',
    table: 'notifications',
    item,
    onConflict: () => new DuplicateNotification(notificationId),
  };
}
