import type { CallResult } from '../../client/client.ts';
import { opTypes, orderStatuses } from '../../contract/codes.ts';
import { toMajor } from '../../money/amount.ts';
import { type Order, wireStatus } from '../../orders/order.ts';
import { contentOf, type TransactionRecord } from '../../transactions/record.ts';

/** Something that one side says and the other does not, or says otherwise. */
export interface Difference {
  readonly what: string;
  readonly here: string;
  readonly there: string;
}

type OrderRow = CallResult<'cardOperateQuery'>['list'][number];
type TransactionRow = CallResult<'transactionQuery'>['list'][number];
/** Our ids by theirs. */
type Ids = ReadonlyMap<string, string>;

const MISSING = 'missing';
const THERE = 'there';

/** How an order differs between the two sides; one that was refused there, or never sent, is not there. */
export function orderDifferences(
  id: string,
  here: Order | undefined,
  there: OrderRow | undefined,
  ids: Ids,
): Difference[] {
  const what = `order ${id}`;
  if (!here) return [{ what: `${what} (${there?.orderId} there)`, here: MISSING, there: THERE }];
  if (!there) return mayBeAbsent(here) ? [] : [{ what, here: here.status, there: MISSING }];
  const isReturn = here.opType === opTypes.cardCancellation;
  return fieldDifferences(what, [
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

/** How a transaction differs between the two sides. */
export function transactionDifferences(
  recordNo: string,
  here: TransactionRecord | undefined,
  there: TransactionRow | undefined,
  ids: Ids,
): Difference[] {
  const what = `transaction ${recordNo}`;
  if (!here) return [{ what, here: MISSING, there: THERE }];
  if (!there) return [{ what, here: THERE, there: MISSING }];
  const content = contentOf(here);
  return fieldDifferences(what, [
    ['card', content.cardId, ours(ids, there.cardId)],
    ['transType', content.transType, there.transType],
    ['transStatus', content.transStatus, there.transStatus],
    ['transCategory', content.transCategory, there.transCategory],
    ['localCurrencyAmt', content.localCurrencyAmt, there.localCurrencyAmt],
    ['settleAmount', content.settleAmount, there.settleAmount],
  ]);
}

const fieldDifferences = (
  what: string,
  fields: readonly (readonly [string, unknown, unknown])[],
): Difference[] =>
  fields
    .filter(([, here, there]) => here !== there)
    .map(([field, here, there]) => ({ what: `${what} ${field}`, here: String(here), there: String(there) }));
