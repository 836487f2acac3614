import { timeBounds } from '../../../runtime/period.ts';
import type { Item } from '../../../runtime/store/item.ts';
import { filterConditions, hydratePage, pageOfQuery, queryFor } from '../../../runtime/store/pages.ts';
import { type Condition, matchesConditions } from '../../../runtime/store/write.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { MAX_INQUIRY_DAYS, type transactionQuery } from '../../../wire/contract/operations/transactions.ts';
import { type Page, paginate } from '../../../wire/contract/page.ts';
import { ParameterInvalid } from '../../../wire/errors.ts';
import type { Dependencies, MerchantCall } from '../../dependencies.ts';
import { inquiryContentOf, timeKey, transactionFrom, transactionKey } from '../model/transaction.ts';

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
  { deps, merchant }: MerchantCall,
): Promise<ResultOf<typeof transactionQuery>> {
  const filters = filtersOf(request, merchant.userNo);
  const bounds = boundsOf(request, deps);
  const { recordNo } = request;
  const page =
    recordNo === undefined
      ? await transactionsOf(request, filters, bounds, deps)
      : paginate(await transactionByNo({ ...request, recordNo }, filters, bounds, deps), request);
  return { ...page, list: page.list.map((item) => inquiryContentOf(transactionFrom(item))) };
}

/** What a transaction must be, one of its owner's first. */
const filtersOf = (
  { recordNo, cardId, groupId, cardType, transType, transStatus, transCategory }: Request,
  userNo: string,
): Condition[] =>
  filterConditions({ userNo, recordNo, cardId, groupId, cardType, transType, transStatus, transCategory });

/** The period that is asked for; without one, and not by its number either, what is not older than the longest period. */
function boundsOf(request: Request, { now, utcOffset }: Dependencies): Bounds {
  const { beginTime, endTime, recordNo } = request;
  if (beginTime === undefined && endTime === undefined)
    return recordNo === undefined ? { from: timeKey(now() - MAX_INQUIRY_DAYS * DAY_MS) } : {};
  if (beginTime === undefined) throw new ParameterInvalid('beginTime', 'is required with endTime');
  if (endTime === undefined) throw new ParameterInvalid('endTime', 'is required with beginTime');
  const { since = 0, until = 0 } = timeBounds({ beginTime, endTime }, utcOffset);
  if (until - since > MAX_INQUIRY_DAYS * DAY_MS + (coversWholeDays(request) ? DAY_MS : 1_000))
    throw new ParameterInvalid('endTime', `must be at most ${MAX_INQUIRY_DAYS} days after beginTime`);
  // The end's second belongs to the period; no key is as short as the bound of the next one.
  return { from: timeKey(since), to: timeKey(until + 1) };
}

/** Whole days are counted from date to date: the hours of the last one do not count. */
const coversWholeDays = ({ beginTime = '', endTime = '' }: Request): boolean =>
  beginTime.endsWith(' 00:00:00') && endTime.endsWith(' 23:59:59');

/** The time that is asked about, in the names of indexes and keys: when it was made, or when the platform learned of it. */
const TIME_INDEXES = { 0: ['Transacted', 'transactedKey'], 1: ['Created', 'createdKey'] } as const;

/** The transaction of this number, if it meets the other criteria. */
async function transactionByNo(
  request: Request & { readonly recordNo: string },
  filters: readonly Condition[],
  bounds: Bounds,
  { store }: Dependencies,
): Promise<Item[]> {
  const { recordNo, timeType } = request;
  const [, sortKey] = TIME_INDEXES[timeType];
  const item = await store.get('transactions', transactionKey({ recordNo }));
  return item && matchesConditions(item, filters) && isWithin(bounds, String(item[sortKey])) ? [item] : [];
}

const isWithin = ({ from, to }: Bounds, key: string): boolean =>
  (from === undefined || from <= key) && (to === undefined || key <= to);

async function transactionsOf(
  request: Request,
  filters: readonly Condition[],
  bounds: Bounds,
  { store }: Dependencies,
): Promise<Page<Item>> {
  const [time] = TIME_INDEXES[request.timeType];
  const query = queryFor('transactions', [`byCard${time}`, `byGroup${time}`, `byMerchant${time}`], filters);
  const rows = await pageOfQuery(store, { ...query, ...bounds, newestFirst: true }, request);
  return hydratePage(store, 'transactions', rows);
}
