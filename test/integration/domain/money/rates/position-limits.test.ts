import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ratesCommand } from '../../../../../infra/cli/rates.ts';
import { exchange } from '../../../../../shared/domain/money/exchange/exchange.ts';
import {
  coverPosition,
  findPositionLimit,
  savePositionLimit,
} from '../../../../../shared/domain/money/rates/position-limits.ts';
import { ParameterInvalid, PositionLimited } from '../../../../../shared/wire/errors.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { type ExchangeFixture, openExchangeFixture } from '../exchange/exchange-fixture.ts';

let fixture: ExchangeFixture;
beforeAll(async () => {
  fixture = await openExchangeFixture();
});

const rates = (...args: string[]) => ratesCommand(args, { ...fixture.operator, deps: fixture.deps });
const net = async (currency: string) => (await findPositionLimit(fixture.deps.store, currency))?.net;
const unlimited = async () => {
  for (const currency of ['USD', 'EUR', 'USDT']) await rates('limit', currency);
};

describe('a limit on a currency', () => {
  it('bounds one exchange on either side, and one transfer', async () => {
    await rates('limit', 'EUR', '--at-once', '9.20');
    expect(await fixture.exchange()).toMatchObject({ buyAmount: 9.2 });
    const more = fixture.exchange({ buyAmount: '9.21' });
    await expect(more).rejects.toThrow('buyAmount: exceeds 9.20 EUR, the limit of one exchange');
    await expect(fixture.exchange({ sellAmount: '10.02' })).rejects.toThrow(ParameterInvalid);
    const turned = { sellCurrency: 'EUR', buyCurrency: 'USD', sellAmount: '9.21' };
    await expect(fixture.exchange(turned)).rejects.toThrow('sellAmount: exceeds');
    await rates('limit', 'USDT', '--at-once', '5');
    await expect(fixture.transfer()).rejects.toThrow('amount: exceeds 5.000000 USDT');
    // A limit on single amounts does not count positions.
    expect(await net('EUR')).toBe(0n);
    await unlimited();
    await fixture.exchange({ buyAmount: '9.21' });
  });

  it('bounds how short the platform may be, until the position is covered or reduced', async () => {
    await rates('limit', 'EUR', '--position', '20');
    await fixture.exchange({ buyAmount: '15' });
    expect(await net('EUR')).toBe(-1_500n);
    const more = fixture.exchange({ buyAmount: '5.01' });
    await expect(more).rejects.toThrow(PositionLimited);
    await expect(more).rejects.toMatchObject({ code: '130001' });
    await fixture.exchange({ buyAmount: '5' });
    await expect(fixture.exchange({ buyAmount: '0.01' })).rejects.toThrow(PositionLimited);
    await fixture.exchange({ sellCurrency: 'EUR', buyCurrency: 'USD', sellAmount: '8' });
    expect(await net('EUR')).toBe(-1_200n);
    expect(await rates('covered', 'EUR')).toContain('12.00 EUR');
    expect(await net('EUR')).toBe(0n);
    await fixture.exchange({ buyAmount: '20' });
    await unlimited();
    expect(await net('EUR')).toBe(0n);
  });

  it('bounds how long the platform may be', async () => {
    await rates('limit', 'USD', '--position', '10');
    await fixture.exchange({ sellAmount: '10' });
    await expect(fixture.exchange({ sellAmount: '0.05' })).rejects.toThrow(PositionLimited);
    await rates('limit', 'USD', '--position', '11', '--at-once', '100');
    expect(await net('USD')).toBe(1_000n);
    await fixture.exchange({ sellAmount: '1' });
    await unlimited();
  });

  it('that changes at the same moment leads to a new decision', async () => {
    await rates('limit', 'EUR', '--position', '20');
    const store = interruptedStore(fixture.deps.store, () =>
      savePositionLimit(fixture.deps.store, 'EUR', { position: 100n }),
    );
    const call = { ...fixture.own, deps: { ...fixture.deps, store } };
    await expect(exchange(fixture.exchangeRequest({ buyAmount: '5' }), call)).rejects.toThrow(
      PositionLimited,
    );
    await exchange(fixture.exchangeRequest({ buyAmount: '1' }), call);
    await unlimited();
  });

  it('is never exceeded by concurrent exchanges, and counts exactly what was exchanged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 2, maxLength: 8 }),
        async (amounts) => {
          await rates('limit', 'EUR', '--position', '20');
          await coverPosition(
            fixture.deps.store,
            (await findPositionLimit(fixture.deps.store, 'EUR')) ?? never(),
          );
          const cents = (amount: number) => (amount / 100).toFixed(2);
          const request = amounts.map((amount) => fixture.exchange({ buyAmount: cents(amount) }));
          const outcomes = await Promise.allSettled(request);
          const bought = amounts.filter((_, index) => outcomes[index]?.status === 'fulfilled');
          const sum = bought.reduce((total, one) => total + one, 0);
          expect(sum).toBeLessThanOrEqual(2_000);
          expect(await net('EUR')).toBe(-BigInt(sum));
          for (const one of outcomes)
            if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(PositionLimited);
        },
      ),
      { numRuns: 15 },
    );
    await unlimited();
  });

  it('is listed with the open position', async () => {
    await rates('limit', 'EUR', '--position', '20', '--at-once', '7.5');
    await fixture.exchange({ buyAmount: '3' });
    expect((await rates('list')).split('\n')).toContain('EUR  at once 7.50  position 20.00  open -3.00');
    await unlimited();
  });

  it.each([
    [['limit']],
    [['limit', 'XYZ', '--position', '1']],
    [['limit', 'EUR', '--position', 'much']],
    [['limit', 'EUR', '--at-once', '0']],
    [['covered', 'JPY']],
    [['covered']],
  ])('%j is refused', async (args) => {
    await expect(rates(...args)).rejects.toThrow();
  });
});

const never = () => {
  throw new Error('there is no limit');
};
