import { CodecError } from '../wire/codec/codec-errors.ts';
import { openNotification as openContent, parseNotificationEnvelope } from '../wire/codec/envelope.ts';
import type { RsaPublicKey } from '../wire/codec/keys.ts';
import { tryKeys } from '../wire/codec/try-keys.ts';
import { deduplicationFields } from '../wire/contract/deduplication.ts';
import {
  type NotificationContent,
  type NotificationType,
  notifications,
} from '../wire/contract/notifications.ts';
import type { HttpHeaders } from '../wire/signatures/signature-base.ts';
import { verifyRequest } from '../wire/signatures/signed-request.ts';
import type { ExpectedSigner } from '../wire/signatures/verify-message.ts';
import { NotificationTypeUnknown, NotificationUnreadable } from './client-errors.ts';

export { NOTIFICATION_ACCEPTED } from '../wire/contract/notifications.ts';

/** A notification in clear; `type` says what `content` is. */
export type Notification = {
  [Type in NotificationType]: { readonly type: Type; readonly content: NotificationContent<Type> };
}[NotificationType];

/** Who it has to be for, and the public keys of the platform for that merchant: two while one is rotated. */
export interface Recipient {
  readonly userNo: string;
  readonly platformPublicKey: RsaPublicKey | readonly RsaPublicKey[];
  /** One without a signature is refused: for who is marked so at the platform, which then signs all of them. */
  readonly requireSignature?: boolean;
}

/** The request that a notification came by, for its signature. */
export interface Delivery {
  /** As the platform sent it, before any proxy changed it: the path or the whole URL. */
  readonly path: string;
  /** By lower-case names, as Node's HTTP server has them. */
  readonly headers: HttpHeaders;
  /** POST unless told. */
  readonly method?: string;
  /** When it came, in epoch milliseconds; now unless told. */
  readonly now?: number;
}

/**
 * Opens the body that the platform posted: checks that it is for the recipient and from the platform, and gives it in
 * clear. Answer NOTIFICATION_ACCEPTED (`SUCCESS`) as the whole body, with HTTP 200, once it is safe with you; anything
 * else and it comes again. Notifications come at least once and in any order: keep those of one `factOf` once.
 *
 * `type` travels beside the sealed content, so what an unsigned one proves is that the content is the platform's and of that
 * type's shape, and of each block alone at that. A signature proves the whole message, its path and its time: it is
 * checked where `delivery` is told, and asked for with `requireSignature`.
 *
 * Throws NotificationUnreadable or NotificationTypeUnknown.
 */
export function openNotification(body: string, recipient: Recipient, delivery?: Delivery): Notification {
  const { type, content } = openVerified(body, recipient, delivery);
  if (!isKnown(type)) throw new NotificationTypeUnknown(type);
  if (!notifications[type].outbound.safeParse(content).success) {
    throw new NotificationUnreadable(`the content is not that of ${type}`);
  }
  // The content as it came, not as parsed: fields that are newer than this client stay.
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
    if (envelope.userNo !== userNo) throw new NotificationUnreadable("it is another merchant's");
    const signed = delivery && isSigned(body, { keyId: userNo, keys }, delivery);
    if (requireSignature && !signed) throw new NotificationUnreadable('it is not signed');
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

const isKnown = (type: string): type is NotificationType => Object.hasOwn(notifications, type);

/**
 * The fact that a notification tells, to deduplicate by: keep what has one fact once, and answer SUCCESS every time.
 * `webhookId` is the header `webhook-id` of the request, which tells a fact of any type. Without it (a proxy may drop it) the
 * content does, where its type has a number for it; undefined where nothing tells, and the notification must pass for new.
 *
 * A settlement is another fact than its authorization, although both have one recordNo.
 */
export function deduplicationKey({ type, content }: Notification, webhookId?: string): string | undefined {
  if (webhookId !== undefined && webhookId !== '') return webhookId;
  const told = content as Readonly<Record<string, unknown>>;
  const fields: readonly string[] | undefined = (
    deduplicationFields as Partial<Record<string, readonly string[]>>
  )[type];
  return fields && [type, ...fields.map((field) => told[field] ?? '')].join('/');
}
