import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { exchange } from '../../../../../shared/domain/money/exchange/exchange.ts';
import { merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../shared/domain/money/ledger/balance.ts';
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

const available = async (currency: string) => {
  const account = merchantCardAccount(fixture.own.merchant.userNo, currency);
  return (await readBalance(fixture.deps.store, account)).available;
};

describe('Card account exchange', () => {
  it('sells an exact amount, its fee on top', async () => {
    let answer: object = {};
    const moved = await fixture.changes(async () => {
      answer = await fixture.exchange({ sellAmount: '33.33' });
    });
    // 33.33 at 0.92 is 30.6636, 0.3 % of 33.33 is 0.09999.
    expect(answer).toEqual({
      orderId: expect.stringMatching(/^\d{16}$/),
      userReqNo: expect.any(String),
      sellCurrency: 'USD',
      sellAmount: 33.33,
      buyCurrency: 'EUR',
      buyAmount: 30.66,
      exchangeRate: 0.92,
      fee: 0.1,
      status: 1,
      createAt: '2026-03-01 10:00:00',
    });
    expect(moved).toEqual({
      'card USD': -3_343n,
      'fx USD': 3_333n,
      'fees USD': 10n,
      'fx EUR': -3_066n,
      'card EUR': 3_066n,
    });
  });

  it('buys an exact amount', async () => {
    // 10 at 0.92 is 10.8695…
    const moved = await fixture.changes(() => fixture.exchange({ buyAmount: '10' }));
    expect(moved).toEqual({
      'card USD': -1_091n,
      'fx USD': 1_087n,
      'fees USD': 4n,
      'fx EUR': -1_000n,
      'card EUR': 1_000n,
    });
  });

  it('respects the minor units of both currencies', async () => {
    await fixture.setRate('USD', 'KWD', '0.3071');
    const { sellAmount, fee } = await fixture.exchange({ buyCurrency: 'JPY', buyAmount: '1500' });
    expect({ sellAmount, fee }).toEqual({ sellAmount: 10.04, fee: 0.04 });
    const dinars = await fixture.exchange({ buyCurrency: 'KWD', sellAmount: '10' });
    expect(dinars.buyAmount).toBe(3.071);
    const back = await fixture.exchange({ sellCurrency: 'JPY', buyCurrency: 'USD', sellAmount: '1000' });
    expect(back).toMatchObject({ buyAmount: 6.66, fee: 3 });
  });

  it('is made once for concurrent repeats, and refused with other content', async () => {
    const request = fixture.exchangeRequest({ sellAmount: '1' });
    const answers: object[] = [];
    const moved = await fixture.changes(async () => {
      const many = Array.from({ length: 6 }, () => exchange(request, fixture.own));
      answers.push(...(await Promise.all(many)));
    });
    expect(moved).toMatchObject({ 'card USD': -101n, 'card EUR': 92n });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    await expect(exchange({ ...request, sellAmount: '2' }, fixture.own)).rejects.toThrow(RequestNumberReused);
  });

  it('gets another id when the first one is already in use', async () => {
    const generated = [7, 7, 7, 8];
    const deps = { ...fixture.deps, random: () => generated.shift() ?? 9 };
    const first = await fixture.exchange({}, { ...fixture.own, deps });
    const second = await fixture.exchange({}, { ...fixture.own, deps });
    expect(Number(second.orderId) - Number(first.orderId)).toBe(1);
  });

  it('never overdraws the account, even under concurrency', async () => {
    const before = await available('USD');
    // Two of them would leave no money for the fees of the second.
    const half = `${before / 200n}`;
    const made = await Promise.allSettled(
      Array.from({ length: 4 }, () => fixture.exchange({ sellAmount: half })),
    );
    const refused = made.filter((one) => one.status === 'rejected').map(({ reason }) => reason);
    expect(refused).toHaveLength(3);
    expect(refused.every((reason) => reason instanceof AccountBalanceInsufficient)).toBe(true);
    expect(await available('USD')).toBeGreaterThan(0n);
  });

  it.each([
    ['without an amount', { sellAmount: undefined, buyAmount: undefined }, 'sellAmount'],
    ['with both amounts', { sellAmount: '1', buyAmount: '1' }, 'buyAmount'],
    ['of a currency for itself', { buyCurrency: 'USD' }, 'buyCurrency'],
    ['with more decimals than the currency sold', { sellAmount: '1.001' }, 'sellAmount'],
    ['with more decimals than the currency bought', { buyCurrency: 'JPY', buyAmount: '1.5' }, 'buyAmount'],
    ['that buys nothing', { sellAmount: '0.01' }, 'sellAmount'],
    ['that exceeds the maximum amount', { buyAmount: '9999999999999' }, 'buyAmount'],
  ])('%s is refused', async (_, changes, field) => {
    const request = { ...fixture.exchangeRequest(), sellAmount: undefined, ...changes };
    const error = await exchange(request as never, fixture.own).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ParameterInvalid);
    expect(error).toMatchObject({ field });
  });

  it('needs fee rules and a rate of its own direction that is not too old', async () => {
    const { fees: _, ...merchant } = fixture.own.merchant;
    await expect(fixture.exchange({}, { ...fixture.own, merchant })).rejects.toThrow(FeeRuleMissing);
    await expect(fixture.exchange({ buyCurrency: 'GBP' })).rejects.toThrow(ProductNotEnabled);
    await fixture.setRate('GBP', 'USD', '1.3');
    await expect(fixture.exchange({ buyCurrency: 'GBP' })).rejects.toThrow(ProductNotEnabled);
    const { now, rateMaxAgeMs } = fixture.deps;
    await fixture.setRate('USD', 'CHF', '0.8', now() - rateMaxAgeMs);
    expect(await fixture.exchange({ buyCurrency: 'CHF' })).toMatchObject({ buyAmount: 8 });
    for (const at of [now() - rateMaxAgeMs - 1, now() + 60_001]) {
      await fixture.setRate('USD', 'CHF', '0.8', at);
      await expect(fixture.exchange({ buyCurrency: 'CHF' })).rejects.toThrow(RateStale);
    }
  });

  it('refuses a stored rate that is invalid', async () => {
    for (const value of ['0', 'abc', 0.8, '-1']) {
      const item = { pk: 'rate/USD/SEK', value, at: fixture.deps.now(), source: 'test' };
      await fixture.deps.store.write([{ kind: 'put', table: 'rates', item, replace: true }]);
      await expect(fixture.exchange({ buyCurrency: 'SEK' })).rejects.toThrow(
        'rate/USD/SEK holds no valid rate',
      );
    }
  });
});

it('exchanging there and back never gains money, and leaves clean books', async () => {
  // Rates without a spread, each the inverse of the other: only rounding and fees could bring a gain.
  await fixture.setRate('USD', 'DKK', '8');
  await fixture.setRate('DKK', 'USD', '0.125');
  const steps = fc.array(
    fc.record({ side: fc.constantFrom('sellAmount', 'buyAmount'), cents: fc.integer({ min: 8, max: 900 }) }),
    { minLength: 1, maxLength: 3 },
  );
  const both = async () => (await available('USD')) * 8n + (await available('DKK'));
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      for (const [index, { side, cents }] of list.entries()) {
        const [sellCurrency, buyCurrency] = index % 2 === 0 ? ['USD', 'DKK'] : ['DKK', 'USD'];
        const before = await both();
        await fixture
          .exchange({ sellCurrency, buyCurrency, [side]: `${cents / 100}` })
          .catch((error: unknown) => expect(error).toBeInstanceOf(AccountBalanceInsufficient));
        expect(await both()).toBeLessThanOrEqual(before);
      }
    }),
    { numRuns: 8 },
  );
  for (const { name, differences } of await fixture.audit()) expect(differences, name).toEqual([]);
});
