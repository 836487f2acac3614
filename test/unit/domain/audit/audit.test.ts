import { describe, expect, it } from 'vitest';
import { audit, platformBalances } from '../../../../shared/domain/audit/audit.ts';
import {
  AUDITED_TABLES,
  type AuditSnapshot,
  snapshotFrom,
  type TableContents,
} from '../../../../shared/domain/audit/snapshot.ts';
import type { Order } from '../../../../shared/domain/issuing/model/order.ts';
import { cardAccount, settlementAccount } from '../../../../shared/domain/money/ledger/account.ts';
import { opTypes } from '../../../../shared/wire/contract/codes.ts';
import { account, card, cleanSnapshot, entry, fees, order } from './clean-books-fixture.ts';

const differencesOf = (books: AuditSnapshot) =>
  Object.fromEntries(
    audit(books).flatMap(({ name, differences }) => (differences.length > 0 ? [[name, differences]] : [])),
  );
const withBalance = (name: typeof account, change: object): AuditSnapshot => ({
  ...cleanSnapshot,
  balances: new Map(cleanSnapshot.balances).set(name, {
    account: name,
    available: 0n,
    frozen: 0n,
    ...cleanSnapshot.balances.get(name),
    ...change,
  }),
});
const withoutEntry = (cause: string): AuditSnapshot => ({
  ...cleanSnapshot,
  entries: cleanSnapshot.entries.filter((stored) => stored.cause !== cause),
});
const withOrder = (changed: Order): AuditSnapshot => ({
  ...cleanSnapshot,
  orders: cleanSnapshot.orders.map((stored) => (stored.orderId === changed.orderId ? changed : stored)),
});
const withAnswer = (userReqNo: string, orderId: string): AuditSnapshot => ({
  ...cleanSnapshot,
  storedResults: [
    ...cleanSnapshot.storedResults.filter((one) => one.userReqNo !== userReqNo),
    { userNo: '7', userReqNo, result: { orderId } },
  ],
});

describe('the audit of clean books', () => {
  it('finds nothing and counts what it examined', () => {
    expect(differencesOf(cleanSnapshot)).toEqual({});
    const examined = Object.fromEntries(audit(cleanSnapshot).map(({ name, examined }) => [name, examined]));
    expect(examined).toMatchObject({
      'postings of every entry sum to zero': 7,
      'every balance equals the journal': 2,
      'frozen money equals open orders and holds': 2,
      'every entry is of a known kind': 7,
      'entries of orders match their records': 6,
      'entries of deposits match their records': 1,
      'every final order has its notification': 2,
      'every request number stands for its order': 4,
      'every opened card exists': 1,
      'every opened group exists': 0,
    });
  });

  it('sums platform accounts from the journal', () => {
    expect(platformBalances(cleanSnapshot)).toEqual(
      new Map([
        [settlementAccount('USD'), -1_000n],
        [fees, 1n],
      ]),
    );
  });

  it('accepts empty books', () => {
    const empty = Object.fromEntries(AUDITED_TABLES.map((table) => [table, []])) as unknown as TableContents;
    expect(differencesOf(snapshotFrom(empty, 0))).toEqual({});
  });
});

