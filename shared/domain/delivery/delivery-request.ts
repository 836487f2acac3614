import { sealNotification } from '../../wire/codec/envelope.ts';
import type { Signer } from '../../wire/signatures/sign-message.ts';
import type { Dependencies } from '../dependencies.ts';
import type { Notification } from '../notifications/notification.ts';
import { revealSecret } from '../notifications/secret-field.ts';
import { applyCardDataMode } from '../parties/card-data-mode.ts';
import { findMerchant, notifyUrlFor } from '../parties/merchant.ts';
import { withCardData } from './add-card-data.ts';

/** A sealed notification, and where to send it. */
export interface DeliveryRequest {
  readonly notificationId: string;
  readonly url: string;
  readonly body: string;
  /** It contains card data, a password or a code, which a response may repeat. */
  readonly confidential: boolean;
  /** Signs each attempt, when the merchant requires signatures. */
  readonly signer?: Signer;
}

/** Seals the notification for its merchant. Returns undefined when the merchant has no notification URL. */
export async function buildDeliveryRequest(
  deps: Dependencies,
  notification: Notification,
): Promise<DeliveryRequest | undefined> {
  const merchant = await findMerchant(deps.store, notification.userNo);
  const url = merchant && notifyUrlFor(merchant, notification.type);
  if (!url) return undefined;
  const revealed = await revealSecret(deps, notification, JSON.parse(notification.content));
  const complete = await withCardData(deps, merchant, revealed);
  const content = await applyCardDataMode(deps.counterpartyKeys, merchant, complete);
  const key = await deps.counterpartyKeys.platformKey(merchant);
  const body = JSON.stringify(sealNotification(notification.type, content, merchant.userNo, key));
  const confidential = notification.secret !== undefined || complete !== revealed;
  const signer = merchant.requireSignature && { signer: { keyId: merchant.userNo, key } };
  return { notificationId: notification.notificationId, url, body, confidential, ...signer };
}
