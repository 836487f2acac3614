import { DAY_MS, SECOND_MS } from '../../../runtime/duration.ts';
import { timeBounds } from '../../../runtime/period.ts';
import type { Item } from '../../../runtime/store/item.ts';
import { filterConditions, hydratePage, pageOfQuery, queryFor } from '../../../runtime/store/pages.ts';
import { type Condition, matchesConditions } from '../../../runtime/store/write.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { MAX_INQUIRY_DAYS, type transactionQuery } from '../../../wire/contract/operations/transactions.ts';
import { type Page, paginate } from '../../../wire/contract/page.ts';
import { ParameterInvalid } from '../../../wire/errors.ts';
import type { Dependencies, MerchantCall } from '../../dependencies.ts';
import { timeKey, transactionFrom, transactionKey } from '../model/transaction.ts';
import { inquiryContentOf } from '../model/transaction-content.ts';

type Request = CheckedRequestOf<typeof transactionQuery>;

/** Bounds on the transactions' times, as sort keys. */
interface Bounds {
  readonly from?: string;
  readonly to?: string;
}

/**
 * Returns a page of the merchant's transactions that match all filters, newest first.
 *
 * A single transaction is read by its key. Otherwise the index of the card, of the group or of the merchant
 * is queried within the period; its rows carry only the filtered fields.
 *
 * @throws ParameterInvalid when only one end of the period is given, or the period is too long
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

/** The filter conditions; the merchant's own transactions only. */
const filtersOf = (
  { recordNo, cardId, groupId, cardType, transType, transStatus, transCategory }: Request,
  userNo: string,
): Condition[] =>
  filterConditions({ userNo, recordNo, cardId, groupId, cardType, transType, transStatus, transCategory });

/**
 * The requested period. Without one, and without a number, it defaults to the longest period allowed, up to
 * now.
 */
function boundsOf(request: Request, { now, utcOffset }: Dependencies): Bounds {
  const { beginTime, endTime, recordNo } = request;
  if (beginTime === undefined && endTime === undefined)
    return recordNo === undefined ? { from: timeKey(now() - MAX_INQUIRY_DAYS * DAY_MS) } : {};
  if (beginTime === undefined) throw new ParameterInvalid('beginTime', 'is required with endTime');
  if (endTime === undefined) throw new ParameterInvalid('endTime', 'is required with beginTime');
  const { since = 0, until = 0 } = timeBounds({ beginTime, endTime }, utcOffset);
  if (until - since > MAX_INQUIRY_DAYS * DAY_MS + (coversWholeDays(request) ? DAY_MS : SECOND_MS))
    throw new ParameterInvalid('endTime', `must be at most ${MAX_INQUIRY_DAYS} days after beginTime`);
  // The last second belongs to the period; every key of the next one is longer than this bound.
  return { from: timeKey(since), to: timeKey(until + 1) };
}

/** Periods of whole days are counted in days: the hours of the last day do not count. */
const coversWholeDays = ({ beginTime = '', endTime = '' }: Request): boolean =>
  beginTime.endsWith(' 00:00:00') && endTime.endsWith(' 23:59:59');

/**
 * The names of index and sort key by timeType: when the transaction was made, or when this platform learned
 * of it.
 */
const TIME_INDEXES = { 0: ['Transacted', 'transactedKey'], 1: ['Created', 'createdKey'] } as const;

/** The transaction with this number, if it matches the filters. */
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
