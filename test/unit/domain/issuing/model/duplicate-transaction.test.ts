import { describe, expect, it } from 'vitest';
import { isDuplicate, transactionWith } from '../../../../../shared/domain/issuing/model/transaction.ts';
import { RequestNumberReused } from '../../../../../shared/wire/errors.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf } from '../transactions/transaction-replay-fixture.ts';

/** Whether a first content is known again in a second of the same number; throws where that is another. */
function isRepeated(first: Partial<ReceivedTransaction>, second: Partial<ReceivedTransaction>): boolean {
  const content = transaction(CARD.cardId, first);
  const record = transactionWith(undefined, eventOf(content), {
    card: CARD,
    booked: { held: 0n, spent: 0n },
    now: 0,
    recordNo: content.recordNo,
  });
  return isDuplicate(record, eventOf({ ...content, ...second }));
}

describe('of a clearing', () => {
  const clearing = { transCategory: 2, localCurrencyAmt: '40', settleAmount: '39' } as const;

  it('the settled amount is compared, not the local one', () => {
    expect(isRepeated(clearing, { localCurrencyAmt: '41' })).toBe(true);
    expect(isRepeated(clearing, { localCurrencyAmt: '38' })).toBe(true);
    expect(() => isRepeated(clearing, { settleAmount: '38' })).toThrow(RequestNumberReused);
  });

  it('the local amount is compared where there is no settled one', () => {
    const { settleAmount: _, ...plain } = clearing;
    expect(isRepeated(plain, {})).toBe(true);
    expect(isRepeated(plain, { settleAmount: '40' })).toBe(true);
    expect(() => isRepeated(plain, { localCurrencyAmt: '39' })).toThrow(RequestNumberReused);
  });
});

describe('of an authorization', () => {
  it('the local amount is compared, whatever the settled one', () => {
    expect(isRepeated({ settleAmount: '39' }, { settleAmount: '38' })).toBe(true);
    expect(() => isRepeated({ settleAmount: '39' }, { localCurrencyAmt: '41' })).toThrow(RequestNumberReused);
  });
});

describe('of a settled reversal', () => {
  const reversal = {
    transType: '2',
    transCategory: 2,
    localCurrencyAmt: '40',
    settleAmount: '30',
  } as const;

  it('both amounts are compared, as the difference is released', () => {
    expect(isRepeated(reversal, {})).toBe(true);
    expect(() => isRepeated(reversal, { localCurrencyAmt: '41' })).toThrow(RequestNumberReused);
    expect(() => isRepeated(reversal, { localCurrencyAmt: '30' })).toThrow(RequestNumberReused);
    expect(() => isRepeated(reversal, { settleAmount: '31' })).toThrow(RequestNumberReused);
  });

  it('one that returns all is the same with and without its settled amount', () => {
    const whole = { ...reversal, settleAmount: '40' };
    expect(isRepeated(whole, { settleAmount: undefined })).toBe(true);
  });
});

it.each<[string, Partial<ReceivedTransaction>, Partial<ReceivedTransaction>]>([
  ['type', { transType: '1' }, { transType: '7' }],
  ['direction', { transType: '4', fundsDirection: 0 }, { fundsDirection: 1 }],
])('another %s under the number is refused', (_, first, second) => {
  expect(() => isRepeated(first, second)).toThrow(RequestNumberReused);
});
