import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import { applyEvent, newAuthorization } from '../../../../../shared/domain/issuing/model/authorization.ts';
import { transactionWrites } from '../../../../../shared/domain/issuing/transactions/post-transaction.ts';
import type { TransactionToPost } from '../../../../../shared/domain/issuing/transactions/transaction-to-post.ts';
import {
  balanceKey,
  cardAccount,
  merchantCardAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf, SOURCE } from './transaction-replay-fixture.ts';

const deps = { now: () => 1_000, holdMs: 7_000, travelHoldMs: 9_000, graceMs: 1 } as Dependencies;
const NEW = newAuthorization({ source: SOURCE, root: '5', cardId: CARD.cardId, currency: 'USD' });

/** Returns the record of an event and the content of its notification. */
function posted(changes: Partial<ReceivedTransaction>, booking: Partial<TransactionToPost> = {}) {
  const content = transaction(CARD.cardId, { recordNo: '5', ...changes });
  const writes = transactionWrites(deps, {
    card: CARD,
    event: eventOf(content),
    match: { recordNo: '5', renumbered: [], root: '5', links: [] },
    correlationId: 'test',
    ...booking,
  });
  const put = (start: string): Item => {
    const items = writes.flatMap((write) => (write.kind === 'put' ? [write.item] : []));
    return items.find(({ pk }) => pk.startsWith(start)) ?? {};
  };
  return {
    writes,
    record: put('record/'),
    notified: JSON.parse(String(put('notification/')['content'])),
  };
}
const match = (authorization: TransactionToPost['match']['authorization'], more: object = {}) => ({
  match: {
    recordNo: '5',
    renumbered: [],
    root: '5',
    links: [],
    ...(authorization && { authorization }),
    ...more,
  },
});

describe('the amount that moved is notified', () => {
  /** A reversal of 15 that was reported before its authorization. */
  const reversed = applyEvent(
    NEW,
    eventOf(transaction(CARD.cardId, { originRecordNo: '5', transType: '2', localCurrencyAmt: '15' })),
  );
  const held = applyEvent(NEW, eventOf(transaction(CARD.cardId, { recordNo: '5' })));

  it.each<[string, Partial<ReceivedTransaction>, Partial<TransactionToPost>, number]>([
    ['of a clearing', { transCategory: 2 }, match(held), 40],
    ['of a clearing of another amount', { transCategory: 2, settleAmount: '39' }, match(held), 39],
    ['of a reversal', { recordNo: '6', originRecordNo: '5', transType: '2' }, match(held), 40],
    ['of an authorization that holds less than it asks for', {}, match(reversed), 25],
  ])('%s', (_, content, booking, settleAmount) => {
    expect(posted(content, booking).notified.settleAmount).toBe(settleAmount);
  });

  it.each<[string, Partial<ReceivedTransaction>, 'unsettledAmounts' | 'settledAmounts']>([
    ['of an authorization that holds what it asks for', {}, 'unsettledAmounts'],
    ['of a declined authorization', { transStatus: '2' }, 'unsettledAmounts'],
    ['of a declined clearing', { transStatus: '2', transCategory: 2 }, 'settledAmounts'],
  ])('not %s', (_, content, amounts) => {
    const { notified, record } = posted(content);
    expect(notified).not.toHaveProperty('settleAmount');
    expect(record[amounts]).not.toHaveProperty('settleAmount');
  });
});

describe('the record has', () => {
  it('the failed check of a declined purchase, and no reason of a release', () => {
    const decline = { check: 'funds', amount: 4_000n, available: 0n, used: 0n };
    const { record, notified } = posted({ transStatus: '2' }, { decline });
    expect(record).toMatchObject({ decline, transStatus: '2' });
    expect(record).not.toHaveProperty('reason');
    expect(notified).not.toHaveProperty('decline');
  });

  it('the reason of a released hold, and no decline', () => {
    const { record } = posted({}, { reason: 'the shop is gone' });
    expect(record).toMatchObject({ reason: 'the shop is gone' });
    expect(record).not.toHaveProperty('decline');
  });

  it('the merchant’s number of the original transaction, where that differs', () => {
    const followUp = { recordNo: '6', originRecordNo: '5' };
    const { record, notified } = posted(followUp, match(NEW, { originRecordNo: '77' }));
    expect(notified.originRecordNo).toBe('77');
    expect(record).toMatchObject({
      unsettled: { originRecordNo: '5' },
      unsettledAmounts: { originRecordNo: '77' },
    });
    expect(posted(followUp, match(NEW)).record).not.toHaveProperty('unsettledAmounts.originRecordNo');
  });
});

it('a booking on a closed card requires that it is still closed, and that the paying account has the money', () => {
  const { writes } = posted({}, { closed: true });
  const conditions = writes.flatMap((write) =>
    write.kind === 'update' && write.table === 'ledger'
      ? [{ key: write.key, attributes: (write.when ?? []).map(({ attribute }) => attribute) }]
      : [],
  );
  expect(conditions).toHaveLength(2);
  expect(conditions).toEqual(
    expect.arrayContaining([
      { key: balanceKey(cardAccount(CARD.cardId, 'USD')), attributes: ['closed'] },
      { key: balanceKey(merchantCardAccount(CARD.userNo, 'USD')), attributes: ['available'] },
    ]),
  );
});
