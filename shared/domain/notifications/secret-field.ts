import type { Dependencies } from '../dependencies.ts';
import { type Notification, type NotificationSecret, notificationKey } from './notification.ts';

/** What keeps a field of the notification `notificationId` secret until it is told, or until `until`. */
export async function sealSecretField(
  deps: Dependencies,
  notificationId: string,
  { field, value, until }: { readonly field: string; readonly value: string; readonly until: number },
): Promise<NotificationSecret> {
  const sealed = await deps.sealer.seal(value, notificationKey(notificationId).pk);
  return { field, sealed, until };
}

/** The content with its secret field, which is opened only here, while the content is sealed for the merchant. */
export async function revealSecret<Content extends object>(
  deps: Dependencies,
  { notificationId, secret }: Notification,
  content: Content,
): Promise<Content> {
  if (!secret) return content;
  const value = await deps.sealer.open(secret.sealed, notificationKey(notificationId).pk);
  return { ...content, [secret.field]: value.toString() };
}
