import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertWithinLimits,
  type BinRange,
  type CurrencyRule,
  chooseRange,
  rangeAtIssuer,
  rechargeFee,
  ruleFor,
} from '../../../../../shared/domain/issuing/model/bin-range.ts';
import { FeeRuleMissing, ParameterInvalid, ProductNotEnabled } from '../../../../../shared/wire/errors.ts';

const rule = (currency: string): CurrencyRule => ({
  currency,
  openFee: 100n,
  rechargeFeeRate: 10_000,
  minAmount: 1_000n,
  maxAmount: 500_050n,
});

const range = (binRangeId: string, currencies: string[], changes: Partial<BinRange> = {}): BinRange => ({
  binRangeId,
  cardBin: '49990010',
  cardBrand: 'VISA',
  cardType: 1,
  cardForm: 1,
  needCardholder: false,
  requiredFields: [],
  enabled: true,
  validityMonths: 36,
  issuer: 'embedded',
  rules: currencies.map(rule),
  ...changes,
});

const RANGES = [
  range('OFF', ['USD', 'EUR'], { enabled: false }),
  range('PHYS', ['USD', 'EUR'], { cardForm: 2 }),
  range('SHARED', ['USD', 'EUR'], { cardType: 2 }),
  range('A', ['USD']),
  range('B', ['USD', 'EUR']),
];

describe('the range for a card', () => {
  it.each([
    ['the named one', 'B', 'USD', 'B'],
    ['the named one, even without a rule for the currency', 'A', 'EUR', 'A'],
    ['the first open one with a rule for the currency', undefined, 'USD', 'A'],
    ['a later one that has a rule for the currency', undefined, 'EUR', 'B'],
    ['the first open one when none has a rule', undefined, 'GBP', 'A'],
  ])('is %s', (_, binRangeId, currency, chosen) => {
    expect(chooseRange(RANGES, { binRangeId, cardType: 1, currency }).binRangeId).toBe(chosen);
  });

  it.each([
    ['the merchant does not have', 'X'],
    ['is disabled', 'OFF'],
    ['has physical cards', 'PHYS'],
    ['has shared cards', 'SHARED'],
  ])('is never one that %s', (_, binRangeId) => {
    expect(() => chooseRange(RANGES, { binRangeId, cardType: 1, currency: 'USD' })).toThrow(
      ProductNotEnabled,
    );
  });

  it.each([
    ['the first of that BIN with a rule for the currency', '49990010', 'EUR', 'B'],
    ['the first of that BIN when none has a rule', '49990010', 'GBP', 'A'],
    ['the range with that id, even if it is the BIN of others', '559900', 'EUR', '559900'],
  ])('by a BIN is %s', (_, binRangeId, currency, chosen) => {
    const ranges = [
      range('C', ['EUR'], { cardBin: '559900' }),
      range('559900', ['EUR'], { cardBin: '4' }),
      ...RANGES,
    ];
    expect(chooseRange(ranges, { binRangeId, cardType: 1, currency }).binRangeId).toBe(chosen);
  });

  it('by a BIN is never one of another kind', () => {
    const wanted = { binRangeId: '49990010', cardType: 1, currency: 'USD' } as const;
    expect(() => chooseRange(RANGES.slice(0, 3), wanted)).toThrow(ProductNotEnabled);
    expect(chooseRange(RANGES, { ...wanted, cardForm: 2 }).binRangeId).toBe('PHYS');
  });

  it('does not exist when the merchant has no open one', () => {
    expect(() => chooseRange(RANGES.slice(0, 3), { cardType: 1, currency: 'USD' })).toThrow(
      ProductNotEnabled,
    );
    expect(() => chooseRange([], { cardType: 2, currency: 'USD' })).toThrow(ProductNotEnabled);
    expect(chooseRange(RANGES, { cardType: 2, currency: 'USD' }).binRangeId).toBe('SHARED');
  });
});

describe('the range for a card of a group', () => {
  const ranges = [
    range('OWN', ['USD'], { cardType: 2 }),
    range('PARTNER', ['USD'], { cardType: 2, issuer: 'partner' }),
  ];
  const chosen = (binRangeId: string | undefined, issuer: string) => () =>
    chooseRange(ranges, { binRangeId, cardType: 2, currency: 'USD', issuer }).binRangeId;

  it('is one of its issuer, named or not', () => {
    expect(chosen(undefined, 'partner')()).toBe('PARTNER');
    expect([chosen('OWN', 'embedded')(), chosen('PARTNER', 'partner')()]).toEqual(['OWN', 'PARTNER']);
  });

  it('is never one of another issuer', () => {
    for (const [id, issuer] of [
      ['OWN', 'partner'],
      ['PARTNER', 'embedded'],
      [undefined, 'other'],
    ] as const)
      expect(chosen(id, issuer)).toThrow(ProductNotEnabled);
  });
});

it('an order stores the range’s id at an external issuer', () => {
  expect(rangeAtIssuer(range('A', []))).toEqual({});
  expect(rangeAtIssuer(range('A', [], { issuerRangeId: 'B' }))).toEqual({});
  expect(rangeAtIssuer(range('A', [], { issuer: 'partner' }))).toEqual({ issuerRangeId: 'A' });
  expect(rangeAtIssuer(range('A', [], { issuer: 'partner', issuerRangeId: 'B' }))).toEqual({
    issuerRangeId: 'B',
  });
});

describe('a recharge fee', () => {
  const least = { ...rule('USD'), minRechargeFee: 25n };

  it.each([
    [1n, 25n],
    [2_500n, 25n],
    [2_501n, 26n],
  ])('of %s is its share, and at least the minimum: %s', (amount, fee) => {
    expect(rechargeFee(amount, least)).toBe(fee);
  });

  it.each([
    [1n, 1n],
    [2_500n, 25n],
  ])('of %s is its share where there is no minimum: %s', (amount, fee) => {
    expect(rechargeFee(amount, rule('USD'))).toBe(fee);
  });

  it('is the minimum where its rate is zero', () => {
    expect(rechargeFee(1_000n, { ...least, rechargeFeeRate: 0 })).toBe(25n);
  });

  it('is never lower for an amount in parts than for the whole', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 9n });
    const fees = fc.record({
      rechargeFeeRate: fc.integer({ min: 0, max: 1_000_000 }),
      minRechargeFee: fc.bigInt({ min: 0n, max: 10_000n }),
    });
    fc.assert(
      fc.property(amount, amount, fees, (one, other, changes) => {
        const fee = (of: bigint) => rechargeFee(of, { ...rule('USD'), ...changes });
        expect(fee(one) + fee(other) >= fee(one + other)).toBe(true);
      }),
    );
  });
});

it('the rule of a range depends on the currency', () => {
  const chosen = range('B', ['USD', 'EUR']);
  expect(ruleFor(chosen, 'EUR')).toBe(chosen.rules[1]);
  expect(() => ruleFor(chosen, 'JPY')).toThrow(FeeRuleMissing);
  expect(() => ruleFor(chosen, 'JPY')).toThrow('fee rules missing for JPY');
});

describe('limits', () => {
  it.each([1_000n, 1_001n, 500_050n])('accept %s, bounds included', (amount) => {
    expect(() => assertWithinLimits(amount, rule('USD'), 'authLimitAmount')).not.toThrow();
  });

  it.each([0n, 999n, 500_051n])('refuse %s with the bounds in major units', (amount) => {
    const refused = () => assertWithinLimits(amount, rule('USD'), 'authLimitAmount');
    expect(refused).toThrow(ParameterInvalid);
    expect(refused).toThrow('authLimitAmount: must be from 10 to 5000.5 USD');
  });
});
