import { DAY_MS, MINUTE_MS } from '../../../runtime/duration.ts';
import { retryOnConflict, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../runtime/ids.ts';
import { EXPIRY_ATTRIBUTE, expiryAttributes } from '../../../runtime/store/expiry.ts';
import { absent, type Update } from '../../../runtime/store/write.ts';
import type { accountExchangeRate } from '../../../wire/contract/operations/accounts.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import { ParameterInvalid, QuoteExpired } from '../../../wire/errors.ts';
import type { MerchantCall } from '../../dependencies.ts';
import type { Rate } from '../rates/rate.ts';
import { currentRate } from './current-rate.ts';

/** How long a quote is valid (contract section 3). */
const QUOTE_VALIDITY_MS = MINUTE_MS;
/** How long a quote that nobody used is stored once it is no longer valid. */
const UNUSED_RETENTION_MS = DAY_MS;

/** A rate guaranteed to one merchant for a limited time. */
interface Quote {
  readonly quoteId: string;
  readonly userNo: string;
  readonly rate: Rate;
  /** Epoch milliseconds. */
  readonly quotedAt: number;
  readonly validUntil: number;
}

interface StoredQuote extends Quote {
  /** The order id of the exchange that used it. */
  readonly usedBy?: string;
}

const quoteKey = (quoteId: string) => ({ pk: `quote/${quoteId}` });

/**
 * Quotes the current rate to the merchant, for one exchange within the validity of the quote.
 *
 * @throws ParameterInvalid when both currencies are the same
 * @throws ProductNotEnabled when there is no rate for the pair
 * @throws RateStale
 */
export async function quoteRate(
  { sellCurrency, buyCurrency }: CheckedRequestOf<typeof accountExchangeRate>,
  { deps, merchant }: MerchantCall,
): Promise<ResultOf<typeof accountExchangeRate>> {
  if (sellCurrency === buyCurrency) throw new ParameterInvalid('buyCurrency', 'must not be sellCurrency');
  const rate = await currentRate(deps, sellCurrency, buyCurrency);
  const { quoteId, quotedAt, validUntil } = await retryOnConflict(async () => {
    const quotedAt = deps.now();
    const quote: Quote = {
      quoteId: newId(quotedAt, deps.random),
      userNo: merchant.userNo,
      rate,
      quotedAt,
      validUntil: quotedAt + QUOTE_VALIDITY_MS,
    };
    const expiry = expiryAttributes(quote.validUntil + UNUSED_RETENTION_MS);
    const item = { ...quoteKey(quote.quoteId), ...quote, ...expiry };
    // The id is taken: the retry generates a new one.
    await deps.store.write([{ kind: 'put', table: 'rates', item, onConflict: writeConflict }]);
    return quote;
  });
  return {
    quoteId,
    sellCurrency,
    buyCurrency,
    exchangeRate: Number(rate.value),
    quoteTime: formatDateTime(quotedAt, deps.utcOffset),
    expireTime: formatDateTime(validUntil, deps.utcOffset),
  };
}

/**
 * The rate of a quote.
 *
 * @throws QuoteExpired when it has expired or was used, or belongs to another merchant or pair
 */
export async function rateOfQuote(
  quoteId: string,
  [from, to]: readonly [string, string],
  { deps, merchant }: MerchantCall,
): Promise<Rate> {
  const quote = (await deps.store.get('rates', quoteKey(quoteId))) as StoredQuote | undefined;
  const holds =
    quote !== undefined &&
    quote.usedBy === undefined &&
    quote.userNo === merchant.userNo &&
    quote.rate.from === from &&
    quote.rate.to === to &&
    deps.now() < quote.validUntil;
  if (!holds) throw new QuoteExpired();
  return quote.rate;
}

/**
 * Marks the quote as used, in the transaction of the exchange. It no longer expires: it is the evidence of the rate that
 * was promised.
 *
 * @throws QuoteExpired from the transaction, when another exchange has used it
 */
export const quoteUseUpdate = (quoteId: string, orderId: string): Update => ({
  kind: 'update',
  table: 'rates',
  key: quoteKey(quoteId),
  set: { usedBy: orderId },
  remove: [EXPIRY_ATTRIBUTE],
  when: [absent('usedBy')],
  onConflict: () => new QuoteExpired(),
});
