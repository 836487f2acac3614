import { describe, expect, it } from 'vitest';
import {
  type AuthorizeRequest,
  crossBorderType,
  localAmount,
  requestedAmount,
} from '../../../../../../shared/domain/issuing/transactions/authorize/request.ts';
import { ParameterInvalid } from '../../../../../../shared/wire/errors.ts';

const request = (changes: Partial<AuthorizeRequest>): AuthorizeRequest => ({
  networkId: 'N1',
  cardNo: '4999001000000000',
  expiry: '2029-03',
  transCurrency: 'USD',
  transCurrencyAmt: '12.5',
  merchantName: 'Coffee',
  ...changes,
});

describe('the local amount of a request', () => {
  it.each<[string, Partial<AuthorizeRequest>, string, bigint]>([
    ['is its amount in the card’s own currency', {}, 'USD', 1_250n],
    ['may be given twice', { localCurrencyAmt: '12.5' }, 'USD', 1_250n],
    ['is the network’s conversion of another currency', { localCurrencyAmt: '1900' }, 'JPY', 1_900n],
    ['is zero in any currency for zero', { transCurrencyAmt: '0' }, 'JPY', 0n],
  ])('%s', (_, changes, currency, amount) => {
    expect(localAmount(request(changes), currency)).toBe(amount);
  });

  const contradicts = 'contradicts transCurrencyAmt';
  const required = 'is required where transCurrency is not that of the card';
  it.each<[string, Partial<AuthorizeRequest>, string, string]>([
    ['is required in another currency', {}, 'EUR', required],
    [
      'must not contradict the amount in the card’s currency',
      { localCurrencyAmt: '12.51' },
      'USD',
      contradicts,
    ],
    [
      'must not be positive where zero is requested',
      { transCurrencyAmt: '0', localCurrencyAmt: '1' },
      'EUR',
      contradicts,
    ],
    ['has no more decimals than its currency', { localCurrencyAmt: '1900.5' }, 'JPY', 'JPY has 0 decimals'],
  ])('%s', (_, changes, currency, problem) => {
    const refusal = new ParameterInvalid('localCurrencyAmt', problem);
    expect(() => localAmount(request(changes), currency)).toThrow(refusal);
  });

  it('has no more decimals than the currency of the card acceptor', () => {
    expect(requestedAmount(request({ transCurrency: 'KWD', transCurrencyAmt: '1.234' }))).toBe(1_234n);
    expect(() => requestedAmount(request({ transCurrency: 'JPY' }))).toThrow(/^transCurrencyAmt: JPY has 0/);
  });
});

describe('a purchase', () => {
  it.each([
    ['USA', 'USD', '0'],
    ['CHN', 'CNY', '0'],
    ['CHE', 'CHF', '0'],
    ['GBR', 'GBP', '0'],
    ['DEU', 'EUR', '0'],
    ['BGR', 'EUR', '0'],
    ['POL', 'EUR', '1'],
    ['DEU', 'USD', '1'],
    ['USA', 'JPY', '1'],
  ])('in %s with a card in %s is %s', (country, currency, type) => {
    expect(crossBorderType(country, currency)).toBe(type);
  });
});