describe('the audit finds', () => {
  const SUM = 'postings of every entry sum to zero';
  const BALANCE = 'every balance equals the journal';
  const FROZEN = 'frozen money equals open orders and holds';
  const KIND = 'every entry is of a known kind';
  const TIED = 'entries of orders match their records';
  const NOTIFIED = 'every final order has its notification';
  const REQUEST = 'every request number stands for its order';
  const ANSWER = 'every stored result names what exists';
  const CARD = 'every opened card exists';
  const GROUP = 'every opened group exists';
  const MIRROR = 'positions at external issuers equal the cards there';

  it.each<[string, AuditSnapshot, Record<string, unknown[]>]>([
    [
      'an entry that does not balance',
      {
        ...cleanSnapshot,
        entries: [...cleanSnapshot.entries, entry('odd', [{ account: fees, side: 'available', amount: 5n }])],
      },
      { [SUM]: ['odd: USD postings sum to 5'], [KIND]: ['odd: of no known kind'] },
    ],
    [
      'money that is not in the journal',
      withBalance(account, { available: 799n }),
      { [BALANCE]: [`${account}: available 799, by the journal 798`] },
    ],
    [
      'missing frozen money',
      withBalance(account, { frozen: 100n }),
      {
        [BALANCE]: [`${account}: frozen 100, by the journal 101`],
        [FROZEN]: [`${account}: frozen 100, held by what is open 101`],
      },
    ],
    [
      'a hold without frozen money',
      { ...cleanSnapshot, holds: [{ what: 'authorization 9', account: card, amount: 5n }] },
      { [FROZEN]: [`${card}: frozen 40, held by what is open 45`] },
    ],
    [
      'a missing balance',
      { ...cleanSnapshot, balances: new Map([...cleanSnapshot.balances].slice(0, 1)) },
      {
        [BALANCE]: [
          expect.stringContaining(`${card}: available 0`),
          expect.stringContaining(`${card}: frozen 0`),
        ],
        [FROZEN]: [expect.stringContaining(card)],
      },
    ],
    [
      'a balance without entries',
      withBalance(cardAccount('9', 'USD'), { available: 1n }),
      { [BALANCE]: ['card/9:card/USD: available 1, by the journal 0'] },
    ],
    [
      'an accepted order without its entry',
      withoutEntry('order/51/accepted'),
      {
        [TIED]: ['order/51/accepted: has no entry'],
        [BALANCE]: [expect.anything(), expect.anything()],
      },
    ],
    [
      'a final order without its entry',
      withoutEntry('order/52/settled'),
      {
        [TIED]: ['order/52/settled: has no entry'],
        [BALANCE]: [expect.anything(), expect.anything()],
      },
    ],
    [
      'a pending order whose money has moved',
      withOrder(order('52', 'pending')),
      {
        [TIED]: ['order/52/settled: has no record'],
        [FROZEN]: [`${account}: frozen 101, held by what is open 202`],
      },
    ],
    [
      'an order whose entries move another amount',
      withOrder({ ...order('52', 'failure'), amount: 7n, fee: 0n }),
      {
        [TIED]: [
          expect.stringContaining('order/52/accepted: merchant/7:card/USD available -101'),
          expect.stringContaining('order/52/settled: '),
        ],
      },
    ],
    [
      'an entry without its order',
      { ...cleanSnapshot, entries: [...cleanSnapshot.entries, entry('order/99/accepted', [])] },
      { [TIED]: ['order/99/accepted: has no record'] },
    ],
    [
      'a final order without its notification',
      { ...cleanSnapshot, notifications: cleanSnapshot.notifications.slice(1) },
      { [NOTIFIED]: ['order 50: success without a notification'] },
    ],
    [
      'two orders with one request number',
      withAnswer('R-51', '52'),
      { [REQUEST]: ['order 51: its request number stands for something else'] },
    ],
    [
      'a request number without an order',
      withAnswer('R-99', '99'),
      { [ANSWER]: ['request 7/R-99: its result names 99, which does not exist'] },
    ],
    [
      'a missing card of an opening',
      { ...cleanSnapshot, cards: new Map() },
      { [CARD]: ['order 50: opened a card, which does not exist'] },
    ],
    [
      'a card of an external issuer that is not mirrored',
      { ...cleanSnapshot, issuerByOwner: new Map([['card/50', 'acme']]) },
      { [MIRROR]: ['platform:upstream-cards/acme/USD: position 0, the cards hold 100'] },
    ],
    [
      'a missing group of an opening',
      withOrder({ ...order('52', 'success'), opType: opTypes.groupOpening, groupId: '52' } as Order),
      { [GROUP]: ['order 52: opened a group, which does not exist'], [TIED]: [expect.anything()] },
    ],
  ])('%s', (_, books, differences) => expect(differencesOf(books)).toMatchObject(differences));
});
