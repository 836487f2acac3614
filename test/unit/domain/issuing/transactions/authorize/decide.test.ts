import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newAuthorization } from '../../../../../../shared/domain/issuing/model/authorization.ts';
import type { CardStatus } from '../../../../../../shared/domain/issuing/model/card.ts';
import {
  CVV2_LOCKOUT_MS,
  MAX_WRONG_CVV2,
} from '../../../../../../shared/domain/issuing/transactions/authorize/cvv2.ts';
import { decide, type Facts } from '../../../../../../shared/domain/issuing/transactions/authorize/decide.ts';
import { facts, NOW } from './facts-fixture.ts';

/** An authorization of 40 USD. */
const AUTHORIZATION = {
  ...newAuthorization({ source: '90000001', root: '1', cardId: facts().card.cardId, currency: 'USD' }),
  authorized: 4_000n,
  uses: 1n,
};

const respCode = (changes: Parameters<typeof facts>[0]) => decide(facts(changes)).respCode;

describe('a purchase is approved', () => {
  it.each<[string, Parameters<typeof facts>[0]]>([
    ['when every rule holds', {}],
    ['without a CVV2 when none is presented', { presented: { expiry: '2029-03' } }],
    ['of the whole balance', { amount: 10_000n }],
    ['of the maximum per purchase', { amount: 50_000n, available: 50_000n }],
    ['of the rest of the card’s limit', { card: { limit: 5_000n, usedAmount: 3_000n } }],
    ['on the card’s first day', { card: { startDate: '2026-03-01' } }],
    ['on its last day', { card: { endDate: '2026-03-01' } }],
    ['in the month of its expiry', { today: '2029-03-31', card: { endDate: '2029-12-31' } }],
    [
      'in another currency, where the card allows that',
      { transCurrency: 'EUR', card: { currencyCheck: false } },
    ],
    ['once with a single-use card', { card: { multiUse: false } }],
    ['of zero, with an empty card', { amount: 0n, available: -1n }],
    ['of zero, with a card whose limit is used up', { amount: 0n, card: { limit: 1n, usedAmount: 2n } }],
  ])('%s', (_, changes) => {
    expect(decide(facts(changes))).toMatchObject({ approved: true, respCode: '000000' });
  });
});

/** Every reason for a decline, in the order in which they are checked. */
const DECLINES: readonly [string, Parameters<typeof facts>[0]][] = [
  ['200004', { presented: { expiry: '2029-04', cvv2: '123' } }],
  ['400011', { card: { cvv2Failures: MAX_WRONG_CVV2, cvv2FailedAt: NOW } }],
  ['200003', { presented: { expiry: '2029-03', cvv2: '124' } }],
  ['100001', { merchantEnabled: false }],
  ['200008', { card: { status: 'frozen' } }],
  ['200006', { card: { multiUse: false, uses: 1 } }],
  ['200005', { transCurrency: 'EUR' }],
  ['200009', { amount: 50_001n, available: 60_000n }],
  ['200007', { card: { limit: 2_999n, usedAmount: 1_000n } }],
  ['200002', { available: 1_999n }],
];

describe('a purchase is declined', () => {
  it.each(DECLINES)('with %s', (code, changes) => {
    expect(decide(facts(changes))).toMatchObject({ approved: false, respCode: code });
  });

  it('with 200004 after the expiry, even if it is presented correctly', () => {
    expect(respCode({ today: '2029-04-01', card: { endDate: '2029-12-31' } })).toBe('200004');
  });

  it.each<CardStatus>(['closed', 'frozen', 'awaiting-activation', 'closing'])(
    'with 200008 when the card is %s',
    (status) => expect(respCode({ card: { status } })).toBe('200008'),
  );

  it.each<Parameters<typeof facts>[0]>([
    { groupEnabled: false },
    { card: { startDate: '2026-03-02' } },
    { card: { endDate: '2026-02-28' } },
  ])('with 200008 when its group is frozen, or before its start or after its end', (changes) => {
    expect(respCode(changes)).toBe('200008');
  });

  const pairs = DECLINES.flatMap((first, index) =>
    DECLINES.slice(index + 1).map((second) => [first[0], second[0], first[1], second[1]] as const),
  );

  it.each(pairs)('with %s rather than %s', (code, _, first, second) => {
    const both = {
      ...second,
      ...first,
      ...((first?.card || second?.card) && { card: { ...second?.card, ...first?.card } }),
      presented: {
        ...facts().presented,
        ...second?.presented,
        ...(first?.presented?.expiry === '2029-04' && { expiry: '2029-04' }),
        ...(first?.presented?.cvv2 === '124' && { cvv2: '124' }),
      },
      ...(code === '200009' && { available: 1n }),
    };
    expect(respCode(both)).toBe(code);
  });
});

