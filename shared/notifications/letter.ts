import { sealNotification } from '../codec/envelope.ts';
import { asTold } from '../merchants/card-data.ts';
import { findMerchant, notifyUrlFor } from '../merchants/merchant.ts';
import type { Platform } from '../platform/platform.ts';
import type { Signer } from '../signatures/signed.ts';
import { withCardData } from './card-data.ts';
import type { Notification } from './notification.ts';
import { withSecret } from './secret.ts';

/** A sealed notification and where it goes. */
export interface Letter {
  readonly notificationId: string;
  readonly url: string;
  readonly body: string;
  /** It holds card data, a password or a code: an answer to it may repeat them. */
  readonly confidential: boolean;
  /** Who signs each attempt, where the merchant asks for signatures. */
  readonly signer?: Signer;
}

/** Seals the notification for its merchant; undefined when the merchant has no notification URL. */
export async function makeLetter(
  platform: Platform,
  notification: Notification,
): Promise<Letter | undefined> {
  const merchant = await findMerchant(platform.store, notification.userNo);
  const url = merchant && notifyUrlFor(merchant, notification.type);
  if (!url) return undefined;
  const told = await withSecret(platform, notification, JSON.parse(notification.content));
  const whole = await withCardData(platform, merchant, told);
  const content = await asTold(platform.counterpartyKeys, merchant, whole);
  const key = await platform.counterpartyKeys.platformKey(merchant);
  const body = JSON.stringify(sealNotification(notification.type, content, merchant.userNo, key));
  const confidential = notification.secret !== undefined || whole !== told;
  const signer = merchant.requireSignature && { signer: { keyId: merchant.userNo, key } };
  return { notificationId: notification.notificationId, url, body, confidential, ...signer };
}
