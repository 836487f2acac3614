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
  type Transaction,
  transactionFrom,
  transactionKey,
  upstreamRecordNoKey,
} from '../model/transaction.ts';
import type { TransactionEvent } from '../model/transaction-event.ts';
import { generateUnusedNumber } from './unused-number.ts';

/** A number as it was told, and the merchant's number that stands for it from now on. */
export interface RenumberedRecord {
  readonly upstreamRecordNo: string;
  readonly recordNo: string;
}

/** Where an event belongs: what is known of its record and of its chain, and what becomes of both. */
export interface AuthorizationMatch {
  /** The merchant's number of its record. */
  readonly recordNo: string;
  readonly record?: Transaction;
  /** The merchant's number of what it follows, where that is another than was told. */
  readonly originRecordNo?: string;
  /** Numbers that merchants are told otherwise from now on: they are somebody else's already. */
  readonly renumbered: readonly RenumberedRecord[];
  /** The number that its chain is kept under. */
  readonly root: string;
  /** Its chain; none when it is the first that is told of it. */
  readonly authorization?: Authorization;
  /** A chain that turns out to be part of it: something was told before what it follows. */
  readonly part?: Authorization;
  /** Numbers of which nothing was known: they are to be found with its chain from now on. */
  readonly links: readonly string[];
  /** What it follows is an authorization of this card's that another upstream told, and nothing that its own did. */
  readonly authorizedByAnother?: true;
}

/** What only who told an authorization may speak of. */
export const AUTHORIZED_BY_ANOTHER = 'speak of what another upstream authorized';

type EventScope = Pick<TransactionEvent, 'source' | 'cardId'>;

/**
 * Finds where an event belongs, from whichever member of its chain it names, in whatever order they are told.
 *
 * An item is kept under each number of a chain: the chain itself under its authorization's, under others where it is. What
 * follows something that was not told yet makes a chain of its own, which becomes part of another once the link is told. A
 * link between two numbers of one chain changes nothing, so that none goes round in circles.
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

/** Whether the event is of something that was authorized before: a clearing is, under the number of that. */
const isFollowUp = (event: TransactionEvent): boolean =>
  originOf(event) !== undefined || (event.category === 2 && event.transType === transTypes.consumption);

/** Where an event belongs whose number was never told before: one that this platform gives. */
export async function matchNewTransaction(
  deps: Dependencies,
  event: TransactionEvent,
): Promise<AuthorizationMatch> {
  if (originOf(event) !== undefined) return matchAuthorization(deps, event);
  return { recordNo: event.recordNo, renumbered: [], root: event.recordNo, links: [] };
}

/** What the event follows, if it names anything but itself. */
const originOf = ({ originRecordNo, recordNo }: TransactionEvent): string | undefined =>
  originRecordNo === recordNo ? undefined : originRecordNo;

type AuthorizationLinks = Pick<AuthorizationMatch, 'root' | 'authorization' | 'part' | 'links'>;

/** The chain that the event is part of, from those of its own number and of what it follows. */
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
  // It follows something else already: then both are one, under the number that comes first.
  if (own.root === recordNo || authorization.root < own.root)
    return { ...authorization, part: own, links: [] };
  if (!followed) return { ...storedAs(own, recordNo), links: [origin] };
  return { ...storedAs(own, recordNo), part: followed, links: [] };
}

const storedAs = (
  authorization: Authorization | undefined,
  number: string,
): Pick<AuthorizationMatch, 'root' | 'authorization'> =>
  authorization ? { root: authorization.root, authorization } : { root: number };

/**
 * The chain that the number belongs to, of this card: a step for each link that was told after what follows it.
 *
 * @throws Error for numbers that lead round in circles, which nothing here writes
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
  /** The card that another upstream told of under the same number. */
  readonly otherUpstreamsCard?: string;
}

/**
 * The merchant's number for one that was told, with the record it stands for. It is the number itself, but where another
 * source was first to use it: then it is one of ours, so that no merchant takes two transactions for one.
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
    plain && authorizationSourceOf(transactionFrom(plain)) !== source
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

/** The record that a merchant, or an operator, knows by this number. */
export async function findTransaction(store: Store, recordNo: string): Promise<Transaction | undefined> {
  const item = await findTransactionItem(store, recordNo);
  return item && transactionFrom(item);
}

/** What a new chain says of its card. */
export const authorizationScopeOf = (
  event: TransactionEvent,
  { groupId, currency }: Pick<Card, 'groupId' | 'currency'>,
) => ({
  source: event.source,
  cardId: event.cardId,
  ...(groupId !== undefined && { groupId }),
  currency,
});
