import {
  at,
  CARD,
  GROUP,
  groupsInAll,
  HOLDER,
  MEMBERS,
  memberOf,
  order,
  PAGE_SIZE,
  transaction,
} from './history.ts';

/** Minutes of a day, and so the number of items of each kind. */
const DAY = 24 * 60;

/** A query and the maximum number of rows that it may read. */
export interface Case {
  readonly of: 'cards' | 'orders' | 'transactions' | 'groups';
  readonly what: string;
  readonly request: object;
  readonly atMost: number;
}

/** The parts of the queries' bounds. */
interface Bounds {
  readonly count: number;
  /** Number of items of one card, group or cardholder. */
  readonly members: number;
  /** Returns the bound of a first page: the query counts all rows once, and once more up to the end of the page. */
  readonly firstOf: (rows: number) => number;
  readonly anyOf: (rows: number) => number;
}

// A page's rows in the index, and its cards or orders. Balances of cards do not exist here, and would be one more row
// each.
const PAGE = 2 * PAGE_SIZE;
/** Returns the rows of a binary search: one for each doubling of the cards, at both ends of a period. */
const searchOf = (count: number): number => 2 * Math.ceil(Math.log2(count + 1));

/** Returns the queries on `count` cards and as many orders and transactions. */
export function casesOf(count: number): Case[] {
  const members = Math.min(count, MEMBERS);
  const fixed = 1 + searchOf(count) + 2 * PAGE;
  const bounds = {
    count,
    members,
    firstOf: (rows: number) => fixed + rows,
    anyOf: (rows: number) => fixed + 2 * rows,
  };
  return [...cardCases(bounds), ...orderCases(bounds), ...transactionCases(bounds), ...groupCases(bounds)];
}

const dayUntil = (count: number) => ({ beginTime: at(Math.max(1, count - DAY)), endTime: at(count) });
const lastPageOf = (rows: number): number => Math.ceil(rows / PAGE_SIZE);

function cardCases({ count, members, firstOf, anyOf }: Bounds): Case[] {
  const of = 'cards';
  const half = { beginTime: at(Math.floor(count / 4)), endTime: at(Math.floor((count * 3) / 4)) };
  const groupId = memberOf(GROUP, 7, count);
  const cardUserId = memberOf(HOLDER, 7, count);
  const middle = Math.ceil(lastPageOf(count) / 2);
  const rowsOfDay = Math.min(count, DAY + 1);
  return [
    { of, what: 'first page', request: {}, atMost: 1 + PAGE },
    { of, what: 'middle page', request: { currentPage: middle }, atMost: 1 + PAGE },
    { of, what: 'last page', request: { currentPage: lastPageOf(count) }, atMost: 1 + PAGE },
    {
      of,
      what: 'middle page of a period',
      request: { ...half, currentPage: Math.ceil(lastPageOf(count) / 4) },
      atMost: 1 + PAGE + searchOf(count),
    },
    {
      of,
      what: 'group, last page',
      request: { groupId, currentPage: lastPageOf(members) },
      atMost: anyOf(members),
    },
    { of, what: 'holder, first page', request: { cardUserId }, atMost: firstOf(members) },
    {
      of,
      what: 'group and status in a period',
      request: { ...half, groupId, status: '1' },
      atMost: anyOf(members / 2 + 1),
    },
    {
      of,
      what: 'status in a day',
      request: { ...dayUntil(count), status: '1' },
      atMost: firstOf(rowsOfDay),
    },
    { of, what: 'status, first page', request: { status: '1' }, atMost: firstOf(count) },
    { of, what: 'rare status, first page', request: { status: '0' }, atMost: anyOf(count) },
    {
      of,
      what: 'cardType, last page',
      request: { cardType: 1, currentPage: lastPageOf(count / 2) },
      atMost: anyOf(count),
    },
  ];
}

function orderCases({ count, members, firstOf, anyOf }: Bounds): Case[] {
  const of = 'orders';
  const rowsOfDay = Math.min(count, DAY + 1);
  const groupId = memberOf(GROUP, 7, count);
  return [
    {
      of,
      what: 'orderId',
      request: { orderId: order(Math.ceil(count / 2), count).orderId },
      atMost: 1,
    },
    {
      of,
      what: 'card, first page',
      request: { cardId: memberOf(CARD, 7, count) },
      atMost: firstOf(members),
    },
    {
      of,
      what: 'group, last page',
      request: { groupId, currentPage: lastPageOf(members) },
      atMost: anyOf(members),
    },
    { of, what: 'a day, first page', request: dayUntil(count), atMost: rowsOfDay + PAGE },
    { of, what: 'opType, first page', request: { opType: 16 }, atMost: firstOf(count) },
  ];
}

function transactionCases({ count, members, firstOf, anyOf }: Bounds): Case[] {
  const of = 'transactions';
  const cardId = memberOf(CARD, 7, count);
  const groupId = memberOf(GROUP, 7, count);
  return [
    {
      of,
      what: 'recordNo',
      request: { recordNo: transaction(Math.ceil(count / 2), count).recordNo },
      atMost: 2,
    },
    { of, what: 'card, first page', request: { cardId }, atMost: firstOf(members) },
    {
      of,
      what: 'group in a day, first page',
      request: { ...dayUntil(count), groupId },
      atMost: firstOf(Math.min(members, DAY + 1)),
    },
    { of, what: 'a day, first page', request: dayUntil(count), atMost: firstOf(Math.min(count, DAY + 1)) },
    { of, what: 'declined, first page', request: { transStatus: '2' }, atMost: anyOf(count) },
    { of, what: 'no criterion, first page', request: {}, atMost: firstOf(count) },
  ];
}

function groupCases({ count }: Bounds): Case[] {
  return [{ of: 'groups', what: 'first page', request: {}, atMost: groupsInAll(count) + 2 * PAGE_SIZE }];
}
