import { openWithAny } from '../codec/any-key.ts';
import { openNotification as openContent, parseNotificationEnvelope } from '../codec/envelope.ts';
import { CodecError } from '../codec/errors.ts';
import type { RsaPublicKey } from '../codec/keys.ts';
import { factFields } from '../contract/facts.ts';
import { type NotificationContent, type NotificationType, notifications } from '../contract/notifications.ts';
import { NotificationTypeUnknown, NotificationUnreadable } from './errors.ts';

export { NOTIFICATION_ACCEPTED } from '../contract/notifications.ts';

/** A notification in clear; `type` says what `content` is. */
export type Notification = {
  [Type in NotificationType]: { readonly type: Type; readonly content: NotificationContent<Type> };
}[NotificationType];

/** Who it has to be for, and the public keys of the platform for that merchant: two while one is rotated. */
export interface Recipient {
  readonly userNo: string;
  readonly platformPublicKey: RsaPublicKey | readonly RsaPublicKey[];
}

/**
 * Opens the body that the platform posted: checks that it is for the recipient and from the platform, and gives it in
 * clear. Answer NOTIFICATION_ACCEPTED (`SUCCESS`) as the whole body, with HTTP 200, once it is safe with you; anything
 * else and it comes again. Notifications come at least once and in any order: keep those of one `factOf` once.
 *
 * `type` travels beside the sealed content, so what it proves is that the content is the platform's and of that type's shape.
 * Throws NotificationUnreadable or NotificationTypeUnknown.
 */
export function openNotification(body: string, { userNo, platformPublicKey }: Recipient): Notification {
  const { type, content } = opened(body, userNo, platformPublicKey);
  if (!isKnown(type)) throw new NotificationTypeUnknown(type);
  if (!notifications[type].told.safeParse(content).success) {
    throw new NotificationUnreadable(`the content is not that of ${type}`);
  }
  // The content as it came, not as parsed: fields that are newer than this client stay.
  return { type, content } as unknown as Notification;
}

function opened(body: string, userNo: string, platformPublicKey: Recipient['platformPublicKey']) {
  try {
    const envelope = parseNotificationEnvelope(body);
    if (envelope.userNo !== userNo) throw new NotificationUnreadable("it is another merchant's");
    const content = openWithAny([platformPublicKey].flat(), (key) => openContent(envelope, key));
    return { type: envelope.type, content };
  } catch (error) {
    if (error instanceof CodecError) throw new NotificationUnreadable(error.message, { cause: error });
    throw error;
  }
}

const isKnown = (type: string): type is NotificationType => Object.hasOwn(notifications, type);

/**
 * The fact that a notification tells, to deduplicate by: keep what has one fact once, and answer SUCCESS every time.
 * `webhookId` is the header `webhook-id` of the request, which tells a fact of any type. Without it (a proxy may drop it) the
 * content does, where its type has a number for it; undefined where nothing tells, and the notification must pass for new.
 *
 * A settlement is another fact than its authorization, although both have one recordNo.
 */
export function factOf({ type, content }: Notification, webhookId?: string): string | undefined {
  if (webhookId !== undefined && webhookId !== '') return webhookId;
  const told = content as Readonly<Record<string, unknown>>;
  const fields: readonly string[] | undefined = (factFields as Partial<Record<string, readonly string[]>>)[
    type
  ];
  return fields && [type, ...fields.map((field) => told[field] ?? '')].join('/');
}
