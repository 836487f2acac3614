import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../../runtime/store/item.ts';
import {
  type Authorization,
  authorizationBalances,
  authorizationFrom,
  authorizationKey,
  isFinalClearing,
  mergedInto,
  newAuthorization,
} from '../model/authorization.ts';
import { addSums, sumsOf, ZERO_SUMS } from '../model/authorization-sums.ts';
import {
  authorizationSourceOf,
  isPlatformGenerated,
  type Transaction,
  transactionFrom,
  upstreamRecordNoOf,
} from '../model/transaction.ts';
import { eventFromContent, type TransactionEvent } from '../model/transaction-event.ts';
import { authorizationScopeOf } from './match-authorization.ts';
import { notifiedDifferences } from './notified-amounts.ts';

/** No time is read from an event here, so the zone that it was told in does not matter. */
const ANY_ZONE = '+00:00';

/** A record with the events that were told of it. */
interface TransactionWithEvents {
  readonly record: Transaction;
  readonly events: readonly TransactionEvent[];
}

/** Everything that was told of one chain: its numbers as chain keys, and what each names. */
interface LinkedTransactions {
  readonly keys: Set<string>;
  readonly links: Map<string, Set<string>>;
  readonly told: TransactionWithEvents[];
}

/**
 * Recomputes the chains from the records that merchants see, and tells each that is not what is kept, for the audit.
 * Takes the items of the transactions room.
 */
export function authorizationDifferences(items: readonly Item[]): string[] {
  const stored = new Map(itemsOf('chain', items).map((item) => [String(item['pk']), item]));
  const groups = groupByAuthorization(itemsOf('record', items).map(transactionFrom));
  const known = new Set(groups.flatMap(({ keys }) => [...keys]));
  return [
    ...groups.flatMap((family) => linkedDifferences(family, stored)),
    ...[...stored.keys()].filter((pk) => !known.has(pk)).map((pk) => `${pk}: has no records`),
  ];
}

const itemsOf = (kind: 'chain' | 'record', items: readonly Item[]): Item[] =>
  items.filter(({ pk }) => String(pk).startsWith(`${kind}/`));

/** Which records make one chain: those that name each other, of one card and one source. */
function groupByAuthorization(records: readonly Transaction[]): LinkedTransactions[] {
  const groups = new Map<string, LinkedTransactions>();
  const groupOf = (key: string): LinkedTransactions => {
    const family = groups.get(key) ?? { keys: new Set([key]), links: new Map(), told: [] };
    groups.set(key, family);
    return family;
  };
  const unite = (one: LinkedTransactions, other: LinkedTransactions): void => {
    if (one === other) return;
    for (const key of other.keys) {
      one.keys.add(key);
      groups.set(key, one);
    }
    for (const [from, to] of other.links) one.links.set(from, to);
    one.told.push(...other.told);
  };
  for (const record of records) {
    const events = eventsOf(record);
    const [own, ...origins] = numbersOf(record, events).map(
      (root) => authorizationKey({ ...scopeOf(record), root }).pk,
    );
    if (own === undefined) continue;
    for (const origin of origins) {
      unite(groupOf(own), groupOf(origin));
      const { links } = groupOf(own);
      links.set(own, (links.get(own) ?? new Set()).add(origin));
    }
    groupOf(own).told.push({ record, events });
  }
  return [...new Set(groups.values())];
}

/** A record's own number, then those of what it follows. What this platform says has none among those of who told the rest. */
function numbersOf(record: Transaction, events: readonly TransactionEvent[]): string[] {
  const own = upstreamRecordNoOf(record);
  const named = events.flatMap(({ originRecordNo }) => originRecordNo ?? []);
  const origins = [...new Set(named)].filter((number) => number !== own);
  return isPlatformGenerated(record) ? origins : [own, ...origins];
}

const scopeOf = (record: Transaction) => ({ source: authorizationSourceOf(record), cardId: record.cardId });

/** The events that a record was made of. */
export function eventsOf(record: Transaction): TransactionEvent[] {
  const contents = [record.unsettled, record.settled].filter((content) => content !== undefined);
  const events = contents.map((content) =>
    eventFromContent(authorizationSourceOf(record), content, ANY_ZONE),
  );
  return record.expiryOf === undefined ? events : events.map((event) => ({ ...event, expires: true }));
}

