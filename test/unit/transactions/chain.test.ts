import { describe, expect, it } from 'vitest';
import type { Item } from '../../../shared/store/store.ts';
import { applied, chainFrom, chainKey, newChain, positions } from '../../../shared/transactions/chain.ts';
import { expiryEvent } from '../../../shared/transactions/event.ts';
import { chainDifferences } from '../../../shared/transactions/recompute.ts';
import { recordKey } from '../../../shared/transactions/record.ts';
import { newRecordNo, type Transaction, transaction } from '../../support/transactions.ts';
import { CARD, eventTold, positionsOf, type State, stateAfter } from './books.ts';

const R = newRecordNo();
const authorization = { recordNo: R };
const settlement = { recordNo: R, transCategory: 2 } as const;
const child = (transType: Transaction['transType'], transCategory: 1 | 2, localCurrencyAmt: string) => ({
  originRecordNo: R,
  transType,
  transCategory,
  localCurrencyAmt,
});

const state = (...told: Partial<Transaction>[]): State =>
  stateAfter(told.map((changes) => transaction(CARD.cardId, changes)));

describe('an authorization of 40', () => {
  it.each<[string, Partial<Transaction>[], { hold: bigint; spent: bigint }]>([
    ['holds 40', [], { hold: 4_000n, spent: 0n }],
    ['settled takes 40', [settlement], { hold: 0n, spent: 4_000n }],
    [
      'settled for less releases the rest',
      [{ ...settlement, settleAmount: '25' }],
      { hold: 0n, spent: 2_500n },
    ],
    [
      'settled for more takes the rest as well',
      [{ ...settlement, settleAmount: '60' }],
      { hold: 0n, spent: 6_000n },
    ],
    ['cleared in part keeps the rest held', [child('1', 2, '15')], { hold: 2_500n, spent: 1_500n }],
    [
      'cleared in parts and settled releases the rest',
      [child('1', 2, '15'), child('1', 2, '5'), { ...settlement, settleAmount: '10' }],
      { hold: 0n, spent: 3_000n },
    ],
    [
      'cleared in parts beyond itself',
      [child('1', 2, '30'), child('1', 2, '30')],
      { hold: 0n, spent: 6_000n },
    ],
    ['reversed holds nothing', [child('2', 1, '40')], { hold: 0n, spent: 0n }],
    ['reversed in part holds the rest', [child('2', 1, '15')], { hold: 2_500n, spent: 0n }],
    ['reversed for more than itself holds nothing', [child('2', 1, '99')], { hold: 0n, spent: 0n }],
    [
      'settled is not given back by a reversal',
      [settlement, child('2', 1, '40')],
      { hold: 0n, spent: 4_000n },
    ],
    [
      'settled is given back by a settled reversal',
      [settlement, child('2', 2, '40')],
      { hold: 0n, spent: 0n },
    ],
    ['captured after a reversal', [child('2', 1, '40'), child('5', 2, '40')], { hold: 0n, spent: 4_000n }],
    [
      'refunded once that is settled',
      [settlement, child('3', 1, '10'), child('3', 2, '10')],
      { hold: 0n, spent: 3_000n },
    ],
    ['announced to be refunded before it is settled', [child('3', 1, '10')], { hold: 4_000n, spent: 0n }],
    ['announced to be refunded', [settlement, child('3', 1, '10')], { hold: 0n, spent: 4_000n }],
    ['forced to settle', [child('7', 2, '40')], { hold: 0n, spent: 4_000n }],
    [
      'with a difference to pay',
      [settlement, { ...child('4', 2, '1.5'), fundsDirection: 0 }],
      { hold: 0n, spent: 4_150n },
    ],
    [
      'with a difference to get back',
      [settlement, { ...child('4', 2, '1.5'), fundsDirection: 1 }],
      { hold: 0n, spent: 3_850n },
    ],
    ['with an increment', [child('1', 1, '10')], { hold: 5_000n, spent: 0n }],
    ['whose settlement failed', [{ ...settlement, transStatus: '2' }], { hold: 4_000n, spent: 0n }],
  ])('%s', (_, then, expected) => {
    expect(positionsOf(state(authorization, ...then))).toEqual(expected);
    expect(positionsOf(state(...then.toReversed(), authorization))).toEqual(expected);
  });
});

