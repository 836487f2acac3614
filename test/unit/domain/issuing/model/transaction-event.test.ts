import { describe, expect, it } from 'vitest';
import { isDuplicate, transactionWith } from '../../../../../shared/domain/issuing/model/transaction.ts';
import { ParameterInvalid, RequestNumberReused } from '../../../../../shared/wire/errors.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf } from '../transactions/transaction-replay-fixture.ts';

const event = (changes: Partial<ReceivedTransaction> = {}) => eventOf(transaction(CARD.cardId, changes));

describe('an event', () => {
  it('moves the settled amount, or else the local amount', () => {
    const received = { localCurrencyAmt: '40', settleAmount: '39.5' };
    expect(event(received)).toMatchObject({ amount: 4_000n, category: 1, direction: 0 });
    expect(event({ ...received, transCategory: 2 })).toMatchObject({ amount: 3_950n, category: 2 });
    expect(event({ transCategory: 2 })).toMatchObject({ amount: 4_000n });
  });

  it('has the direction of its type', () => {
    expect(['1', '2', '3', '5', '7'].map((transType) => event({ transType } as object).direction)).toEqual([
      0, 1, 1, 0, 0,
    ]);
    expect(event({ transType: '1', fundsDirection: 0 }).direction).toBe(0);
    expect(event({ transType: '3', fundsDirection: 1 }).direction).toBe(1);
    expect(event({ transType: '4', fundsDirection: 1 }).direction).toBe(1);
    expect(event({ transType: '4', fundsDirection: 0 }).content.fundsDirection).toBe(0);
  });

  it('is notified with numbers for amounts', () => {
    const received = { transCurrency: 'JPY', transCurrencyAmt: '6000', settleAmount: '39.5' };
    expect(event(received).content).toMatchObject({
      transCurrencyAmt: 6_000,
      localCurrencyAmt: 40,
      settleAmount: 39.5,
    });
  });

  it.each<[object, Partial<ReceivedTransaction>]>([
    [{ transCurrencyAmt: 700.5 }, { transCurrency: 'ISK', transCurrencyAmt: '700.50' }],
    [{ transCurrencyAmt: 40 }, { transCurrencyAmt: undefined }],
    [{ merchantName: 'unknown' }, { merchantName: undefined }],
    [
      { respCode: '000000', respCodeDesc: 'success' },
      { respCode: undefined, respCodeDesc: undefined },
    ],
    [
      { respCode: '999999', respCodeDesc: 'unknown' },
      { transStatus: '2', respCode: undefined, respCodeDesc: undefined },
    ],
    [
      { respCode: '200002', respCodeDesc: 'insufficient balance' },
      { respCode: '200002', respCodeDesc: undefined },
    ],
    [{ transactionTime: '2026-03-01 10:00:00' }, { transactionTime: '2026-03-01T02:00:00Z' }],
    [{ transactionTime: '1970-01-01 08:00:00' }, { transactionTime: 'yesterday' }],
    [{ settleTime: '2026-03-02 00:00:00' }, { settleTime: '2026-03-02' }],
  ])('is notified with %j when informational fields arrive as %j', (received, changes) => {
    expect(event(changes).content).toMatchObject(received);
  });

  it('is notified without an unreadable settlement time', () => {
    expect(event({ settleTime: 'soon' }).content).not.toHaveProperty('settleTime');
  });

  it.each<[string, Partial<ReceivedTransaction>]>([
    ['localCurrency: must be that of the card, USD', { localCurrency: 'EUR' }],
    ['localCurrencyAmt: USD has 2 decimals', { localCurrencyAmt: '40.001' }],
    ['settleAmount: USD has 2 decimals', { settleAmount: '0.001' }],
    ['fundsDirection: is required for a settlement difference', { transType: '4' }],
    ['fundsDirection: contradicts transType', { transType: '1', fundsDirection: 1 }],
    ['fundsDirection: contradicts transType', { transType: '3', fundsDirection: 0 }],
  ])('is refused: %s, when it is %j', (received, changes) => {
    expect(() => event(changes)).toThrow(ParameterInvalid);
    expect(() => event(changes)).toThrow(expect.objectContaining({ message: received }));
  });
});

describe('a record', () => {
  const first = event();
  const booked = { held: 4_000n, spent: 0n };
  const context = { card: CARD, booked, now: 0, recordNo: first.recordNo };
  const record = transactionWith(undefined, first, context);
  const same = { recordNo: first.recordNo };

  it('recognises a repeated event, whatever fields the platform has set itself', () => {
    expect(isDuplicate(undefined, first)).toBe(false);
    expect(isDuplicate(record, first)).toBe(true);
    expect(isDuplicate(record, event({ ...same, transCategory: 2 }))).toBe(false);
    const received = transactionWith(
      undefined,
      { ...first, content: { ...first.content, feeType: 2, fundsType: 1 } },
      context,
    );
    expect(isDuplicate(received, event({ ...same, feeType: 1, fundsType: 2 }))).toBe(true);
  });

  it('recognises a repeated event with more complete texts', () => {
    const richer = {
      ...same,
      merchantName: 'Tea House',
      merchantCategoryCode: '5499',
      approvalCode: 'A1B2C3',
    };
    expect(isDuplicate(record, event(richer))).toBe(true);
  });

  it.each<[string, Partial<ReceivedTransaction>]>([
    ['amount', { localCurrencyAmt: '40.01' }],
    ['status', { transStatus: '2' }],
    ['origin', { originRecordNo: '7' }],
    ['card', { cardId: '1150000000000002' }],
    ['card of its settlement', { cardId: '1150000000000002', transCategory: 2 }],
  ])('refuses another %s under its number', (_, changes) => {
    expect(() => isDuplicate(record, event({ ...same, ...changes }))).toThrow(RequestNumberReused);
  });
});
