import { beforeAll, describe, expect, it } from 'vitest';
import { exchange } from '../../../../../shared/domain/money/exchange/exchange.ts';
import {
  AccountBalanceInsufficient,
  ParameterInvalid,
  ProductNotEnabled,
  QuoteExpired,
  RateStale,
} from '../../../../../shared/wire/errors.ts';
import { type ExchangeFixture, openExchangeFixture } from './exchange-fixture.ts';

let world: ExchangeFixture;
beforeAll(async () => {
  world = await openExchangeFixture();
});

describe('a quote', () => {
  it('holds its rate for a minute, whatever becomes of the rate', async () => {
    const quote = await world.quote();
    expect(quote).toEqual({
      quoteId: expect.stringMatching(/^\d{16}$/),
      sellCurrency: 'USD',
      buyCurrency: 'EUR',
      exchangeRate: 0.92,
      quoteTime: '2026-03-01 10:00:00',
      expireTime: '2026-03-01 10:01:00',
    });
    const { quoteId: late } = await world.quote();
    await world.setRate('USD', 'EUR', '0.5');
    world.moveClock(59_999);
    const { quoteId } = quote;
    const request = world.exchangeRequest({ quoteId });
    const exchanged = await exchange(request, world.own);
    expect(exchanged).toMatchObject({ buyAmount: 9.2, exchangeRate: 0.92 });
    expect(await world.exchange()).toMatchObject({ buyAmount: 5 });
    world.moveClock(1);
    await expect(world.exchange({ quoteId: late })).rejects.toThrow(QuoteExpired);
    // What was exchanged at it stays exchanged.
    expect(await exchange(request, world.own)).toEqual(exchanged);
    await world.setRate('USD', 'EUR', '0.92');
  });

  it('is good for one exchange, of any number that are asked for, at once and in turn', async () => {
    const { quoteId } = await world.quote();
    const moved = await world.changes(async () => {
      const asked = Array.from({ length: 5 }, () => world.exchange({ quoteId }));
      const outcomes = await Promise.allSettled(asked);
      const refused = outcomes.filter((one) => one.status === 'rejected').map(({ reason }) => reason);
      expect(refused).toHaveLength(4);
      for (const reason of refused) expect(reason).toBeInstanceOf(QuoteExpired);
      await expect(world.exchange({ quoteId })).rejects.toThrow(QuoteExpired);
    });
    expect(moved).toMatchObject({ 'card EUR': 920n });
  });

  it('is used up by what is done, not by what is refused, and a repeat of what it was used for is answered', async () => {
    const { quoteId } = await world.quote();
    await expect(world.exchange({ quoteId, sellAmount: '99999999' })).rejects.toThrow(
      AccountBalanceInsufficient,
    );
    const request = world.exchangeRequest({ quoteId });
    const [one, other] = await Promise.all([exchange(request, world.own), exchange(request, world.own)]);
    expect(other).toEqual(one);
    expect(await exchange(request, world.own)).toEqual(one);
  });

  it('is for its merchant, its pair and its direction alone', async () => {
    const { quoteId } = await world.quote();
    await expect(world.exchange({ quoteId }, world.stranger)).rejects.toThrow(QuoteExpired);
    await expect(world.exchange({ quoteId, buyCurrency: 'JPY' })).rejects.toThrow(QuoteExpired);
    const turned = { quoteId, sellCurrency: 'EUR', buyCurrency: 'USD' };
    await expect(world.exchange(turned)).rejects.toThrow(QuoteExpired);
    await expect(world.exchange({ quoteId: '1234567890123456' })).rejects.toThrow(QuoteExpired);
  });

  it('gets an id of its own when another has the one that was drawn', async () => {
    const drawn = [7, 7, 7, 8];
    const call = { ...world.own, deps: { ...world.deps, random: () => drawn.shift() ?? 9 } };
    const [first, second] = [await world.quote(undefined, call), await world.quote(undefined, call)];
    expect(Number(second.quoteId) - Number(first.quoteId)).toBe(1);
  });

  it('is refused for a currency against itself, without a rate and with one too old', async () => {
    await expect(world.quote(['USD', 'USD'])).rejects.toThrow(ParameterInvalid);
    await expect(world.quote(['USD', 'NOK'])).rejects.toThrow(ProductNotEnabled);
    await world.setRate('USD', 'NOK', '10', world.deps.now() - world.deps.rateMaxAgeMs - 1);
    await expect(world.quote(['USD', 'NOK'])).rejects.toThrow(RateStale);
  });
});
