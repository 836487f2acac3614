import type { Item } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { transTypes } from '../../../wire/contract/codes.ts';
import type { Dependencies } from '../../dependencies.ts';
import {
  type Authorization,
  authorizationFrom,
  authorizationKey,
  mergedInto,
} from '../model/authorization.ts';
import type { Card } from '../model/card.ts';
import {
  authorizationSourceOf,
  isTransaction,
  type Transaction,
  transactionFrom,
  transactionKey,
  upstreamRecordNoKey,
} from '../model/transaction.ts';
import type { TransactionEvent } from '../model/transaction-event.ts';
import { generateUnusedNumber } from './unused-number.ts';

/** An upstream's number, and the merchant's number that replaces it. */
interface RenumberedRecord {
  readonly upstreamRecordNo: string;
  readonly recordNo: string;
}

/** Where an event belongs: the stored record and authorization, and how they change. */
export interface AuthorizationMatch {
  /** The merchant's number of the event's record. */
  readonly recordNo: string;
  readonly record?: Transaction;
  /** The merchant's number of the record that the event follows, if it differs from the upstream's. */
  readonly originRecordNo?: string;
  /** Numbers that get another number for the merchant, because they belong to another record already. */
  readonly renumbered: readonly RenumberedRecord[];
  /** The number under which the authorization is stored. */
  readonly root: string;
  /** Undefined for the first event of an authorization. */
  readonly authorization?: Authorization;
  /** An authorization to merge into it: a follow-up that arrived before what it follows. */
  readonly merged?: Authorization;
  /** New numbers by which the authorization is found from now on. */
  readonly links: readonly string[];
  /** The event follows an authorization of this card that only another upstream has reported. */
  readonly authorizedByAnother?: true;
}

/** Only the upstream that reported an authorization may follow up on it. */
export const AUTHORIZED_BY_ANOTHER = 'report on a transaction that another upstream authorized';

type EventScope = Pick<TransactionEvent, 'source' | 'cardId'>;

/**
 * Finds the authorization that an event belongs to, from whichever related record the event names, in
 * whatever order they arrive.
 *
 * An item is stored under each number of an authorization: the authorization under its own, pointers under
 * the others. A follow-up that arrives before what it follows starts an authorization of its own, which is
 * merged once the link arrives. A link between two numbers of the same authorization changes nothing, so
 * links never form a circle.
 */
export async function matchAuthorization(
  deps: Dependencies,
  event: TransactionEvent,
): Promise<AuthorizationMatch> {
  const { store } = deps;
  const origin = originOf(event);
  const own = event.expires ? undefined : event.recordNo;
  const [ownNumber, originNumber, ownAuthorization, originAuthorization] = await Promise.all([
    own === undefined ? resolvedTo(event.recordNo) : resolveRecordNo(deps, event.source, own),
    origin === undefined ? undefined : resolveRecordNo(deps, event.source, origin),
    own === undefined ? undefined : findAuthorization(store, event, own),
    origin === undefined ? undefined : findAuthorization(store, event, origin),
  ]);
  const { recordNo, record } = ownNumber;
  const renumbered = [ownNumber, originNumber].flatMap((number) => number?.renumbered ?? []);
  const [followed, authorization] =
    origin === undefined ? [ownNumber, ownAuthorization] : [originNumber, originAuthorization];
  const authorizedByAnother =
    isFollowUp(event) && !authorization && followed?.otherUpstreamsCard === event.cardId;
  return {
    recordNo,
    ...(record && { record }),
    ...(originNumber && originNumber.recordNo !== origin && { originRecordNo: originNumber.recordNo }),
    renumbered,
    ...linkAuthorizations(event, origin, ownAuthorization, originAuthorization),
    ...(authorizedByAnother && { authorizedByAnother }),
  };
}

/** Whether the event belongs to an earlier authorization; a clearing has the number of its authorization. */
const isFollowUp = (event: TransactionEvent): boolean =>
  originOf(event) !== undefined || (event.category === 2 && event.transType === transTypes.consumption);

/** Finds the authorization of an event whose number this platform has just generated. */
export async function matchNewTransaction(
  deps: Dependencies,
  event: TransactionEvent,
): Promise<AuthorizationMatch> {
  if (originOf(event) !== undefined) return matchAuthorization(deps, event);
  return { recordNo: event.recordNo, renumbered: [], root: event.recordNo, links: [] };
}

