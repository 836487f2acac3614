import { CodecError } from '../wire/codec/codec-errors.ts';
import { openNotification as openContent, parseNotificationEnvelope } from '../wire/codec/envelope.ts';
import type { RsaPublicKey } from '../wire/codec/keys.ts';
import { tryKeys } from '../wire/codec/try-keys.ts';
import { deduplicationFields } from '../wire/contract/deduplication.ts';
import type { HttpHeaders } from '../wire/signatures/signature-base.ts';
import { verifyRequest } from '../wire/signatures/signed-request.ts';
import type { ExpectedSigner } from '../wire/signatures/verify-message.ts';
import { NotificationTypeUnknown, NotificationUnreadable } from './client-errors.ts';
import { notificationShapes } from './contract-shapes.ts';
import type { NotificationContents } from './contract-types.ts';
import { mismatchOf } from './shape.ts';

export { NOTIFICATION_ACCEPTED } from '../wire/contract/codes.ts';

/** The types of notifications. */
export type NotificationType = keyof NotificationContents;

/** An opened notification; `type` determines the type of `content`. */
export type Notification = {
  [Type in NotificationType]: { readonly type: Type; readonly content: NotificationContents[Type] };
}[NotificationType];

/** The expected recipient, and the platform's public keys for it: two during a key rotation. */
export interface Recipient {
  readonly userNo: string;
  readonly platformPublicKey: RsaPublicKey | readonly RsaPublicKey[];
  /** Rejects unsigned notifications. For merchants that the platform signs all notifications for. */
  readonly requireSignature?: boolean;
}

/** The HTTP request that delivered a notification; its signature covers it. */
export interface Delivery {
  /** The path or the whole URL as the platform sent it, before any proxy changed it. */
  readonly path: string;
  /** By lower-case name, as Node's HTTP server provides them. */
  readonly headers: HttpHeaders;
  /** Defaults to POST. */
  readonly method?: string;
  /** When the request arrived, in epoch milliseconds. Defaults to now. */
  readonly now?: number;
}

/**
 * Opens the body of a notification, after checking that it is from the platform and for the recipient. Respond with
 * HTTP 200 and the body NOTIFICATION_ACCEPTED (`SUCCESS`) once you have stored it; otherwise it is sent again.
 * Notifications are delivered at least once and in any order: deduplicate them by `deduplicationKey`.
 *
 * `type` is sent beside the sealed content. So an unsigned notification only proves that each block of its content
 * comes from the platform, and that the content has the shape of that type. A signature proves the whole message, its
 * path and its time. It is checked when `delivery` is given, and required with `requireSignature`.
 *
 * @throws NotificationUnreadable when it is not from the platform, not for the recipient, or violates the contract
 * @throws NotificationTypeUnknown when it is genuine but of an unknown type
 */
export function openNotification(body: string, recipient: Recipient, delivery?: Delivery): Notification {
  const { type, content } = openVerified(body, recipient, delivery);
  if (!isKnown(type)) throw new NotificationTypeUnknown(type);
  const mismatch = mismatchOf(content, notificationShapes[type]);
  if (mismatch !== undefined)
    throw new NotificationUnreadable(`the content is not valid for ${type}: ${mismatch}`);
  // Returns the content as received, not as parsed, so that fields newer than this client are kept.
  return { type, content } as unknown as Notification;
}

function openVerified(
  body: string,
  { userNo, platformPublicKey, requireSignature }: Recipient,
  delivery?: Delivery,
) {
  const keys = [platformPublicKey].flat();
  try {
    const envelope = parseNotificationEnvelope(body);
    if (envelope.userNo !== userNo)
      throw new NotificationUnreadable('the notification is for another merchant');
    const signed = delivery && isSigned(body, { keyId: userNo, keys }, delivery);
    if (requireSignature && !signed) throw new NotificationUnreadable('the notification is not signed');
    const content = tryKeys(keys, (key) => openContent(envelope, key));
    return { type: envelope.type, content };
  } catch (error) {
    if (error instanceof CodecError) throw new NotificationUnreadable(error.message, { cause: error });
    throw error;
  }
}

function isSigned(body: string, sender: ExpectedSigner, delivery: Delivery): boolean {
  const { headers, method = 'POST', now = Date.now() } = delivery;
  const { pathname: path } = new URL(delivery.path, 'http://receiver');
  return verifyRequest({ method, path, headers, body }, sender, now) !== undefined;
}

const isKnown = (type: string): type is NotificationType => Object.hasOwn(notificationShapes, type);

/**
 * Returns the key to deduplicate a notification by: process each key once, and respond SUCCESS every time.
 *
 * A settlement has a different key than its authorization, although both have the same recordNo.
 *
 * @param webhookId the header `webhook-id` of the request, which identifies events of every type. Without it (a proxy
 * may drop it) the content does, if its type has fields for it.
 * @returns undefined when nothing identifies the event; treat the notification as new then
 */
export function deduplicationKey({ type, content }: Notification, webhookId?: string): string | undefined {
  if (webhookId !== undefined && webhookId !== '') return webhookId;
  const values = content as Readonly<Record<string, unknown>>;
  const fields: readonly string[] | undefined = (
    deduplicationFields as Partial<Record<string, readonly string[]>>
  )[type];
  return fields && [type, ...fields.map((field) => values[field] ?? '')].join('/');
}
