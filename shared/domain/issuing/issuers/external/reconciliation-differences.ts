import type { CallResult } from '../../../../client/client.ts';
import { opTypes, orderStatuses } from '../../../../wire/contract/codes.ts';
import { toMajor } from '../../../../wire/money/amount.ts';
import { type Order, wireOrderStatus } from '../../model/order.ts';
import type { Transaction } from '../../model/transaction.ts';
import { contentAsReceived } from '../../model/transaction-content.ts';

/** A difference between our books and the issuer's. */
export interface Difference {
  /** The item and the field that differ. */
  readonly what: string;
  readonly here: string;
  readonly atIssuer: string;
  /** The card or group concerned: our id, or the issuer's when we have none. */
  readonly about?: string | undefined;
  /** What an operator can do about it. */
  readonly todo: string;
}

type OrderRow = CallResult<'cardOperateQuery'>['list'][number];
type TransactionRow = CallResult<'transactionQuery'>['list'][number];
/** Our ids, by the issuer's. */
type LocalIds = ReadonlyMap<string, string>;

export const MISSING = 'missing';
export const PRESENT = 'present';

const REQUEST_REDELIVERY =
  'request redelivery: the issuer sends notifications again that were not acknowledged';
const INQUIRE_AGAIN = 'npm run orders -- continue, or end if the issuer does not respond';

/** Compares an order on both sides. An order that the issuer refused, or that was never sent, may be missing there. */
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
    const todo = 'it was not ordered here: find out who uses our key at the issuer';
    const whatAtIssuer = `${what} (${atIssuer?.orderId} at the issuer)`;
    return [{ what: whatAtIssuer, here: MISSING, atIssuer: PRESENT, about, todo }];
  }
  if (!atIssuer)
    return mayBeAbsent(here)
      ? []
      : [{ what, here: here.status, atIssuer: MISSING, about, todo: INQUIRE_AGAIN }];
  const isReturn = here.opType === opTypes.cardCancellation;
  const todo =
    here.status === 'pending' ? INQUIRE_AGAIN : 'find out which side is right, and correct the other';
  return fieldDifferences({ what, about, todo }, [
    ['opType', here.opType, atIssuer.opType],
    ['status', statusAtIssuer(here), atIssuer.status],
    // A cancellation returns the balance at that moment. Differences are compensated by transactions.
    ['amount', isReturn ? atIssuer.amount : toMajor(here.amount, here.currency), atIssuer.amount],
    ['fee', toMajor(here.cost ?? 0n, here.currency), here.cost === undefined ? 0 : atIssuer.fee],
    ['card', isOpened(here) && here.cardId, isOpened(here) && localIdOrUnknown(ids, atIssuer.cardId)],
    ['group', isOpened(here) && here.groupId, isOpened(here) && localIdOrUnknown(ids, atIssuer.groupId)],
  ]);
}

const mayBeAbsent = ({ status, cost, sentAt }: Order): boolean =>
  (status === 'failure' && cost === undefined) || (status === 'pending' && sentAt === undefined);

/** Returns the expected status at the issuer. An order may succeed there and fail here because its card is closed. */
const statusAtIssuer = ({ status, cost }: Order): number =>
  cost === undefined ? wireOrderStatus[status].code : orderStatuses.success;

/** Whether both sides know the card and group. */
const isOpened = ({ status, cost }: Order): boolean => status === 'success' && cost !== undefined;

const localIdOrUnknown = (ids: LocalIds, externalId: string | undefined): string | undefined =>
  externalId === undefined ? undefined : (ids.get(externalId) ?? `unknown ${externalId}`);

const findLocalIdOf = (ids: LocalIds, externalId: string | undefined): string | undefined =>
  externalId === undefined ? undefined : ids.get(externalId);

/** Compares a transaction on both sides. */
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
    const todo = "it was received here but is not in the issuer's books: ask the issuer";
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

/** Returns the fields of an item that differ between the two sides. */
export const fieldDifferences = (
  { what, ...item }: Pick<Difference, 'what' | 'about' | 'todo'>,
  fields: readonly (readonly [string, unknown, unknown])[],
): Difference[] =>
  fields
    .filter(([, here, atIssuer]) => here !== atIssuer)
    .map(([field, here, atIssuer]) => ({
      what: `${what} ${field}`,
      here: String(here),
      atIssuer: String(atIssuer),
      ...item,
    }));
