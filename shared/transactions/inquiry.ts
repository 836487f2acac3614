import { ParameterInvalid } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import { INQUIRY_DAYS, type transactionQuery } from '../contract/operations/transactions.ts';
import { type Page, pageOf } from '../contract/page.ts';
import { timeBounds } from '../platform/period.ts';
import type { Call, Platform } from '../platform/platform.ts';
import type { Item } from '../store/item.ts';
import { criteria, pageOfQuery, queryFor, wholeItems } from '../store/pages.ts';
import { type Condition, meets } from '../store/write.ts';
import { contentOf, recordFrom, recordKey, timeKey } from './record.ts';

type Request = CheckedRequestOf<typeof transactionQuery>;

const DAY_MS = 24 * 60 * 60_000;

/** Bounds on the records' times, as their sort keys are written. */
interface Bounds {
  readonly from?: string;
  readonly to?: string;
}

/**
 * A page of the merchant's transactions that meet every criterion, newest first.
 *
 * One transaction is found by its key. Others are looked for in the lean rows of an index: a card's, a group's or else all
 * of the merchant's, within the period.
 */
export async function inquireTransactions(
  request: Request,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof transactionQuery>> {
  const wanted = criteriaOf(request, merchant.userNo);
  const bounds = boundsOf(request, platform);
  const { recordNo } = request;
  const page =
    recordNo === undefined
      ? await transactionsOf(request, wanted, bounds, platform)
      : pageOf(await theTransaction({ ...request, recordNo }, wanted, bounds, platform), request);
  return { ...page, list: page.list.map((item) => contentOf(recordFrom(item))) };
}

/** What a transaction must be, one of its owner's first. */
const criteriaOf = (
  { recordNo, cardId, groupId, cardType, transType, transStatus, transCategory }: Request,
  userNo: string,
): Condition[] =>
  criteria({ userNo, recordNo, cardId, groupId, cardType, transType, transStatus, transCategory });

/** The period that is asked for; without one, and not by its number either, what is not older than the longest period. */
function boundsOf(request: Request, { now, utcOffset }: Platform): Bounds {
  const { beginTime, endTime, recordNo } = request;
  if (beginTime === undefined && endTime === undefined)
    return recordNo === undefined ? { from: timeKey(now() - INQUIRY_DAYS * DAY_MS) } : {};
  if (beginTime === undefined) throw new ParameterInvalid('beginTime', 'is required with endTime');
  if (endTime === undefined) throw new ParameterInvalid('endTime', 'is required with beginTime');
  const { since = 0, until = 0 } = timeBounds({ beginTime, endTime }, utcOffset);
  if (until - since > INQUIRY_DAYS * DAY_MS + (isOfWholeDays(request) ? DAY_MS : 1_000))
    throw new ParameterInvalid('endTime', `must be at most ${INQUIRY_DAYS} days after beginTime`);
  // The end's second belongs to the period; no key is as short as the bound of the next one.
  return { from: timeKey(since), to: timeKey(until + 1) };
}

/** Whole days are counted from date to date: the hours of the last one do not count. */
const isOfWholeDays = ({ beginTime = '', endTime = '' }: Request): boolean =>
  beginTime.endsWith(' 00:00:00') && endTime.endsWith(' 23:59:59');

/** The time that is asked about, in the names of indexes and keys: when it was made, or when the platform learned of it. */
const TIMES = { 0: ['Transacted', 'transactedKey'], 1: ['Created', 'createdKey'] } as const;

/** The transaction of this number, if it meets the other criteria. */
async function theTransaction(
  request: Request & { readonly recordNo: string },
  wanted: readonly Condition[],
  bounds: Bounds,
  { store }: Platform,
): Promise<Item[]> {
  const { recordNo, timeType } = request;
  const [, sortKey] = TIMES[timeType];
  const item = await store.get('transactions', recordKey({ recordNo }));
  return item && meets(item, wanted) && isWithin(bounds, String(item[sortKey])) ? [item] : [];
}

const isWithin = ({ from, to }: Bounds, key: string): boolean =>
  (from === undefined || from <= key) && (to === undefined || key <= to);

async function transactionsOf(
  request: Request,
  wanted: readonly Condition[],
  bounds: Bounds,
  { store }: Platform,
): Promise<Page<Item>> {
  const [time] = TIMES[request.timeType];
  const query = queryFor('transactions', [`byCard${time}`, `byGroup${time}`, `byMerchant${time}`], wanted);
  const rows = await pageOfQuery(store, { ...query, ...bounds, newestFirst: true }, request);
  return wholeItems(store, 'transactions', rows);
}
