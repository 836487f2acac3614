import type { CallResult } from '../../client/client.ts';
import { opTypes, orderStatuses } from '../../contract/codes.ts';
import { toMajor } from '../../money/amount.ts';
import { type Order, wireStatus } from '../../orders/order.ts';
import { contentTold, type TransactionRecord } from '../../transactions/record.ts';

/** Something that one side says and the other does not, or says otherwise. */
export interface Difference {
  readonly what: string;
  readonly here: string;
  readonly there: string;
  /** The card or group that it is about, by our id, or by theirs where we have none. */
  readonly about?: string | undefined;
  /** What a person can do about it. */
  readonly todo: string;
}

type OrderRow = CallResult<'cardOperateQuery'>['list'][number];
type TransactionRow = CallResult<'transactionQuery'>['list'][number];
/** Our ids by theirs. */
type Ids = ReadonlyMap<string, string>;

export const MISSING = 'missing';
export const THERE = 'there';

const TELL_AGAIN = 'have it told again: they send notifications that were not acknowledged once more';
const ASK = 'npm run orders -- ask, or end where nobody answers';

/** How an order differs between the two sides; one that was refused there, or never sent, is not there. */
export function orderDifferences(
  id: string,
  here: Order | undefined,
  there: OrderRow | undefined,
  ids: Ids,
): Difference[] {
  const what = `order ${id}`;
  const theirs = there?.cardId ?? there?.groupId;
  const about = known(ids, theirs) ?? theirs ?? here?.cardId ?? here?.groupId;
  if (!here) {
    const todo = 'nobody ordered it here: find out who uses our key there';
    return [{ what: `${what} (${there?.orderId} there)`, here: MISSING, there: THERE, about, todo }];
  }
  if (!there) return mayBeAbsent(here) ? [] : [{ what, here: here.status, there: MISSING, about, todo: ASK }];
  const isReturn = here.opType === opTypes.cardCancellation;
  const todo =
    here.status === 'pending' ? ASK : 'a person has to find out which side is right, and correct the other';
  return fieldDifferences({ what, about, todo }, [
    ['opType', here.opType, there.opType],
    ['status', statusThere(here), there.status],
    // A cancellation returns what is on the card by then: transactions make up for what differs.
    ['amount', isReturn ? there.amount : toMajor(here.amount, here.currency), there.amount],
    ['fee', toMajor(here.cost ?? 0n, here.currency), here.cost === undefined ? 0 : there.fee],
    ['card', opened(here) && here.cardId, opened(here) && ours(ids, there.cardId)],
    ['group', opened(here) && here.groupId, opened(here) && ours(ids, there.groupId)],
  ]);
}

const mayBeAbsent = ({ status, cost, sentAt }: Order): boolean =>
  (status === 'failure' && cost === undefined) || (status === 'pending' && sentAt === undefined);

/** What the status is there if both are right: an order may succeed there and fail here, its card being closed. */
const statusThere = ({ status, cost }: Order): number =>
  cost === undefined ? wireStatus[status].code : orderStatuses.success;

/** Whether card and group are known on both sides by then. */
const opened = ({ status, cost }: Order): boolean => status === 'success' && cost !== undefined;

const ours = (ids: Ids, theirs: string | undefined): string | undefined =>
  theirs === undefined ? undefined : (ids.get(theirs) ?? `unknown ${theirs}`);

const known = (ids: Ids, theirs: string | undefined): string | undefined =>
  theirs === undefined ? undefined : ids.get(theirs);

/** How a transaction differs between the two sides. */
export function transactionDifferences(
  recordNo: string,
  here: TransactionRecord | undefined,
  there: TransactionRow | undefined,
  ids: Ids,
): Difference[] {
  const what = `transaction ${recordNo}`;
  const about = here?.cardId ?? known(ids, there?.cardId);
  if (!here) return [{ what, here: MISSING, there: THERE, about, todo: TELL_AGAIN }];
  const content = contentTold(here);
  if (!there) {
    const todo = 'it was told and is not in their books: ask them';
    return [{ what, here: THERE, there: MISSING, about, todo }];
  }
  return fieldDifferences({ what, about, todo: TELL_AGAIN }, [
    ['card', content.cardId, ours(ids, there.cardId)],
    ['transType', content.transType, there.transType],
    ['transStatus', content.transStatus, there.transStatus],
    ['transCategory', content.transCategory, there.transCategory],
    ['localCurrencyAmt', content.localCurrencyAmt, there.localCurrencyAmt],
    ['settleAmount', content.settleAmount, there.settleAmount],
  ]);
}

/** The fields of a thing that are not the same on both sides. */
export const fieldDifferences = (
  { what, ...thing }: Pick<Difference, 'what' | 'about' | 'todo'>,
  fields: readonly (readonly [string, unknown, unknown])[],
): Difference[] =>
  fields
    .filter(([, here, there]) => here !== there)
    .map(([field, here, there]) => ({
      what: `${what} ${field}`,
      here: String(here),
      there: String(there),
      ...thing,
    }));
