import { type BinRange, readBinRanges } from '../cards/bin.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardholderInfo } from '../contract/operations/cardholders.ts';
import { formatDateTime } from '../contract/time.ts';
import type { Call } from '../platform/platform.ts';
import { type Cardholder, cardholderOf, qualifiesFor } from './holder.ts';
import { STATUSES } from './status.ts';

type Result = ResultOf<typeof cardholderInfo>;

/** What was reported of a holder, and the merchant's open BIN ranges that the holder qualifies for. */
export async function inquireHolder(
  request: CheckedRequestOf<typeof cardholderInfo>,
  { platform, merchant }: Call,
): Promise<Result> {
  const [holder, ranges] = await Promise.all([
    cardholderOf(platform.store, merchant.userNo, request.cardUserId),
    readBinRanges(platform.store, merchant.binRangeIds),
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
    status: STATUSES[holder.status].code,
    holderCardBins: accepting.map((range) => acceptance(range, holder)),
    createAt: formatDateTime(createdAt, platform.utcOffset),
  };
}

function acceptance({ binRangeId, cardBin }: BinRange, { status }: Cardholder) {
  const { code, words } = STATUSES[status];
  return { binRangeId, cardBin, holderStatus: code, holderStatusDesc: words };
}