describe('the operator sees the failed check', () => {
  it.each<[string, Parameters<typeof facts>[0]]>([
    ['wrong expiry', { presented: { expiry: '2029-04', cvv2: '123' } }],
    ['expired', { today: '2029-04-01' }],
    ['wrong CVV2 too often', { card: { cvv2Failures: MAX_WRONG_CVV2, cvv2FailedAt: NOW } }],
    ['wrong CVV2', { presented: { expiry: '2029-03', cvv2: '124' } }],
    ['merchant disabled', { merchantEnabled: false }],
    ['card closed', { card: { status: 'closed' } }],
    ['card closing', { card: { status: 'closing' } }],
    ['card frozen', { card: { status: 'frozen' } }],
    ['card awaits activation', { card: { status: 'awaiting-activation' } }],
    ['group frozen', { groupEnabled: false }],
    ['card not active yet', { card: { startDate: '2026-03-02' } }],
    ['after end date', { card: { endDate: '2026-02-28' } }],
    ['single-use card already used', { card: { multiUse: false, uses: 1 } }],
    ['increment of another card', { increment: { isOtherCards: true } }],
    [
      'increment of a closed authorization',
      { increment: { isOtherCards: false, authorization: { ...AUTHORIZATION, settled: true } } },
    ],
    ['currency check', { transCurrency: 'EUR' }],
    ['maximum per purchase', { amount: 50_001n, available: 60_000n }],
    ['card limit', { card: { limit: 2_999n, usedAmount: 1_000n } }],
    ['funds', { available: 1_999n }],
  ])('%s', (check, changes) => {
    expect(decide(facts(changes)).failedCheck).toBe(check);
  });

  it('and none for an approval', () => {
    expect(decide(facts())).toStrictEqual({ respCode: '000000', approved: true, cvv2: 'match' });
  });
});

describe('an increment', () => {
  const one = (added: Partial<typeof AUTHORIZATION>, card: object = {}) =>
    respCode({ card, increment: { isOtherCards: false, authorization: { ...AUTHORIZATION, ...added } } });

  it('is approved as long as its addition is held', () => {
    expect(respCode({ increment: { isOtherCards: false } })).toBe('000000');
    expect(one({})).toBe('000000');
    expect(one({ cleared: 4_000n })).toBe('000000');
    expect(one({ cleared: 4_001n })).toBe('400005');
    expect(one({ settled: true })).toBe('400005');
    expect(one({ expired: true })).toBe('400005');
    expect(respCode({ increment: { isOtherCards: true } })).toBe('400003');
  });

  it('of the purchase that used a single-use card is no second use', () => {
    const card = { multiUse: false, uses: 1 };
    expect(one({}, card)).toBe('000000');
    expect(one({ uses: 0n }, card)).toBe('200006');
    expect(respCode({ card, increment: { isOtherCards: false } })).toBe('200006');
  });
});

