import type { CallResult } from '../../../../client/client.ts';
import { opTypes, orderStatuses } from '../../../../wire/contract/codes.ts';
import { toMajor } from '../../../../wire/money/amount.ts';
import { type Order, wireOrderStatus } from '../../model/order.ts';
import type { Transaction } from '../../model/transaction.ts';
import { contentAsReceived } from '../../model/transaction-content.ts';

/** Something that one side says and the other does not, or says otherwise. */
export interface Difference {
  readonly what: string;
  readonly here: string;
  readonly atIssuer: string;
  /** The card or group that it is about, by our id, or by theirs where we have none. */
  readonly about?: string | undefined;
  /** What a person can do about it. */
  readonly todo: string;
}

type OrderRow = CallResult<'cardOperateQuery'>['list'][number];
type TransactionRow = CallResult<'transactionQuery'>['list'][number];
/** Our ids by theirs. */
type LocalIds = ReadonlyMap<string, string>;

export const MISSING = 'missing';
export const PRESENT = 'there';

const REQUEST_REDELIVERY = 'have it told again: they send notifications that were not acknowledged once more';
const INQUIRE_AGAIN = 'npm run orders -- ask, or end where nobody answers';

/** How an order differs between the two sides; one that was refused there, or never sent, is not there. */
export function orderDifferences(
  id: string,
  here: Order | undefined,
  atIssuer: OrderRow | undefined,
  ids: LocalIds,
): Difference[] {
  const what = `order ${id}`;
  const externalId = atIssuer?.cardId ?? atIssuer?.groupId;
  const about = findLocalIdOf(ids, externalId) ?? externalId ?? here?.cardId ?? here?.groupId;
  if (!here) {
    const todo = 'nobody ordered it here: find out who uses our key there';
    return [{ what: `${what} (${atIssuer?.orderId} there)`, here: MISSING, atIssuer: PRESENT, about, todo }];
  }
  if (!atIssuer)
    return mayBeAbsent(here)
      ? []
      : [{ what, here: here.status, atIssuer: MISSING, about, todo: INQUIRE_AGAIN }];
  const isReturn = here.opType === opTypes.cardCancellation;
  const todo =
    here.status === 'pending'
      ? INQUIRE_AGAIN
      : 'a person has to find out which side is right, and correct the other';
  return fieldDifferences({ what, about, todo }, [
    ['opType', here.opType, atIssuer.opType],
    ['status', statusAtIssuer(here), atIssuer.status],
    // A cancellation returns what is on the card by then: transactions make up for what differs.
    ['amount', isReturn ? atIssuer.amount : toMajor(here.amount, here.currency), atIssuer.amount],
    ['fee', toMajor(here.cost ?? 0n, here.currency), here.cost === undefined ? 0 : atIssuer.fee],
    ['card', isOpened(here) && here.cardId, isOpened(here) && localIdOrUnknown(ids, atIssuer.cardId)],
    ['group', isOpened(here) && here.groupId, isOpened(here) && localIdOrUnknown(ids, atIssuer.groupId)],
  ]);
}

const mayBeAbsent = ({ status, cost, sentAt }: Order): boolean =>
  (status === 'failure' && cost === undefined) || (status === 'pending' && sentAt === undefined);

/** What the status is there if both are right: an order may succeed there and fail here, its card being closed. */
const statusAtIssuer = ({ status, cost }: Order): number =>
  cost === undefined ? wireOrderStatus[status].code : orderStatuses.success;

/** Whether card and group are known on both sides by then. */
const isOpened = ({ status, cost }: Order): boolean => status === 'success' && cost !== undefined;

const localIdOrUnknown = (ids: LocalIds, externalId: string | undefined): string | undefined =>
  externalId === undefined ? undefined : (ids.get(externalId) ?? `unknown ${externalId}`);

const findLocalIdOf = (ids: LocalIds, externalId: string | undefined): string | undefined =>
  externalId === undefined ? undefined : ids.get(externalId);

/** How a transaction differs between the two sides. */
export function transactionDifferences(
  recordNo: string,
  here: Transaction | undefined,
  atIssuer: TransactionRow | undefined,
  ids: LocalIds,
): Difference[] {
  const what = `transaction ${recordNo}`;
  const about = here?.cardId ?? findLocalIdOf(ids, atIssuer?.cardId);
  if (!here) return [{ what, here: MISSING, atIssuer: PRESENT, about, todo: REQUEST_REDELIVERY }];
  const content = contentAsReceived(here);
  if (!atIssuer) {
    const todo = 'it was told and is not in their books: ask them';
    return [{ what, here: PRESENT, atIssuer: MISSING, about, todo }];
  }
  return fieldDifferences({ what, about, todo: REQUEST_REDELIVERY }, [
    ['card', content.cardId, localIdOrUnknown(ids, atIssuer.cardId)],
    ['transType', content.transType, atIssuer.transType],
    ['transStatus', content.transStatus, atIssuer.transStatus],
    ['transCategory', content.transCategory, atIssuer.transCategory],
    ['localCurrencyAmt', content.localCurrencyAmt, atIssuer.localCurrencyAmt],
    ['settleAmount', content.settleAmount, atIssuer.settleAmount],
  ]);
}

/** The fields of a thing that are not the same on both sides. */
export const fieldDifferences = (
  { what, ...thing }: Pick<Difference, 'what' | 'about' | 'todo'>,
  fields: readonly (readonly [string, unknown, unknown])[],
): Difference[] =>
  fields
    .filter(([, here, atIssuer]) => here !== atIssuer)
    .map(([field, here, there]) => ({
      what: `${what} ${field}`,
      here: String(here),
      atIssuer: String(there),
      ...thing,
    }));
