import { EMBEDDED } from '../../../shared/domain/issuer-name.ts';
import type { Group } from '../../../shared/domain/issuing/model/group.ts';
import { type Transaction, transactionWith } from '../../../shared/domain/issuing/model/transaction.ts';
import { eventFrom } from '../../../shared/domain/issuing/model/transaction-event.ts';
import { formatDateTime } from '../../../shared/wire/contract/time.ts';
import { listedCard, listedOrder } from '../../support/fixtures/listing-fixtures.ts';
import { transaction as told40 } from '../../support/fixtures/transactions.ts';

export const USER_NO = '1000001';
export const ZONE = '+08:00';
export const PAGE_SIZE = 50;

/** Number of items of one card, group or cardholder, spread over the history. */
export const MEMBERS = 1_000;
export const [GROUP, HOLDER, CARD] = ['1150000000001', '1150000000002', '1150000000003'];
/** Lower than every record number. */
const RECORD = 1_160_000_000_000_000;
const START = Date.UTC(2026, 0, 1);

/** Returns the card, group or cardholder of the nth of `count` items. */
export const memberOf = (prefix: string, nth: number, count: number) =>
  `${prefix}${String(nth % groupsOf(count)).padStart(3, '0')}`;

/** Returns the time of the nth card and order: there is one of each per minute. */
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

/** Returns the nth transaction: each minute, a purchase with one card is approved or declined. */
export function transaction(nth: number, count: number): Transaction {
  const [cardId, groupId] = [memberOf(CARD, nth, count), memberOf(GROUP, nth, count)];
  const holder = { ...card(nth, count), cardId, groupId };
  const received = told40(cardId, {
    recordNo: `${RECORD + nth}`,
    transactionTime: at(nth),
    ...(nth % 100 === 0 && { transStatus: '2' as const, respCode: '000051' }),
  });
  const event = eventFrom(
    received,
    { source: '90000001', issuer: EMBEDDED, currency: holder.currency },
    ZONE,
    0,
  );
  const booked = { held: event.amount, spent: 0n };
  return transactionWith(undefined, event, {
    card: holder,
    booked,
    now: timeOf(nth),
    recordNo: event.recordNo,
  });
}

/** Returns the number of groups with cards. */
export const groupsOf = (count: number): number => Math.max(1, Math.floor(count / MEMBERS));

/** Returns the number of groups of the merchant: at least a full page, because full pages are compared. */
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