describe('the CVV2', () => {
  const cvv2 = (changes: Parameters<typeof facts>[0]) => decide(facts(changes)).cvv2;
  const wrong = { expiry: '2029-03', cvv2: '999' };

  it('is right or wrong when it is compared', () => {
    expect(cvv2({})).toBe('match');
    expect(cvv2({ available: 0n })).toBe('match');
    expect(cvv2({ presented: wrong })).toBe('mismatch');
  });

  it('is not compared when there is none, when the expiry decides first or during a lockout', () => {
    expect(cvv2({ presented: { expiry: '2029-03' } })).toBeUndefined();
    expect(cvv2({ presented: { ...wrong, expiry: '2029-04' } })).toBeUndefined();
    expect(cvv2({ card: { cvv2Failures: MAX_WRONG_CVV2, cvv2FailedAt: NOW } })).toBeUndefined();
  });

  it('is refused, right or wrong, from the fifth wrong one until a day has passed', () => {
    const at = (cvv2Failures: number, agoMs: number) => ({ cvv2Failures, cvv2FailedAt: NOW - agoMs });
    expect(respCode({ card: at(MAX_WRONG_CVV2 - 1, 0) })).toBe('000000');
    expect(respCode({ card: at(MAX_WRONG_CVV2, 0) })).toBe('400011');
    expect(respCode({ card: at(MAX_WRONG_CVV2, 0), presented: wrong })).toBe('400011');
    expect(respCode({ card: at(MAX_WRONG_CVV2 + 7, CVV2_LOCKOUT_MS - 1) })).toBe('400011');
    expect(respCode({ card: at(MAX_WRONG_CVV2, CVV2_LOCKOUT_MS) })).toBe('000000');
    expect(respCode({ card: at(MAX_WRONG_CVV2, CVV2_LOCKOUT_MS), presented: wrong })).toBe('200003');
  });

  it('may be absent during a lockout', () => {
    const shut = { cvv2Failures: MAX_WRONG_CVV2, cvv2FailedAt: NOW };
    expect(respCode({ card: shut, presented: { expiry: '2029-03' } })).toBe('000000');
  });
});

/** Arbitrary facts of a card and a purchase, close to the limits of the rules. */
const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    merchantEnabled: fc.boolean(),
    groupEnabled: fc.boolean(),
    available: fc.bigInt(-3n, 12n),
    amount: fc.bigInt(0n, 12n),
    transCurrency: fc.constantFrom('USD', 'EUR'),
    today: fc.constantFrom(
      '2026-02-28',
      '2026-03-01',
      '2027-03-01',
      '2027-03-02',
      '2029-03-31',
      '2029-04-01',
    ),
    presented: fc.record({
      expiry: fc.constantFrom('2029-03', '2029-04'),
      cvv2: fc.constantFrom('123', '124', undefined),
    }),
    card: fc.record({
      status: fc.constantFrom<CardStatus>('active', 'active', 'frozen', 'closing'),
      multiUse: fc.boolean(),
      uses: fc.constantFrom(1, 0, undefined),
      currencyCheck: fc.boolean(),
      endDate: fc.constantFrom('2027-03-01', '2030-01-01'),
      maxAmount: fc.bigInt(0n, 12n),
      usedAmount: fc.bigInt(0n, 6n),
      limit: fc.option(fc.bigInt(1n, 12n), { nil: undefined }),
      cvv2Failures: fc.constantFrom(undefined, 4, 5, 6),
      cvv2FailedAt: fc.constantFrom(NOW, NOW - CVV2_LOCKOUT_MS),
    }),
  })
  .map((changes) => facts(changes as Parameters<typeof facts>[0]));

/** Returns the rules that the facts violate, in the order of the contract's appendix: a second implementation. */
function broken(all: Facts): string[] {
  const { card, presented, secrets, amount } = all;
  const presentedCvv2 = presented.cvv2 !== undefined;
  const isShut = (card.cvv2Failures ?? 0) >= 5 && all.now - (card.cvv2FailedAt ?? 0) < 86_400_000;
  const left = card.limit === undefined ? amount : card.limit - card.usedAmount;
  const rules: [string, boolean][] = [
    ['200004', presented.expiry !== secrets.expiry || all.today >= '2029-04'],
    ['400011', presentedCvv2 && isShut],
    ['200003', presentedCvv2 && presented.cvv2 !== secrets.cvv2],
    ['100001', !all.merchantEnabled],
    ['200008', card.status !== 'active' || !all.groupEnabled],
    ['200008', all.today < card.startDate || all.today > card.endDate],
    ['200006', !card.multiUse && !!card.uses],
    ['200005', card.currencyCheck && all.transCurrency !== 'USD'],
    ['200009', amount > card.maxAmount],
    ['200007', amount > 0n && amount > left],
    ['200002', amount > 0n && amount > all.available],
  ];
  return rules.filter(([, isBroken]) => isBroken).map(([code]) => code);
}

it('a purchase is approved only when every rule holds, and declined by the first rule that does not', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyFacts, (all) => {
      const { respCode: code, approved } = decide(all);
      seen.add(code);
      expect(code).toBe(broken(all)[0] ?? '000000');
      expect(approved).toBe(broken(all).length === 0);
    }),
    { numRuns: 5_000, seed: 7 },
  );
  expect(seen).toEqual(new Set(['000000', ...DECLINES.map(([code]) => code)]));
});
