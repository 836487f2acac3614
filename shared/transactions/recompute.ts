import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../store/item.ts';
import { type Chain, chainFrom, chainKey, mergedInto, newChain, positions, settles } from './chain.ts';
import { eventOf, type TransactionEvent } from './event.ts';
import { ofCard } from './place.ts';
import { chainSourceOf, isOwn, recordFrom, type TransactionRecord, toldNoOf } from './record.ts';
import { NO_SUMS, plus, sumsOf } from './sums.ts';
import { toldDifferences } from './told-moved.ts';

/** No time is read from an event here, so the zone that it was told in does not matter. */
const ANY_ZONE = '+00:00';

/** A record with the events that were told of it. */
interface Told {
  readonly record: TransactionRecord;
  readonly events: readonly TransactionEvent[];
}

/** Everything that was told of one chain: its numbers as chain keys, and what each names. */
interface Family {
  readonly keys: Set<string>;
  readonly links: Map<string, Set<string>>;
  readonly told: Told[];
}

/**
 * Recomputes the chains from the records that merchants see, and tells each that is not what is kept, for the audit.
 * Takes the items of the transactions room.
 */
export function chainDifferences(items: readonly Item[]): string[] {
  const kept = new Map(itemsOf('chain', items).map((item) => [String(item['pk']), item]));
  const families = familiesOf(itemsOf('record', items).map(recordFrom));
  const known = new Set(families.flatMap(({ keys }) => [...keys]));
  return [
    ...families.flatMap((family) => familyDifferences(family, kept)),
    ...[...kept.keys()].filter((pk) => !known.has(pk)).map((pk) => `${pk}: has no records`),
  ];
}

const itemsOf = (kind: 'chain' | 'record', items: readonly Item[]): Item[] =>
  items.filter(({ pk }) => String(pk).startsWith(`${kind}/`));

/** Which records make one chain: those that name each other, of one card and one source. */
function familiesOf(records: readonly TransactionRecord[]): Family[] {
  const families = new Map<string, Family>();
  const familyOf = (key: string): Family => {
    const family = families.get(key) ?? { keys: new Set([key]), links: new Map(), told: [] };
    families.set(key, family);
    return family;
  };
  const unite = (one: Family, other: Family): void => {
    if (one === other) return;
    for (const key of other.keys) {
      one.keys.add(key);
      families.set(key, one);
    }
    for (const [from, to] of other.links) one.links.set(from, to);
    one.told.push(...other.told);
  };
  for (const record of records) {
    const events = eventsOf(record);
    const [own, ...origins] = numbersOf(record, events).map(
      (root) => chainKey({ ...ofChain(record), root }).pk,
    );
    if (own === undefined) continue;
    for (const origin of origins) {
      unite(familyOf(own), familyOf(origin));
      const { links } = familyOf(own);
      links.set(own, (links.get(own) ?? new Set()).add(origin));
    }
    familyOf(own).told.push({ record, events });
  }
  return [...new Set(families.values())];
}

/** A record's own number, then those of what it follows. What this platform says has none among those of who told the rest. */
function numbersOf(record: TransactionRecord, events: readonly TransactionEvent[]): string[] {
  const own = toldNoOf(record);
  const named = events.flatMap(({ originRecordNo }) => originRecordNo ?? []);
  const origins = [...new Set(named)].filter((number) => number !== own);
  return isOwn(record) ? origins : [own, ...origins];
}

const ofChain = (record: TransactionRecord) => ({ source: chainSourceOf(record), cardId: record.cardId });

/** The events that a record was made of. */
export function eventsOf(record: TransactionRecord): TransactionEvent[] {
  const contents = [record.unsettled, record.settled].filter((content) => content !== undefined);
  const events = contents.map((content) => eventOf(chainSourceOf(record), content, ANY_ZONE));
  return record.expiryOf === undefined ? events : events.map((event) => ({ ...event, expires: true }));
}

function familyDifferences(family: Family, kept: ReadonlyMap<string, Item>): string[] {
  const chains = [...family.keys].filter((key) => isChain(kept.get(key)));
  const [root] = chains;
  if (root === undefined) return [`${[...family.keys].sort()[0]}: has records but is not there`];
  if (chains.length > 1) return [`${chains.sort().join(', ')}: are one chain by their records`];
  const expected = rootOf(family);
  if (expected !== undefined && expected !== root) return [`${root}: by its records it is ${expected}`];
  const lost = [...family.keys].filter((key) => endOf(key, kept) !== root);
  const chain = chainFrom(kept.get(root) as Item);
  return [
    ...lost.map((key) => `${key}: does not lead to ${root}`),
    ...sumDifferences(chain, recomputed(chain.root, family)).map((difference) => `${root}: ${difference}`),
    ...movedDifferences(chain, family).map((difference) => `${root}: ${difference}`),
    ...toldDifferences(family).map((difference) => `${root}: ${difference}`),
  ];
}

const isChain = (item: Item | undefined): boolean => item !== undefined && mergedInto(item) === undefined;

/** The one number that names nothing, where each of the others names one thing; undefined where they contradict each other. */
function rootOf({ keys, links }: Family): string | undefined {
  const roots = [...keys].filter((key) => !links.has(key));
  const isTree = [...links.values()].every(({ size }) => size === 1);
  return isTree && roots.length === 1 ? roots[0] : undefined;
}

/** Where the number's items lead to. */
function endOf(key: string, kept: ReadonlyMap<string, Item>): string | undefined {
  const seen = new Set<string>();
  let end = key;
  for (let item = kept.get(end); item && !seen.has(end); item = kept.get(end)) {
    const next = mergedInto(item);
    if (next === undefined) return end;
    seen.add(end);
    end = `${end.split('/').slice(0, 3).join('/')}/${next}`;
  }
  return undefined;
}

function recomputed(root: string, family: Family): Chain {
  // What is told beside an event is no event: it says what that one moved.
  const told = family.told.filter(({ record }) => record.adjustmentOf === undefined);
  const [
    {
      record,
      events: [event],
    } = { record: undefined, events: [] },
  ] = told;
  const all = told.flatMap(({ events }) => events);
  const sums = told.map(({ events }) => sumsOf(events)).reduce(plus, NO_SUMS);
  const card = { ...(record?.groupId !== undefined && { groupId: record.groupId }) };
  return {
    ...newChain({
      ...ofCard(event as TransactionEvent, { ...card, currency: event?.content.localCurrency ?? '' }),
      root,
    }),
    ...sums,
    settled: all.some((one) => settles(one, root)),
    expired: all.some((one) => one.expires && one.originRecordNo === root),
    version: all.length,
  };
}

function sumDifferences(kept: Chain, expected: Chain): string[] {
  const names = Object.keys({ ...kept, ...expected }) as (keyof Chain)[];
  const wrong = names.filter((name) => !isDeepStrictEqual(kept[name], expected[name]));
  if (wrong.length === 0) return [];
  return [wrong.map((name) => `${name} ${kept[name]}, by its records ${expected[name]}`).join(', ')];
}

/** What its events say that they moved is what the chain holds and took. */
function movedDifferences(chain: Chain, { told }: Family): string[] {
  const booked = told.flatMap(({ record }) => [record.unsettledBooked, record.settledBooked]);
  const sum = (of: 'held' | 'spent') => booked.reduce((total, each) => total + (each?.[of] ?? 0n), 0n);
  const { hold, spent } = positions(chain);
  if (sum('held') === hold && sum('spent') === spent) return [];
  return [`holds ${hold} and took ${spent}, by what its events moved ${sum('held')} and ${sum('spent')}`];
}
