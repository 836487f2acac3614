import { ParameterInvalid, QuoteExpired } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { accountExchangeRate } from '../contract/operations/account.ts';
import { formatDateTime } from '../contract/time.ts';
import { newId } from '../platform/ids.ts';
import type { Call } from '../platform/platform.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import { absent, type Update } from '../store/write.ts';
import { currentRate } from './current-rate.ts';
import type { Rate } from './rate.ts';

/** How long a quote holds its rate (contract section 3). */
export const QUOTE_HOLDS_MS = 60_000;

/** A rate that was promised to one merchant for a while. */
interface Quote {
  readonly quoteId: string;
  readonly userNo: string;
  readonly rate: Rate;
  /** Epoch milliseconds. */
  readonly quotedAt: number;
  readonly expiresAt: number;
}

/** A quote with the exchange that used it up, if one did. */
interface StoredQuote extends Quote {
  readonly usedBy?: string;
}

const quoteKey = (quoteId: string) => ({ pk: `quote/${quoteId}` });

/** Promises the rate of this moment to the merchant, for one exchange that it makes meanwhile. */
export async function quoteRate(
  { sellCurrency, buyCurrency }: CheckedRequestOf<typeof accountExchangeRate>,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof accountExchangeRate>> {
  if (sellCurrency === buyCurrency) throw new ParameterInvalid('buyCurrency', 'must not be sellCurrency');
  const rate = await currentRate(platform, sellCurrency, buyCurrency);
  const { quoteId, quotedAt, expiresAt } = await untilFresh(async () => {
    const quotedAt = platform.now();
    const quote: Quote = {
      quoteId: newId(quotedAt, platform.random),
      userNo: merchant.userNo,
      rate,
      quotedAt,
      expiresAt: quotedAt + QUOTE_HOLDS_MS,
    };
    const item = { ...quoteKey(quote.quoteId), ...quote };
    // The id is another quote's: the next decision draws a new one.
    await platform.store.write([{ kind: 'put', table: 'rates', item, otherwise: () => new StaleDecision() }]);
    return quote;
  });
  return {
    quoteId,
    sellCurrency,
    buyCurrency,
    exchangeRate: Number(rate.value),
    quoteTime: formatDateTime(quotedAt, platform.utcOffset),
    expireTime: formatDateTime(expiresAt, platform.utcOffset),
  };
}

/** The rate that the quote promises. QuoteExpired for one that is over, used, another merchant's or of another pair. */
export async function quotedRate(
  quoteId: string,
  [from, to]: readonly [string, string],
  { platform, merchant }: Call,
): Promise<Rate> {
  const quote = (await platform.store.get('rates', quoteKey(quoteId))) as StoredQuote | undefined;
  const holds =
    quote !== undefined &&
    quote.usedBy === undefined &&
    quote.userNo === merchant.userNo &&
    quote.rate.from === from &&
    quote.rate.to === to &&
    platform.now() < quote.expiresAt;
  if (!holds) throw new QuoteExpired();
  return quote.rate;
}

/** Uses the quote up for an exchange, in the exchange's own transaction. QuoteExpired when another one was faster. */
export const useQuote = (quoteId: string, orderId: string): Update => ({
  kind: 'update',
  table: 'rates',
  key: quoteKey(quoteId),
  set: { usedBy: orderId },
  when: [absent('usedBy')],
  otherwise: () => new QuoteExpired(),
});
