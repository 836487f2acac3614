import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import { newAuthorization } from '../../../../../shared/domain/issuing/model/authorization.ts';
import type { AuthorizationSums } from '../../../../../shared/domain/issuing/model/authorization-sums.ts';
import {
  alarmOnExcessReturns,
  excessReturnOf,
} from '../../../../../shared/domain/issuing/transactions/excess-returns.ts';
import { transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf, SOURCE } from './transaction-replay-fixture.ts';

const authorization = (sums: Partial<AuthorizationSums>) => ({
  ...newAuthorization({ source: SOURCE, root: '5', cardId: CARD.cardId, currency: 'USD' }),
  ...sums,
});

function alarmsOf(sums: Partial<AuthorizationSums>, originRecordNo?: string): unknown[] {
  const alarms: unknown[] = [];
  const deps = { alarm: (what: string, about: object) => alarms.push([what, about]) };
  const refund = transaction(CARD.cardId, { transType: '3', transCategory: 2, originRecordNo });
  alarmOnExcessReturns(deps as unknown as Dependencies, authorization(sums), eventOf(refund));
  return alarms;
}

describe('a return beyond what was cleared', () => {
  const alarm = [
    ['refunds exceed the cleared amount', { cardId: CARD.cardId, authorization: '5', returned: '100' }],
  ];

  it.each<[string, Partial<AuthorizationSums>, string | undefined]>([
    ['of an authorized purchase', { authorized: 4_000n, reversed: 4_000n, returned: 100n }, undefined],
    ['of a purchase that was only cleared', { cleared: 4_000n, returned: 4_100n }, undefined],
    ['of a purchase that the event names', { returned: 100n }, '5'],
  ])('%s raises an alarm', (_, sums, originRecordNo) => {
    expect(alarmsOf(sums, originRecordNo)).toEqual(alarm);
  });

  it.each<[string, Partial<AuthorizationSums>]>([
    ['without a purchase', { returned: 100n }],
    ['while a hold is open', { authorized: 4_000n, returned: 100n }],
    ['up to the cleared amount', { cleared: 4_000n, returned: 4_000n }],
  ])('%s raises no alarm', (_, sums) => {
    expect(alarmsOf(sums)).toEqual([]);
  });
});

it('an event without an authorization raises no alarm', () => {
  const event = eventOf(transaction(CARD.cardId, { transType: '3', transCategory: 2 }));
  expect(() => alarmOnExcessReturns({} as Dependencies, undefined, event)).not.toThrow();
});

describe('the excess return of an event', () => {
  it('is all of it when it names no purchase', () => {
    expect(excessReturnOf([], authorization({ returned: 100n }))).toBe(100n);
  });

  it('is its addition to the excess of the authorizations that it merges', () => {
    const before = [authorization({ returned: 100n }), authorization({ returned: 70n })];
    expect(excessReturnOf(before, authorization({ returned: 200n }))).toBe(30n);
  });

  it('is what exceeds the money cleared before', () => {
    const before = authorization({ cleared: 100n, returned: 70n });
    expect(excessReturnOf([before], authorization({ cleared: 100n, returned: 120n }))).toBe(20n);
  });

  it('is zero where money was cleared, or was returned before', () => {
    expect(excessReturnOf([authorization({ returned: 100n })], authorization({ returned: 70n }))).toBe(0n);
    expect(excessReturnOf([], authorization({ cleared: 100n, returned: 70n }))).toBe(0n);
  });
});
