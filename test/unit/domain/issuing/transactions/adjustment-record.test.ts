import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import {
  adjustmentWrites,
  reportedEffects,
} from '../../../../../shared/domain/issuing/transactions/adjustment-record.ts';
import type {
  AuthorizationChange,
  TransactionToPost,
} from '../../../../../shared/domain/issuing/transactions/transaction-to-post.ts';
import { WriteConflict } from '../../../../../shared/runtime/idempotency/execute-once.ts';
import type { Put } from '../../../../../shared/runtime/store/write.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf } from './transaction-replay-fixture.ts';

const NONE = { held: 0n, spent: 0n };

describe('a notification reports', () => {
  it.each<[string, Partial<ReceivedTransaction>, AuthorizationChange, bigint, AuthorizationChange]>([
    ['the amount that a purchase holds', {}, { held: 4_000n, spent: 0n }, 4_000n, NONE],
    ['the amount that a reversal releases', { transType: '2' }, { held: -4_000n, spent: 0n }, 4_000n, NONE],
    ['no hold of a purchase that releases', {}, { held: -300n, spent: 0n }, 0n, { held: -300n, spent: 0n }],
    [
      'no release by a reversal that holds',
      { transType: '2' },
      { held: 300n, spent: 0n },
      0n,
      { held: 300n, spent: 0n },
    ],
    [
      'no money of a purchase that is only authorized',
      {},
      { held: 100n, spent: 4_000n },
      100n,
      { held: 0n, spent: 4_000n },
    ],
    [
      'nothing of an unsettled refund',
      { transType: '3' },
      { held: -300n, spent: -70n },
      0n,
      { held: -300n, spent: -70n },
    ],
    [
      'nothing of a declined purchase',
      { transStatus: '2' },
      { held: 300n, spent: 70n },
      0n,
      { held: 300n, spent: 70n },
    ],
    [
      'nothing of a declined clearing',
      { transStatus: '2', transCategory: 2 },
      { held: 300n, spent: 70n },
      0n,
      { held: 300n, spent: 70n },
    ],
    [
      'the amount that a clearing takes, which implies the end of its hold',
      { transCategory: 2 },
      { held: -4_000n, spent: 3_950n },
      3_950n,
      NONE,
    ],
    [
      'the amount that a refund returns',
      { transType: '3', transCategory: 2 },
      { held: 0n, spent: -4_000n },
      4_000n,
      NONE,
    ],
    [
      'nothing of a clearing that returns money on balance',
      { transCategory: 2 },
      { held: 0n, spent: -500n },
      0n,
      { held: 0n, spent: -500n },
    ],
  ])('%s', (_, content, change, amount, unreported) => {
    expect(reportedEffects(eventOf(transaction(CARD.cardId, content)), change)).toEqual({
      amount,
      unreported,
    });
  });

  it('together with its adjustments all that was spent, and never a negative amount', () => {
    const change = fc.bigInt({ min: -9_000n, max: 9_000n });
    const kinds = fc.record({
      transType: fc.constantFrom<ReceivedTransaction['transType'][]>('1', '2', '3', '5', '7'),
      transStatus: fc.constantFrom<('1' | '2')[]>('1', '2'),
      transCategory: fc.constantFrom<(1 | 2)[]>(1, 2),
    });
    fc.assert(
      fc.property(kinds, change, change, (kind, held, spent) => {
        const event = eventOf(transaction(CARD.cardId, kind));
        const { amount, unreported } = reportedEffects(event, { held, spent });
        const signed = event.direction === 0 ? amount : -amount;
        expect(amount).toBeGreaterThanOrEqual(0n);
        if (event.category === 2) expect(signed + unreported.spent).toBe(spent);
        else expect([signed + unreported.held, unreported.spent]).toEqual([held, spent]);
      }),
    );
  });
});

const NOW = Date.UTC(2026, 2, 1, 2);

/** Returns the adjustment records of an event and their notifications. */
function adjustments(
  content: ReceivedTransaction,
  unreported: AuthorizationChange,
  match: Partial<TransactionToPost['match']> = {},
  payer: object = {},
) {
  let ids = 0;
  const deps = {
    now: () => NOW,
    graceMs: 1,
    utcOffset: '+08:00',
    random: () => {
      ids += 1;
      return ids;
    },
  } as unknown as Dependencies;
  const event = eventOf(content);
  const writes = adjustmentWrites(
    deps,
    {
      card: CARD,
      event: { ...event, content: { ...event.content, ...payer } },
      match: { recordNo: content.recordNo, root: content.recordNo, renumbered: [], links: [], ...match },
      correlationId: 'processor-7',
    },
    unreported,
  ) as Put[];
  const items = (table: string) => writes.filter((write) => write.table === table).map(({ item }) => item);
  const notifications = items('notifications');
  return {
    writes,
    records: items('transactions'),
    notifications,
    contents: notifications.map((item) => JSON.parse(String(item['content']))),
  };
}

