import type { Dependencies } from '../dependencies.ts';
import { type Notification, type NotificationSecret, notificationKey } from './notification.ts';

/** Seals a field of a notification, to be stored until it is delivered or `until`, epoch milliseconds. */
export async function sealSecretField(
  deps: Dependencies,
  notificationId: string,
  { field, value, until }: { readonly field: string; readonly value: string; readonly until: number },
): Promise<NotificationSecret> {
  const sealed = await deps.sealer.seal(value, notificationKey(notificationId).pk);
  return { field, sealed, until };
}

/** Adds the secret field to the content. It is opened only here, just before the content is sealed for the merchant. */
export async function revealSecret<Content extends object>(
  deps: Dependencies,
  { notificationId, secret }: Notification,
  content: Content,
): Promise<Content> {
  if (!secret) return content;
  const value = await deps.sealer.open(secret.sealed, notificationKey(notificationId).pk);
  return { ...content, [secret.field]: value.toString() };
}
