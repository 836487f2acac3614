import type { Group } from '../../../shared/domain/issuing/model/group.ts';
import { type Transaction, transactionWith } from '../../../shared/domain/issuing/model/transaction.ts';
import { eventFrom } from '../../../shared/domain/issuing/model/transaction-event.ts';
import { formatDateTime } from '../../../shared/wire/contract/time.ts';
import { listedCard, listedOrder } from '../../support/fixtures/listing-fixtures.ts';
import { transaction as told40 } from '../../support/fixtures/transactions.ts';

export const USER_NO = '1000001';
export const ZONE = '+08:00';
export const PAGE_SIZE = 50;

/** Things that belong to one card, group or holder, all over the history. */
export const MEMBERS = 1_000;
export const [GROUP, HOLDER, CARD] = ['1150000000001', '1150000000002', '1150000000003'];
/** Below every number of a transaction. */
const RECORD = 1_160_000_000_000_000;
const START = Date.UTC(2026, 0, 1);

/** Which of the cards, groups or holders the nth thing belongs to, where there are `count` things. */
export const memberOf = (prefix: string, nth: number, count: number) =>
  `${prefix}${String(nth % groupsOf(count)).padStart(3, '0')}`;

/** There is one card and one order for every minute. */
export const timeOf = (nth: number) => START + nth * 60_000;
export const at = (nth: number) => formatDateTime(timeOf(nth), ZONE);

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

/** One card approved or declined somewhere, every minute. */
export function transaction(nth: number, count: number): Transaction {
  const [cardId, groupId] = [memberOf(CARD, nth, count), memberOf(GROUP, nth, count)];
  const holder = { ...card(nth, count), cardId, groupId };
  const received = told40(cardId, {
    recordNo: `${RECORD + nth}`,
    transactionTime: at(nth),
    ...(nth % 100 === 0 && { transStatus: '2' as const, respCode: '000051' }),
  });
  const event = eventFrom(received, { source: '90000001', currency: holder.currency }, ZONE, 0);
  const booked = { held: event.amount, spent: 0n };
  return transactionWith(undefined, event, {
    card: holder,
    booked,
    now: timeOf(nth),
    recordNo: event.recordNo,
  });
}

/** Groups that the cards belong to. */
export const groupsOf = (count: number): number => Math.max(1, Math.floor(count / MEMBERS));

/** All groups of the merchant: a full page at least, as what is compared is full pages of everything. */
export const groupsInAll = (count: number): number => Math.max(PAGE_SIZE, groupsOf(count));

export const group = (nth: number): Group => ({
  groupId: `${GROUP}${String(nth - 1).padStart(3, '0')}`,
  userNo: USER_NO,
  name: `Group ${nth}`,
  status: 'enabled',
  currency: 'USD',
  binRangeId: 'S1',
  issuer: 'embedded',
  funded: 50_000n,
  cardCount: MEMBERS,
  createdAt: timeOf(nth),
});
