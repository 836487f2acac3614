import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { equals, type Update } from '../../../runtime/store/write.ts';
import type { cardholderDelete } from '../../../wire/contract/operations/cardholders.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { StatusNotSuitable } from '../../../wire/errors.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { type Cardholder, cardholderKey, cardholderOf } from '../model/cardholder.ts';
import { executeOnceByIdentity } from './execute-once-by-identity.ts';
import { contactReleaseWrites } from './unique-contacts.ts';

/**
 * Deletes a cardholder without live cards and releases email and mobile. Idempotent. The record remains, because closed
 * cards refer to it.
 *
 * @throws NothingFound when the merchant has no such cardholder
 * @throws StatusNotSuitable when the cardholder still has live cards
 */
export function deleteCardholder(
  request: CheckedRequestOf<typeof cardholderDelete>,
  call: MerchantCall,
): Promise<ResultOf<typeof cardholderDelete>> {
  const { cardUserId } = request;
  return executeOnceByIdentity(call, 'cardholderDelete', request, async () => {
    const holder = await cardholderOf(call.deps.store, call.merchant.userNo, cardUserId);
    if (holder.status === 'deleted') return { result: { cardUserId }, writes: [] };
    if (holder.liveCards > 0) throw new StatusNotSuitable('cardholder', 'named by a card');
    return { result: { cardUserId }, writes: [deletionUpdate(holder), ...contactReleaseWrites(holder)] };
  });
}

/** Guards against a card that is opened concurrently. */
const deletionUpdate = ({ cardUserId, status }: Cardholder): Update => ({
  kind: 'update',
  table: 'cardholders',
  key: cardholderKey(cardUserId),
  set: { status: 'deleted' },
  when: [equals('status', status), equals('liveCards', 0)],
  onConflict: writeConflict,
});