describe('the adjustments of an event', () => {
  const clearing = transaction(CARD.cardId, { transCategory: 2, merchantCategoryCode: '5814' });

  it('are none where its notification reports all', () => {
    expect(adjustments(clearing, NONE).writes).toEqual([]);
  });

  it('for money taken are a settlement difference whose record moves nothing', () => {
    const payer = { feeType: 2, fundsType: 1 };
    const { records, contents, notifications } = adjustments(
      clearing,
      { held: 0n, spent: 2_050n },
      {},
      payer,
    );
    const [record] = records;
    const recordNo = String(record?.['recordNo']);
    const content = {
      recordNo,
      cardId: CARD.cardId,
      transactionTime: '2026-03-01 09:00:00',
      merchantName: 'Coffee House',
      merchantCategoryCode: '5814',
      transCurrency: 'USD',
      transCurrencyAmt: 0,
      localCurrency: 'USD',
      localCurrencyAmt: 0,
      settleAmount: 20.5,
      transType: '4',
      transCategory: 2,
      transStatus: '1',
      fundsDirection: 0,
      respCode: '000000',
      respCodeDesc: 'adjustment for an earlier message',
      originRecordNo: clearing.recordNo,
      ...payer,
    };
    expect(contents).toEqual([content]);
    expect(notifications).toMatchObject([
      {
        notificationId: `${CARD.userNo}/card_transaction/${recordNo}/2`,
        userNo: CARD.userNo,
        correlationId: 'processor-7',
      },
    ]);
    expect(records).toHaveLength(1);
    expect(record).toMatchObject({
      pk: `record/${recordNo}`,
      source: 'embedded',
      adjustmentOf: '90000001',
      createdAt: NOW,
      settled: content,
      settledAmounts: { held: 0n, spent: 0n, settleAmount: 20.5 },
    });
    expect(record).not.toHaveProperty('settledAmounts.originRecordNo');
  });

  it('for money returned are a settled reversal', () => {
    const { contents } = adjustments(clearing, { held: 0n, spent: -700n });
    expect(contents).toMatchObject([
      { transType: '2', transCategory: 2, localCurrencyAmt: 0, settleAmount: 7, fundsDirection: 1 },
    ]);
    expect(contents[0]).not.toHaveProperty('feeType');
  });

  it.each([
    ['more is held', 300n, { transType: '1', fundsDirection: 0 }],
    ['less is held', -300n, { transType: '2', fundsDirection: 1 }],
  ])('when %s have no amount requested by the network', (_, held, kind) => {
    const { contents, records } = adjustments(transaction(CARD.cardId), { held, spent: 0n });
    expect(contents).toMatchObject([
      {
        ...kind,
        transCategory: 1,
        transCurrencyAmt: 0,
        localCurrencyAmt: 0,
        settleAmount: 3,
        respCodeDesc: 'adjustment for an earlier message',
      },
    ]);
    expect(contents[0]).not.toHaveProperty('merchantCategoryCode');
    expect(records).toMatchObject([{ unsettledAmounts: { held: 0n, spent: 0n, settleAmount: 3 } }]);
  });

  it('for money and hold are separate, under their own numbers', () => {
    const { contents, records } = adjustments(clearing, { held: 300n, spent: 700n });
    expect(contents.map(({ transCategory, settleAmount }) => [transCategory, settleAmount])).toEqual([
      [2, 7],
      [1, 3],
    ]);
    expect(new Set(records.map(({ recordNo }) => recordNo)).size).toBe(2);
  });

  it('are written under another number when theirs is used meanwhile', () => {
    const [put] = adjustments(clearing, { held: 0n, spent: 700n }).writes;
    expect(put?.kind).toBe('put');
    expect(put?.onConflict?.(undefined)).toBeInstanceOf(WriteConflict);
  });
});

describe('an adjustment refers by the merchant’s number to the transaction', () => {
  const change = { held: 0n, spent: 700n };
  const followUp = transaction(CARD.cardId, { transCategory: 2, originRecordNo: '71' });

  it.each<[string, ReceivedTransaction, Partial<TransactionToPost['match']>, string]>([
    ['of the event', { ...followUp, recordNo: '72', originRecordNo: undefined }, {}, '72'],
    ['that the event refers to', followUp, { recordNo: '73' }, '71'],
    [
      'of the event, where its number was replaced',
      { ...followUp, originRecordNo: undefined },
      { recordNo: '74' },
      '74',
    ],
    ['that the event refers to, where its number was replaced', followUp, { originRecordNo: '75' }, '75'],
  ])('%s', (_, content, match, expected) => {
    const { contents, records } = adjustments(content, change, match);
    expect(contents).toMatchObject([{ originRecordNo: expected }]);
    const upstreams = content.originRecordNo ?? content.recordNo;
    expect(records).toMatchObject([{ settled: { originRecordNo: upstreams } }]);
    const [record] = records as unknown as { settledAmounts: object }[];
    if (expected === upstreams) expect(record?.settledAmounts).not.toHaveProperty('originRecordNo');
    else expect(record?.settledAmounts).toHaveProperty('originRecordNo', expected);
  });
});
