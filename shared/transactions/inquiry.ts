import { ParameterInvalid } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import { INQUIRY_DAYS, type transactionQuery } from '../contract/operations/transactions.ts';
import { pageOf } from '../contract/page.ts';
import { parseDateTime } from '../contract/time.ts';
import type { Call, Platform } from '../platform/platform.ts';
import { issuerNames } from '../upstreams/upstream.ts';
import { contentOf, recordFrom, recordKey, type TransactionRecord, timeKey } from './record.ts';

type Request = CheckedRequestOf<typeof transactionQuery>;

const DAY_MS = 24 * 60 * 60_000;

/** Bounds on the records' times, as their sort keys are written. */
interface Bounds {
  readonly from?: string;
  readonly to?: string;
}

/** A page of the merchant's transactions that meet every criterion, newest first. */
export async function inquireTransactions(
  request: Request,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof transactionQuery>> {
  const bounds = boundsOf(request, platform);
  const records = (await candidates(request, bounds, merchant.userNo, platform)).filter(
    (record) => record.userNo === merchant.userNo && meets(record, request, bounds),
  );
  const page = pageOf(records, request);
  return { ...page, list: page.list.map(contentOf) };
}

/** The period that is asked for; without one, and not by its number either, what is not older than the longest period. */
function boundsOf(request: Request, { now, utcOffset }: Platform): Bounds {
  const { beginTime, endTime, recordNo } = request;
  if (beginTime === undefined && endTime === undefined)
    return recordNo === undefined ? { from: timeKey(now() - INQUIRY_DAYS * DAY_MS) } : {};
  if (beginTime === undefined) throw new ParameterInvalid('beginTime', 'is required with endTime');
  if (endTime === undefined) throw new ParameterInvalid('endTime', 'is required with beginTime');
  const [begin, end] = [parseDateTime(beginTime, utcOffset), parseDateTime(endTime, utcOffset)];
  if (end - begin > INQUIRY_DAYS * DAY_MS)
    throw new ParameterInvalid('endTime', `must be at most ${INQUIRY_DAYS} days after beginTime`);
  // The end's second belongs to the period; no key is as short as the bound of the next one.
  return { from: timeKey(begin), to: timeKey(end + 1_000) };
}

/** The records to choose from, by the narrowest key that the request offers. */
async function candidates(
  { recordNo, cardId, groupId, timeType }: Request,
  bounds: Bounds,
  userNo: string,
  { store }: Platform,
): Promise<TransactionRecord[]> {
  if (recordNo !== undefined) {
    const keys = (await issuerNames(store)).map((issuer) => recordKey({ issuer, recordNo }));
    const items = await store.getMany('transactions', keys);
    return items.filter((item) => item !== undefined).map(recordFrom);
  }
  const time = timeType === 1 ? 'Created' : 'Transacted';
  const [owner, partition] = narrowest({ cardId, groupId, userNo });
  const index = `by${owner}${time}`;
  const items = await store.query({
    table: 'transactions',
    index,
    partition,
    ...bounds,
    newestFirst: true,
  });
  return items.map(recordFrom);
}

function narrowest({ cardId, groupId, userNo }: Pick<Request, 'cardId' | 'groupId'> & { userNo: string }) {
  if (cardId !== undefined) return ['Card', cardId] as const;
  if (groupId !== undefined) return ['Group', groupId] as const;
  return ['Merchant', userNo] as const;
}

const CRITERIA = [
  'cardType',
  'cardId',
  'groupId',
  'recordNo',
  'transType',
  'transStatus',
  'transCategory',
] as const;

function meets(record: TransactionRecord, request: Request, { from, to }: Bounds): boolean {
  const key = request.timeType === 1 ? record.createdKey : record.transactedKey;
  return (
    CRITERIA.every((name) => request[name] === undefined || record[name] === request[name]) &&
    (from === undefined || key >= from) &&
    (to === undefined || key <= to)
  );
}