/** The record that the event follows, if any. */
const originOf = ({ originRecordNo, recordNo }: TransactionEvent): string | undefined =>
  originRecordNo === recordNo ? undefined : originRecordNo;

type AuthorizationLinks = Pick<AuthorizationMatch, 'root' | 'authorization' | 'merged' | 'links'>;

/** Picks the authorization of the event, from the one under its own number and the one that it follows. */
function linkAuthorizations(
  { recordNo, expires }: TransactionEvent,
  origin: string | undefined,
  own: Authorization | undefined,
  followed: Authorization | undefined,
): AuthorizationLinks {
  if (origin === undefined) return { ...storedAs(own, recordNo), links: [] };
  const authorization = storedAs(followed, origin);
  if (!own) return { ...authorization, links: expires ? [] : [recordNo] };
  if (own.root === authorization.root) return { ...authorization, links: [] };
  // The event's own number already belongs to another authorization: both are merged under the lower number.
  if (own.root === recordNo || authorization.root < own.root)
    return { ...authorization, merged: own, links: [] };
  if (!followed) return { ...storedAs(own, recordNo), links: [origin] };
  return { ...storedAs(own, recordNo), merged: followed, links: [] };
}

const storedAs = (
  authorization: Authorization | undefined,
  number: string,
): Pick<AuthorizationMatch, 'root' | 'authorization'> =>
  authorization ? { root: authorization.root, authorization } : { root: number };

/**
 * Finds the card's authorization by one of its numbers, following one pointer for each merge.
 *
 * @throws Error when the pointers form a circle, which nothing here writes
 */
export async function findAuthorization(
  store: Store,
  scope: EventScope,
  number: string,
): Promise<Authorization | undefined> {
  const seen = new Set<string>();
  for (let root = number; !seen.has(root); ) {
    seen.add(root);
    const item = await store.get('transactions', authorizationKey({ ...scope, root }));
    const next = item && mergedInto(item);
    if (next === undefined) return item && authorizationFrom(item);
    root = next;
  }
  throw new Error(`the chain of ${number} goes round in circles`);
}

interface ResolvedRecordNo extends Pick<AuthorizationMatch, 'recordNo' | 'record'> {
  readonly renumbered?: RenumberedRecord;
  /** The card for which another upstream uses the same number. */
  readonly otherUpstreamsCard?: string;
}

/**
 * Maps an upstream's number to the merchant's, with the record under it. Both are the same unless another
 * source used the number first; then this platform generates one, so that the merchant never takes two
 * transactions for one.
 */
export async function resolveRecordNo(
  deps: Dependencies,
  source: string,
  upstreamRecordNo: string,
): Promise<ResolvedRecordNo> {
  const { store } = deps;
  const [plain, alias] = await store.getMany('transactions', [
    transactionKey({ recordNo: upstreamRecordNo }),
    upstreamRecordNoKey(source, upstreamRecordNo),
  ]);
  const otherUpstreams =
    plain && isTransaction(plain) && authorizationSourceOf(transactionFrom(plain)) !== source
      ? { otherUpstreamsCard: String(plain['cardId']) }
      : {};
  if (alias) {
    const recordNo = String(alias['recordNo']);
    return { ...resolvedTo(recordNo, await findTransactionItem(store, recordNo)), ...otherUpstreams };
  }
  if (!plain || plain['source'] === source) return resolvedTo(upstreamRecordNo, plain);
  const recordNo = await generateUnusedNumber(deps, (number) => transactionKey({ recordNo: number }));
  return { recordNo, renumbered: { upstreamRecordNo, recordNo }, ...otherUpstreams };
}

const findTransactionItem = (store: Store, recordNo: string) =>
  store.get('transactions', transactionKey({ recordNo }));

const resolvedTo = (recordNo: string, item?: Item): ResolvedRecordNo => ({
  recordNo,
  ...(item && { record: transactionFrom(item) }),
});

/** Finds a transaction by the merchant's number. */
export async function findTransaction(store: Store, recordNo: string): Promise<Transaction | undefined> {
  const item = await findTransactionItem(store, recordNo);
  return item && isTransaction(item) ? transactionFrom(item) : undefined;
}

/** The attributes that a new authorization takes from its card. */
export const authorizationScopeOf = (
  event: TransactionEvent,
  { groupId, currency }: Pick<Card, 'groupId' | 'currency'>,
) => ({
  source: event.source,
  cardId: event.cardId,
  ...(groupId !== undefined && { groupId }),
  currency,
});