function linkedDifferences(group: LinkedTransactions, stored: ReadonlyMap<string, Item>): string[] {
  const roots = [...group.keys].filter((key) => isAuthorization(stored.get(key)));
  const [root] = roots;
  if (root === undefined) return [`${[...group.keys].sort()[0]}: has records but is not there`];
  if (roots.length > 1) return [`${roots.sort().join(', ')}: are one chain by their records`];
  const expected = rootKeyOf(group);
  if (expected !== undefined && expected !== root) return [`${root}: by its records it is ${expected}`];
  const lost = [...group.keys].filter((key) => resolveKey(key, stored) !== root);
  const authorization = authorizationFrom(stored.get(root) as Item);
  return [
    ...lost.map((key) => `${key}: does not lead to ${root}`),
    ...sumDifferences(authorization, recompute(authorization.root, group)).map(
      (difference) => `${root}: ${difference}`,
    ),
    ...balanceDifferences(authorization, group).map((difference) => `${root}: ${difference}`),
    ...notifiedDifferences(group).map((difference) => `${root}: ${difference}`),
  ];
}

const isAuthorization = (item: Item | undefined): boolean =>
  item !== undefined && mergedInto(item) === undefined;

/** The one number that names nothing, where each of the others names one thing; undefined where they contradict each other. */
function rootKeyOf({ keys, links }: LinkedTransactions): string | undefined {
  const roots = [...keys].filter((key) => !links.has(key));
  const isTree = [...links.values()].every(({ size }) => size === 1);
  return isTree && roots.length === 1 ? roots[0] : undefined;
}

/** Where the number's items lead to. */
function resolveKey(key: string, stored: ReadonlyMap<string, Item>): string | undefined {
  const seen = new Set<string>();
  let end = key;
  for (let item = stored.get(end); item && !seen.has(end); item = stored.get(end)) {
    const next = mergedInto(item);
    if (next === undefined) return end;
    seen.add(end);
    end = `${end.split('/').slice(0, 3).join('/')}/${next}`;
  }
  return undefined;
}

function recompute(root: string, group: LinkedTransactions): Authorization {
  // What is told beside an event is no event: it says what that one moved.
  const told = group.told.filter(({ record }) => record.adjustmentOf === undefined);
  const [
    {
      record,
      events: [event],
    } = { record: undefined, events: [] },
  ] = told;
  const all = told.flatMap(({ events }) => events);
  const sums = told.map(({ events }) => sumsOf(events)).reduce(addSums, ZERO_SUMS);
  const card = { ...(record?.groupId !== undefined && { groupId: record.groupId }) };
  return {
    ...newAuthorization({
      ...authorizationScopeOf(event as TransactionEvent, {
        ...card,
        currency: event?.content.localCurrency ?? '',
      }),
      root,
    }),
    ...sums,
    settled: all.some((one) => isFinalClearing(one, root)),
    expired: all.some((one) => one.expires && one.originRecordNo === root),
    version: all.length,
  };
}

function sumDifferences(stored: Authorization, expected: Authorization): string[] {
  const names = Object.keys({ ...stored, ...expected }) as (keyof Authorization)[];
  const wrong = names.filter((name) => !isDeepStrictEqual(stored[name], expected[name]));
  if (wrong.length === 0) return [];
  return [wrong.map((name) => `${name} ${stored[name]}, by its records ${expected[name]}`).join(', ')];
}

/** What its events say that they moved is what the chain holds and took. */
function balanceDifferences(authorization: Authorization, { told }: LinkedTransactions): string[] {
  const booked = told.flatMap(({ record }) => [record.unsettledBooked, record.settledBooked]);
  const sum = (of: 'held' | 'spent') => booked.reduce((total, each) => total + (each?.[of] ?? 0n), 0n);
  const { hold, spent } = authorizationBalances(authorization);
  if (sum('held') === hold && sum('spent') === spent) return [];
  return [`holds ${hold} and took ${spent}, by what its events moved ${sum('held')} and ${sum('spent')}`];
}
