import { formatDateTime } from '../../shared/contract/time.ts';
import { listedCard, listedOrder } from '../support/listed.ts';

export const USER_NO = '10000001';
export const ZONE = '+08:00';
export const PAGE_SIZE = 50;

/** Things that belong to one card, group or holder, all over the history. */
const MEMBERS = 1_000;
const [GROUP, HOLDER, CARD] = ['1150000000001', '1150000000002', '1150000000003'];
const START = Date.UTC(2026, 0, 1);
const DAY = 24 * 60;

/** Which of the cards, groups or holders the nth thing belongs to, where there are `count` things. */
const memberOf = (prefix: string, nth: number, count: number) =>
  `${prefix}${String(nth % Math.max(1, Math.floor(count / MEMBERS))).padStart(3, '0')}`;

/** There is one card and one order for every minute. */
export const timeOf = (nth: number) => START + nth * 60_000;
const at = (nth: number) => formatDateTime(timeOf(nth), ZONE);

export const card = (nth: number, count: number) =>
  listedCard(
    USER_NO,
    { ordinal: nth, createdAt: timeOf(nth) },
    {
      cardType: nth % 2 === 0 ? 1 : 2,
      status: nth % 100 === 0 ? 'closed' : 'active',
      groupId: memberOf(GROUP, nth, count),
      cardUserId: memberOf(HOLDER, nth, count),
    },
  );

export const order = (nth: number, count: number) =>
  listedOrder(USER_NO, timeOf(nth), 0, {
    opType: nth % 2 === 0 ? 16 : 18,
    status: nth % 100 === 0 ? 'failure' : 'success',
    cardId: memberOf(CARD, nth, count),
    groupId: memberOf(GROUP, nth, count),
  });

/** A query and the most rows that it may read. */
export interface Case {
  readonly of: 'cards' | 'orders';
  readonly what: string;
  readonly request: object;
  readonly atMost: number;
}

/** The queries on `count` cards and as many orders. */
export function casesOf(count: number): Case[] {
  const lastPage = Math.ceil(count / PAGE_SIZE);
  const half = { beginTime: at(Math.floor(count / 4)), endTime: at(Math.floor((count * 3) / 4)) };
  const day = { beginTime: at(count - DAY), endTime: at(count) };
  const groupId = memberOf(GROUP, 7, count);
  const currentPage = Math.floor(MEMBERS / PAGE_SIZE);
  // A page's rows in the index and the cards or orders; the balances of cards are not there, and one more for each.
  const page = 2 * PAGE_SIZE;
  // One row for every doubling of the cards, at either end of a period.
  const search = 2 * Math.ceil(Math.log2(count + 1));
  // Once to count them all, and for the page once more as far as it goes: at first that is not far.
  const firstOf = (rows: number) => 1 + search + rows + 2 * page;
  const anyOf = (rows: number) => 1 + search + 2 * rows + 2 * page;
  return [
    { of: 'cards', what: 'first page', request: {}, atMost: 1 + page },
    {
      of: 'cards',
      what: 'middle page',
      request: { currentPage: Math.ceil(lastPage / 2) },
      atMost: 1 + page,
    },
    { of: 'cards', what: 'last page', request: { currentPage: lastPage }, atMost: 1 + page },
    {
      of: 'cards',
      what: 'middle page of a period',
      request: { ...half, currentPage: Math.ceil(lastPage / 4) },
      atMost: 1 + page + search,
    },
    { of: 'cards', what: 'group, last page', request: { groupId, currentPage }, atMost: anyOf(MEMBERS) },
    {
      of: 'cards',
      what: 'holder, first page',
      request: { cardUserId: memberOf(HOLDER, 7, count) },
      atMost: firstOf(MEMBERS),
    },
    {
      of: 'cards',
      what: 'group and status in a period',
      request: { ...half, groupId, status: '1' },
      atMost: anyOf(MEMBERS / 2 + 1),
    },
    { of: 'cards', what: 'status in a day', request: { ...day, status: '1' }, atMost: firstOf(DAY + 1) },
    { of: 'cards', what: 'status, first page', request: { status: '1' }, atMost: firstOf(count) },
    { of: 'cards', what: 'rare status, first page', request: { status: '0' }, atMost: anyOf(count) },
    {
      of: 'cards',
      what: 'cardType, last page',
      request: { cardType: 1, currentPage: Math.ceil(lastPage / 2) },
      atMost: anyOf(count),
    },
    {
      of: 'orders',
      what: 'orderId',
      request: { orderId: order(Math.ceil(count / 2), count).orderId },
      atMost: 1,
    },
    {
      of: 'orders',
      what: 'card, first page',
      request: { cardId: memberOf(CARD, 7, count) },
      atMost: firstOf(MEMBERS),
    },
    { of: 'orders', what: 'group, last page', request: { groupId, currentPage }, atMost: anyOf(MEMBERS) },
    { of: 'orders', what: 'a day, first page', request: day, atMost: DAY + 1 + page },
    { of: 'orders', what: 'opType, first page', request: { opType: 16 }, atMost: firstOf(count) },
  ];
}
