import type { Card } from '../cards/card.ts';
import { transTypes } from '../contract/codes.ts';
import type { Platform } from '../platform/platform.ts';
import type { Item } from '../store/item.ts';
import type { Store } from '../store/store.ts';
import { type Chain, chainFrom, chainKey, mergedInto } from './chain.ts';
import type { TransactionEvent } from './event.ts';
import { freeNumber } from './free-number.ts';
import { chainSourceOf, recordFrom, recordKey, type TransactionRecord, toldKey } from './record.ts';

/** A number as it was told, and the merchant's number that stands for it from now on. */
export interface Renumbered {
  readonly told: string;
  readonly recordNo: string;
}

/** Where an event belongs: what is known of its record and of its chain, and what becomes of both. */
export interface Place {
  /** The merchant's number of its record. */
  readonly recordNo: string;
  readonly record?: TransactionRecord;
  /** The merchant's number of what it follows, where that is another than was told. */
  readonly originRecordNo?: string;
  /** Numbers that merchants are told otherwise from now on: they are somebody else's already. */
  readonly renumbered: readonly Renumbered[];
  /** The number that its chain is kept under. */
  readonly root: string;
  /** Its chain; none when it is the first that is told of it. */
  readonly chain?: Chain;
  /** A chain that turns out to be part of it: something was told before what it follows. */
  readonly part?: Chain;
  /** Numbers of which nothing was known: they are to be found with its chain from now on. */
  readonly links: readonly string[];
  /** What it follows is an authorization of this card's that another upstream told, and nothing that its own did. */
  readonly isAnothers?: true;
}

/** What only who told an authorization may speak of. */
export const ANOTHERS = 'speak of what another upstream authorized';

type Numbered = Pick<TransactionEvent, 'source' | 'cardId'>;

/**
 * Finds where an event belongs, from whichever member of its chain it names, in whatever order they are told.
 *
 * An item is kept under each number of a chain: the chain itself under its authorization's, under others where it is. What
 * follows something that was not told yet makes a chain of its own, which becomes part of another once the link is told. A
 * link between two numbers of one chain changes nothing, so that none goes round in circles.
 */
export async function findPlace(platform: Platform, event: TransactionEvent): Promise<Place> {
  const { store } = platform;
  const origin = originOf(event);
  const own = event.expires ? undefined : event.recordNo;
  const [ownNumber, originNumber, ownChain, originChain] = await Promise.all([
    own === undefined ? ofNumber(event.recordNo) : findNumber(platform, event.source, own),
    origin === undefined ? undefined : findNumber(platform, event.source, origin),
    own === undefined ? undefined : findChain(store, event, own),
    origin === undefined ? undefined : findChain(store, event, origin),
  ]);
  const { recordNo, record } = ownNumber;
  const renumbered = [ownNumber, originNumber].flatMap((number) => number?.renumbered ?? []);
  const [followed, chain] = origin === undefined ? [ownNumber, ownChain] : [originNumber, originChain];
  const isAnothers = follows(event) && !chain && followed?.anothersCard === event.cardId;
  return {
    recordNo,
    ...(record && { record }),
    ...(originNumber && originNumber.recordNo !== origin && { originRecordNo: originNumber.recordNo }),
    renumbered,
    ...linked(event, origin, ownChain, originChain),
    ...(isAnothers && { isAnothers }),
  };
}

/** Whether the event is of something that was authorized before: a clearing is, under the number of that. */
const follows = (event: TransactionEvent): boolean =>
  originOf(event) !== undefined || (event.category === 2 && event.transType === transTypes.consumption);

/** Where an event belongs whose number was never told before: one that this platform gives. */
export async function findNewPlace(platform: Platform, event: TransactionEvent): Promise<Place> {
  if (originOf(event) !== undefined) return findPlace(platform, event);
  return { recordNo: event.recordNo, renumbered: [], root: event.recordNo, links: [] };
}

/** What the event follows, if it names anything but itself. */
const originOf = ({ originRecordNo, recordNo }: TransactionEvent): string | undefined =>
  originRecordNo === recordNo ? undefined : originRecordNo;

type Links = Pick<Place, 'root' | 'chain' | 'part' | 'links'>;

/** The chain that the event is part of, from those of its own number and of what it follows. */
function linked(
  { recordNo, expires }: TransactionEvent,
  origin: string | undefined,
  own: Chain | undefined,
  followed: Chain | undefined,
): Links {
  if (origin === undefined) return { ...keptAs(own, recordNo), links: [] };
  const chain = keptAs(followed, origin);
  if (!own) return { ...chain, links: expires ? [] : [recordNo] };
  if (own.root === chain.root) return { ...chain, links: [] };
  // It follows something else already: then both are one, under the number that comes first.
  if (own.root === recordNo || chain.root < own.root) return { ...chain, part: own, links: [] };
  if (!followed) return { ...keptAs(own, recordNo), links: [origin] };
  return { ...keptAs(own, recordNo), part: followed, links: [] };
}

const keptAs = (chain: Chain | undefined, number: string): Pick<Place, 'root' | 'chain'> =>
  chain ? { root: chain.root, chain } : { root: number };

/**
 * The chain that the number belongs to, of this card: a step for each link that was told after what follows it.
 *
 * @throws Error for numbers that lead round in circles, which nothing here writes
 */
export async function findChain(store: Store, of: Numbered, number: string): Promise<Chain | undefined> {
  const seen = new Set<string>();
  for (let root = number; !seen.has(root); ) {
    seen.add(root);
    const item = await store.get('transactions', chainKey({ ...of, root }));
    const next = item && mergedInto(item);
    if (next === undefined) return item && chainFrom(item);
    root = next;
  }
  throw new Error(`the chain of ${number} goes round in circles`);
}

interface Known extends Pick<Place, 'recordNo' | 'record'> {
  readonly renumbered?: Renumbered;
  /** The card that another upstream told of under the same number. */
  readonly anothersCard?: string;
}

/**
 * The merchant's number for one that was told, with the record it stands for. It is the number itself, but where another
 * source was first to use it: then it is one of ours, so that no merchant takes two transactions for one.
 */
export async function findNumber(platform: Platform, source: string, told: string): Promise<Known> {
  const { store } = platform;
  const [plain, other] = await store.getMany('transactions', [
    recordKey({ recordNo: told }),
    toldKey(source, told),
  ]);
  const anothers =
    plain && chainSourceOf(recordFrom(plain)) !== source ? { anothersCard: String(plain['cardId']) } : {};
  if (other) {
    const recordNo = String(other['recordNo']);
    return { ...ofNumber(recordNo, await recordOf(store, recordNo)), ...anothers };
  }
  if (!plain || plain['source'] === source) return ofNumber(told, plain);
  const recordNo = await freeNumber(platform, (number) => recordKey({ recordNo: number }));
  return { recordNo, renumbered: { told, recordNo }, ...anothers };
}

const recordOf = (store: Store, recordNo: string) => store.get('transactions', recordKey({ recordNo }));

const ofNumber = (recordNo: string, item?: Item): Known => ({
  recordNo,
  ...(item && { record: recordFrom(item) }),
});

/** The record that a merchant, or an operator, knows by this number. */
export async function findRecord(store: Store, recordNo: string): Promise<TransactionRecord | undefined> {
  const item = await recordOf(store, recordNo);
  return item && recordFrom(item);
}

/** What a new chain says of its card. */
export const ofCard = (
  event: TransactionEvent,
  { groupId, currency }: Pick<Card, 'groupId' | 'currency'>,
) => ({
  source: event.source,
  cardId: event.cardId,
  ...(groupId !== undefined && { groupId }),
  currency,
});
