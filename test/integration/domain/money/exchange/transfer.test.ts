import { beforeAll, describe, expect, it } from 'vitest';
import { inquireBalances } from '../../../../../shared/domain/money/accounts/balance-inquiry.ts';
import { transferCoins } from '../../../../../shared/domain/money/exchange/transfer.ts';
import {
  AccountBalanceInsufficient,
  FeeRuleMissing,
  ParameterInvalid,
  ProductNotEnabled,
  RateStale,
  RequestNumberReused,
} from '../../../../../shared/wire/errors.ts';
import { type ExchangeFixture, openExchangeFixture } from './exchange-fixture.ts';

let fixture: ExchangeFixture;
beforeAll(async () => {
  fixture = await openExchangeFixture();
});

describe('Dpt Transfer Card Account', () => {
  it('converts coins less the fee at the rate, rounding the fee up and the result down', async () => {
    let answer: object = {};
    const moved = await fixture.changes(async () => {
      answer = await fixture.transfer({ amount: '10.000001' });
    });
    // 0.5 % of the coins is 0.050000005; the rest is worth 9.94005 USD.
    expect(answer).toEqual({
      orderId: expect.stringMatching(/^\d{16}$/),
      userReqNo: expect.any(String),
      currency: 'USDT',
      amount: 10.000001,
      fee: 0.050001,
      exchangeRate: 0.999,
      targetCurrency: 'USD',
      targetAmount: 9.94,
      status: 1,
      createAt: '2026-03-01 10:00:00',
    });
    expect(moved).toEqual({
      'dpt USDT': -10_000_001n,
      'fx USDT': 9_950_000n,
      'fees USDT': 50_001n,
      'fx USD': -994n,
      'card USD': 994n,
    });
  });

  it('opens the card account of a new currency', async () => {
    expect(await fixture.transfer({ targetCurrency: 'EUR' })).toMatchObject({ targetAmount: 9.14 });
    const { list } = await inquireBalances({ accountType: 1 }, fixture.own);
    expect(list.map(({ currency }) => currency)).toEqual(['EUR', 'USD']);
    const coins = await inquireBalances({ accountType: 2 }, fixture.own);
    expect(coins.list).toEqual([
      {
        accountType: 2,
        currency: 'USDT',
        currentBalance: 979.999999,
        availableBalance: 979.999999,
        frozenBalance: 0,
      },
    ]);
  });

  it('is made once for concurrent repeats, and refused with other content', async () => {
    const request = fixture.transferRequest();
    const many = () => Promise.all(Array.from({ length: 6 }, () => transferCoins(request, fixture.own)));
    expect(await fixture.changes(many)).toMatchObject({ 'dpt USDT': -10_000_000n, 'card USD': 994n });
    const other = { ...request, amount: '11' };
    await expect(transferCoins(other, fixture.own)).rejects.toThrow(RequestNumberReused);
  });

  it('never overdraws the account, even under concurrency', async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 3 }, () => fixture.transfer({ amount: '600' })),
    );
    const refused = made.filter((one) => one.status === 'rejected').map(({ reason }) => reason);
    expect(refused).toHaveLength(2);
    expect(refused.every((reason) => reason instanceof AccountBalanceInsufficient)).toBe(true);
    await expect(fixture.transfer({}, fixture.otherCall)).rejects.toThrow(AccountBalanceInsufficient);
  });

  it('is refused where the result is zero, and for more decimals than the coin has', async () => {
    for (const amount of ['0.009', '0.0000001']) {
      const error = await fixture.transfer({ amount }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ParameterInvalid);
      expect(error).toMatchObject({ field: 'amount' });
    }
  });

  it('needs fee rules and a rate that is not too old', async () => {
    const { fees: _, ...merchant } = fixture.own.merchant;
    await expect(fixture.transfer({}, { ...fixture.own, merchant })).rejects.toThrow(FeeRuleMissing);
    await expect(fixture.transfer({ targetCurrency: 'GBP' })).rejects.toThrow(ProductNotEnabled);
    const { now, rateMaxAgeMs } = fixture.deps;
    await fixture.setRate('USDT', 'GBP', '0.79', now() - rateMaxAgeMs - 1);
    await expect(fixture.transfer({ targetCurrency: 'GBP' })).rejects.toThrow(RateStale);
  });

  it('leaves clean books', async () => {
    for (const { name, differences } of await fixture.audit()) expect(differences, name).toEqual([]);
  });
});
