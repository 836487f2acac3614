import type { cardholderInfo } from '../../../wire/contract/operations/cardholders.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { type BinRange, readBinRanges } from '../model/bin-range.ts';
import { type Cardholder, cardholderOf, qualifiesFor } from '../model/cardholder.ts';
import { wireCardholderStatus } from '../model/cardholder-status.ts';

type Result = ResultOf<typeof cardholderInfo>;

/**
 * Returns a cardholder's details and the merchant's enabled BIN ranges that the cardholder qualifies for.
 *
 * @throws NothingFound when the merchant has no such cardholder
 */
export async function inquireCardholder(
  request: CheckedRequestOf<typeof cardholderInfo>,
  { deps, merchant }: MerchantCall,
): Promise<Result> {
  const [holder, ranges] = await Promise.all([
    cardholderOf(deps.store, merchant.userNo, request.cardUserId),
    readBinRanges(deps.store, merchant.binRangeIds),
  ]);
  const accepting = ranges.filter((range) => range.enabled && qualifiesFor(holder, range));
  const {
    userNo: _userNo,
    images: _images,
    fingerprint: _fingerprint,
    nationalNumber: _nationalNumber,
    liveCards: _liveCards,
    createdAt,
    ...person
  } = holder;
  return {
    ...person,
    billingZipCode: person.billingZipCode ?? '',
    status: wireCardholderStatus[holder.status].code,
    holderCardBins: accepting.map((range) => acceptingBin(range, holder)),
    createAt: formatDateTime(createdAt, deps.utcOffset),
  };
}

function acceptingBin({ binRangeId, cardBin }: BinRange, { status }: Cardholder) {
  const { code, description } = wireCardholderStatus[status];
  return { binRangeId, cardBin, holderStatus: code, holderStatusDesc: description };
}
