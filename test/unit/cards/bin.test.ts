import { describe, expect, it } from 'vitest';
import {
  assertWithinLimits,
  type BinRange,
  type CurrencyRule,
  chooseRange,
  ruleFor,
} from '../../../shared/cards/bin.ts';
import { FeeRuleMissing, ParameterInvalid, ProductNotEnabled } from '../../../shared/contract/errors.ts';

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
    ['is not the merchant’s', 'X'],
    ['is shut', 'OFF'],
    ['is of physical cards', 'PHYS'],
    ['is of shared cards', 'SHARED'],
  ])('is not one that %s', (_, binRangeId) => {
    expect(() => chooseRange(RANGES, { binRangeId, cardType: 1, currency: 'USD' })).toThrow(
      ProductNotEnabled,
    );
  });

  it.each([
    ['the first of that BIN with a rule for the currency', '49990010', 'EUR', 'B'],
    ['the first of that BIN when none has a rule', '49990010', 'GBP', 'A'],
    ['the range of that id, though it is the BIN of others', '559900', 'EUR', '559900'],
  ])('by a BIN is %s', (_, binRangeId, currency, chosen) => {
    const ranges = [
      range('C', ['EUR'], { cardBin: '559900' }),
      range('559900', ['EUR'], { cardBin: '4' }),
      ...RANGES,
    ];
    expect(chooseRange(ranges, { binRangeId, cardType: 1, currency }).binRangeId).toBe(chosen);
  });

  it('by a BIN is none of another kind', () => {
    const wanted = { binRangeId: '49990010', cardType: 1, currency: 'USD' } as const;
    expect(() => chooseRange(RANGES.slice(0, 3), wanted)).toThrow(ProductNotEnabled);
    expect(chooseRange(RANGES, { ...wanted, cardForm: 2 }).binRangeId).toBe('PHYS');
  });

  it('is none when the merchant has no open one', () => {
    expect(() => chooseRange(RANGES.slice(0, 3), { cardType: 1, currency: 'USD' })).toThrow(
      ProductNotEnabled,
    );
    expect(() => chooseRange([], { cardType: 2, currency: 'USD' })).toThrow(ProductNotEnabled);
    expect(chooseRange(RANGES, { cardType: 2, currency: 'USD' }).binRangeId).toBe('SHARED');
  });
});

it('a rule is that of the currency', () => {
  const chosen = range('B', ['USD', 'EUR']);
  expect(ruleFor(chosen, 'EUR')).toBe(chosen.rules[1]);
  expect(() => ruleFor(chosen, 'JPY')).toThrow(FeeRuleMissing);
  expect(() => ruleFor(chosen, 'JPY')).toThrow('fee rules missing for JPY');
});

describe('limits', () => {
  it.each([1_000n, 1_001n, 500_050n])('allow %s, bounds included', (amount) => {
    expect(() => assertWithinLimits(amount, rule('USD'), 'authLimitAmount')).not.toThrow();
  });

  it.each([0n, 999n, 500_051n])('refuse %s and say what they are in major units', (amount) => {
    const refused = () => assertWithinLimits(amount, rule('USD'), 'authLimitAmount');
    expect(refused).toThrow(ParameterInvalid);
    expect(refused).toThrow('authLimitAmount: must be from 10 to 5000.5 USD');
  });
});
