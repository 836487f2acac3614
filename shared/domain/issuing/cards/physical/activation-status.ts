import type { Put } from '../../../../runtime/store/write.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { notificationPut } from '../../../notifications/outbox.ts';
import type { Card } from '../../model/card.ts';

/** 1 success, 2 fail (contract section 4.8). */
type ActivationStatus = 1 | 2;

/** Notifies the merchant of an activation's outcome. `subject` distinguishes one attempt from another. */
export const activationStatusPut = (
  deps: Dependencies,
  { cardId, userNo }: Card,
  status: ActivationStatus,
  { subject, correlationId }: { readonly subject: string; readonly correlationId: string },
): Put =>
  notificationPut(deps, {
    type: 'card_activation_status',
    subject: `${cardId}/${subject}`,
    userNo,
    content: { cardId: Number(cardId), staus: status, status },
    correlationId,
  });
