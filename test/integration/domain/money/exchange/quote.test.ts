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

let fixture: ExchangeFixture;
beforeAll(async () => {
  fixture = await openExchangeFixture();
});

describe('a quote', () => {
  it('keeps its rate for a minute when the rate changes', async () => {
    const quote = await fixture.quote();
    expect(quote).toEqual({
      quoteId: expect.stringMatching(/^\d{16}$/),
      sellCurrency: 'USD',
      buyCurrency: 'EUR',
      exchangeRate: 0.92,
      quoteTime: '2026-03-01 10:00:00',
      expireTime: '2026-03-01 10:01:00',
    });
    const { quoteId: late } = await fixture.quote();
    await fixture.setRate('USD', 'EUR', '0.5');
    fixture.moveClock(59_999);
    const { quoteId } = quote;
    const request = fixture.exchangeRequest({ quoteId });
    const exchanged = await exchange(request, fixture.own);
    expect(exchanged).toMatchObject({ buyAmount: 9.2, exchangeRate: 0.92 });
    expect(await fixture.exchange()).toMatchObject({ buyAmount: 5 });
    fixture.moveClock(1);
    await expect(fixture.exchange({ quoteId: late })).rejects.toThrow(QuoteExpired);
    // An exchange that was made at the quote remains.
    expect(await exchange(request, fixture.own)).toEqual(exchanged);
    await fixture.setRate('USD', 'EUR', '0.92');
  });

  it('is good for one exchange, of concurrent and of later ones', async () => {
    const { quoteId } = await fixture.quote();
    const moved = await fixture.changes(async () => {
      const requested = Array.from({ length: 5 }, () => fixture.exchange({ quoteId }));
      const outcomes = await Promise.allSettled(requested);
      const refused = outcomes.filter((one) => one.status === 'rejected').map(({ reason }) => reason);
      expect(refused).toHaveLength(4);
      for (const reason of refused) expect(reason).toBeInstanceOf(QuoteExpired);
      await expect(fixture.exchange({ quoteId })).rejects.toThrow(QuoteExpired);
    });
    expect(moved).toMatchObject({ 'card EUR': 920n });
  });

  it('is used up by an exchange and not by a refusal, and a repeat gets the first result', async () => {
    const { quoteId } = await fixture.quote();
    await expect(fixture.exchange({ quoteId, sellAmount: '99999999' })).rejects.toThrow(
      AccountBalanceInsufficient,
    );
    const request = fixture.exchangeRequest({ quoteId });
    const [one, other] = await Promise.all([exchange(request, fixture.own), exchange(request, fixture.own)]);
    expect(other).toEqual(one);
    expect(await exchange(request, fixture.own)).toEqual(one);
  });

  it('expires a day after its validity unless it was used', async () => {
    const stored = (quoteId: string) => fixture.deps.store.get('rates', { pk: `quote/${quoteId}` });
    const { quoteId } = await fixture.quote();
    const validUntil = fixture.deps.now() + 60_000;
    const expiresAt = Math.floor((validUntil + 86_400_000) / 1_000);
    expect(await stored(quoteId)).toMatchObject({ validUntil, expiresAt });
    await fixture.exchange({ quoteId });
    const used = await stored(quoteId);
    expect(used).toMatchObject({ usedBy: expect.stringMatching(/^\d+$/) });
    expect(used).not.toHaveProperty('expiresAt');
  });

  it('is valid for its merchant, its pair and its direction alone', async () => {
    const { quoteId } = await fixture.quote();
    await expect(fixture.exchange({ quoteId }, fixture.otherCall)).rejects.toThrow(QuoteExpired);
    await expect(fixture.exchange({ quoteId, buyCurrency: 'JPY' })).rejects.toThrow(QuoteExpired);
    const turned = { quoteId, sellCurrency: 'EUR', buyCurrency: 'USD' };
    await expect(fixture.exchange(turned)).rejects.toThrow(QuoteExpired);
    await expect(fixture.exchange({ quoteId: '1234567890123456' })).rejects.toThrow(QuoteExpired);
  });

  it('gets another id when the first one is already in use', async () => {
    const generated = [7, 7, 7, 8];
    const call = { ...fixture.own, deps: { ...fixture.deps, random: () => generated.shift() ?? 9 } };
    const [first, second] = [await fixture.quote(undefined, call), await fixture.quote(undefined, call)];
    expect(Number(second.quoteId) - Number(first.quoteId)).toBe(1);
  });

  it('is refused for a currency against itself, without a rate and with one that is too old', async () => {
    await expect(fixture.quote(['USD', 'USD'])).rejects.toThrow(ParameterInvalid);
    await expect(fixture.quote(['USD', 'NOK'])).rejects.toThrow(ProductNotEnabled);
    await fixture.setRate('USD', 'NOK', '10', fixture.deps.now() - fixture.deps.rateMaxAgeMs - 1);
    await expect(fixture.quote(['USD', 'NOK'])).rejects.toThrow(RateStale);
  });
});
