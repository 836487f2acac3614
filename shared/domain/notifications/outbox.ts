import { dueIndexAttributes } from '../../runtime/queue/due-index.ts';
import type { Put } from '../../runtime/store/write.ts';
import type { NotificationContent, NotificationType } from '../../wire/contract/notifications.ts';
import type { Dependencies } from '../dependencies.ts';
import {
  type Notification,
  type NotificationSecret,
  notificationIdOf,
  notificationKey,
} from './notification.ts';

/** A notification to put into the outbox. */
interface OutboxMessage<Type extends NotificationType> {
  readonly type: Type;
  /** The id of what it is about. */
  readonly subject: string;
  readonly userNo: string;
  readonly content: NotificationContent<Type>;
  readonly correlationId: string;
}

/** A notification with a secret field, which its content lacks. */
type OutboxMessageWithSecret<Type extends NotificationType> = Omit<OutboxMessage<Type>, 'content'> & {
  readonly content: Partial<NotificationContent<Type>>;
  readonly secret: NotificationSecret;
};

/** The notification already exists. */
class DuplicateNotification extends Error {
  override readonly name = 'DuplicateNotification';
}

/** Awaits writes that include a notification, and ignores that it already exists. */
export async function ignoreDuplicate(writes: Promise<void>): Promise<void> {
  try {
    await writes;
  } catch (error) {
    if (!(error instanceof DuplicateNotification)) throw error;
  }
}

/**
 * Puts a notification into the outbox, in the transaction that makes it true.
 *
 * @throws DuplicateNotification from the transaction, when it is there already
 */
export function notificationPut<Type extends NotificationType>(
  deps: Dependencies,
  message: OutboxMessage<Type> | OutboxMessageWithSecret<Type>,
): Put {
  const { subject, content, ...rest } = message;
  const now = deps.now();
  const notification: Notification = {
    ...rest,
    notificationId: notificationIdOf(message),
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