describe('without an authorization', () => {
  it.each<[string, Partial<Transaction>, { hold: bigint; spent: bigint }]>([
    ['a declined one moves nothing', { transStatus: '2' }, { hold: 0n, spent: 0n }],
    ['a forced settlement takes', { transType: '7', transCategory: 2 }, { hold: 0n, spent: 4_000n }],
    ['an unlinked refund gives', { transType: '3', transCategory: 2 }, { hold: 0n, spent: -4_000n }],
    ['a refund that is not settled gives nothing', { transType: '3' }, { hold: 0n, spent: 0n }],
  ])('%s', (_, told, expected) => {
    expect(positionsOf(state(told))).toEqual(expected);
  });
});

describe('an expired authorization', () => {
  const open = [...state(authorization, child('1', 2, '15')).chains.values()][0];
  if (!open) throw new Error('no chain');
  const at = { now: 0, utcOffset: '+08:00' };
  const expired = applied(open, expiryEvent(open, positions(open).hold, '1', at));
  const then = (changes: Partial<Transaction>) =>
    positions(applied(expired, eventTold(transaction(CARD.cardId, changes))));

  it('holds nothing, and keeps what was cleared', () => {
    expect(positions(expired)).toEqual({ hold: 0n, spent: 1_500n });
  });

  it('is cleared all the same, and never holds again', () => {
    expect(then(settlement)).toEqual({ hold: 0n, spent: 5_500n });
    expect(then(child('1', 1, '10'))).toEqual({ hold: 0n, spent: 1_500n });
    expect(then(child('2', 1, '40'))).toEqual({ hold: 0n, spent: 1_500n });
  });
});

describe('recomputing the chains from the records', () => {
  const told = state(authorization, child('1', 2, '15'), child('2', 1, '5'), {
    transType: '3',
    transCategory: 2,
  });
  const records: Item[] = [...told.records.values()].map((record) => ({ ...recordKey(record), ...record }));
  const chains: Item[] = [...told.chains.values()].map((chain) => ({ ...chainKey(chain), ...chain }));
  const pk = `chain/embedded/${CARD.cardId}/${R}`;

  it('finds no difference in what was booked', () => {
    expect(chainDifferences([...records, ...chains, { pk: 'network/1/2' }])).toEqual([]);
  });

  it('tells a sum that is not that of the records', () => {
    const wrong = chains.map((chain) => (chain['pk'] === pk ? { ...chain, cleared: 1_400n } : chain));
    expect(chainDifferences([...records, ...wrong])).toEqual([`${pk}: cleared 1400, by its records 1500`]);
  });

  it('tells every sum that is wrong', () => {
    const wrong = chains.map((chain) =>
      chain['pk'] === pk ? { ...chain, cleared: 1_400n, authorized: 0n } : chain,
    );
    const [difference] = chainDifferences([...records, ...wrong]);
    expect(difference?.split(', ')).toEqual([
      `${pk}: authorized 0`,
      'by its records 4000',
      'cleared 1400',
      'by its records 1500',
    ]);
  });

  it('tells a chain without records and records without their chain', () => {
    const [, ...others] = chains;
    expect(chainDifferences([...records, ...others])).toEqual([`${pk}: has records but is not there`]);
    const alone: Item = { ...chainKey({ issuer: 'embedded', cardId: '1', root: '2' }), ...chains[0] };
    const stray = { ...alone, pk: 'chain/embedded/1/2' };
    expect(chainDifferences([stray])).toEqual(['chain/embedded/1/2: has no records']);
  });
});

it('a chain is read as it was kept, whatever its table adds', () => {
  const chain = newChain(eventTold(transaction(CARD.cardId, authorization)), CARD);
  expect(chainFrom({ ...chainKey(chain), ...chain, dueShard: '1', dueAt: 5 })).toEqual(chain);
});
