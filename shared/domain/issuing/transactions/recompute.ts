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
  isTransaction,
  type Transaction,
  transactionFrom,
  upstreamRecordNoOf,
} from '../model/transaction.ts';
import { eventFromContent, type TransactionEvent } from '../model/transaction-event.ts';
import { authorizationScopeOf } from './match-authorization.ts';
import { notifiedDifferences } from './notified-amounts.ts';

/** No time of an event is used here, so its zone does not matter. */
const ANY_ZONE = '+00:00';

/** A transaction with its events. */
interface TransactionWithEvents {
  readonly record: Transaction;
  readonly events: readonly TransactionEvent[];
}

/** All transactions of one authorization: their numbers as authorization keys, and which number names which. */
interface LinkedTransactions {
  readonly keys: Set<string>;
  readonly links: Map<string, Set<string>>;
  readonly members: TransactionWithEvents[];
}

/**
 * Recomputes the authorizations from the transactions that merchants see, for the audit. Takes the items of
 * the transactions table; returns a text for each authorization that is not stored as recomputed.
 */
export function authorizationDifferences(items: readonly Item[]): string[] {
  const stored = new Map(itemsOf('authorization', items).map((item) => [String(item['pk']), item]));
  const groups = groupByAuthorization(itemsOf('record', items).filter(isTransaction).map(transactionFrom));
  const known = new Set(groups.flatMap(({ keys }) => [...keys]));
  return [
    ...groups.flatMap((group) => linkedDifferences(group, stored)),
    ...[...stored.keys()].filter((pk) => !known.has(pk)).map((pk) => `${pk}: has no transactions`),
  ];
}

const itemsOf = (kind: 'authorization' | 'record', items: readonly Item[]): Item[] =>
  items.filter(({ pk }) => String(pk).startsWith(`${kind}/`));

/** Groups the transactions that name each other, of one card and one source. */
function groupByAuthorization(records: readonly Transaction[]): LinkedTransactions[] {
  const groups = new Map<string, LinkedTransactions>();
  const groupOf = (key: string): LinkedTransactions => {
    const group: LinkedTransactions = groups.get(key) ?? {
      keys: new Set([key]),
      links: new Map(),
      members: [],
    };
    groups.set(key, group);
    return group;
  };
  const unite = (one: LinkedTransactions, other: LinkedTransactions): void => {
    if (one === other) return;
    for (const key of other.keys) {
      one.keys.add(key);
      groups.set(key, one);
    }
    for (const [from, to] of other.links) one.links.set(from, to);
    one.members.push(...other.members);
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
    groupOf(own).members.push({ record, events });
  }
  return [...new Set(groups.values())];
}

/**
 * The transaction's own number, then those that it follows. This platform's own records have no number among
 * the upstream's.
 */
function numbersOf(record: Transaction, events: readonly TransactionEvent[]): string[] {
  const own = upstreamRecordNoOf(record);
  const named = events.flatMap(({ originRecordNo }) => originRecordNo ?? []);
  const origins = [...new Set(named)].filter((number) => number !== own);
  return isPlatformGenerated(record) ? origins : [own, ...origins];
}

const scopeOf = (record: Transaction) => ({ source: authorizationSourceOf(record), cardId: record.cardId });

/** The events of which a transaction consists. */
function eventsOf(record: Transaction): TransactionEvent[] {
  const contents = [record.unsettled, record.settled].filter((content) => content !== undefined);
  const events = contents.map((content) =>
    eventFromContent({ source: authorizationSourceOf(record), issuer: record.issuer }, content, ANY_ZONE),
  );
  return record.expiryOf === undefined ? events : events.map((event) => ({ ...event, expires: true }));
}

function linkedDifferences(group: LinkedTransactions, stored: ReadonlyMap<string, Item>): string[] {
  const roots = [...group.keys].filter((key) => isAuthorization(stored.get(key)));
  const [root] = roots;
  if (root === undefined) return [`${[...group.keys].sort()[0]}: has transactions but is not stored`];
  if (roots.length > 1) return [`${roots.sort().join(', ')}: are one authorization by their transactions`];
  const expected = rootKeyOf(group);
  if (expected !== undefined && expected !== root)
    return [`${root}: should be ${expected} by its transactions`];
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

/**
 * The one number that names no other, if each of the others names exactly one; undefined if they contradict
 * each other.
 */
function rootKeyOf({ keys, links }: LinkedTransactions): string | undefined {
  const roots = [...keys].filter((key) => !links.has(key));
  const isTree = [...links.values()].every(({ size }) => size === 1);
  return isTree && roots.length === 1 ? roots[0] : undefined;
}

/** The key of the authorization that a number's pointers lead to. */
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
  // An adjustment is no event: it reports what another event moved.
  const members = group.members.filter(({ record }) => record.adjustmentOf === undefined);
  const [
    {
      record,
      events: [event],
    } = { record: undefined, events: [] },
  ] = members;
  const all = members.flatMap(({ events }) => events);
  const sums = members.map(({ events }) => sumsOf(events)).reduce(addSums, ZERO_SUMS);
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
  return [wrong.map((name) => `${name} ${stored[name]}, by its transactions ${expected[name]}`).join(', ')];
}

/** The changes posted by the events add up to what the authorization holds and has spent. */
function balanceDifferences(authorization: Authorization, { members }: LinkedTransactions): string[] {
  const booked = members.flatMap(({ record }) => [record.unsettledAmounts, record.settledAmounts]);
  const sum = (of: 'held' | 'spent') => booked.reduce((total, each) => total + (each?.[of] ?? 0n), 0n);
  const { hold, spent } = authorizationBalances(authorization);
  if (sum('held') === hold && sum('spent') === spent) return [];
  return [`holds ${hold} and spent ${spent}, by its events ${sum('held')} and ${sum('spent')}`];
}
