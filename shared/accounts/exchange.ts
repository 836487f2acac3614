import { orderStatuses } from '../contract/codes.ts';
import { ParameterInvalid } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { accountExchange } from '../contract/operations/account.ts';
import { formatDateTime } from '../contract/time.ts';
import { merchantCardAccount } from '../ledger/accounts.ts';
import { shareOf, toMajor, toMinor } from '../money/amount.ts';
import { newId } from '../platform/ids.ts';
import type { Call } from '../platform/platform.ts';
import { currentRate } from '../rates/current-rate.ts';
import { quotedRate, useQuote } from '../rates/quote.ts';
import { boughtFor, type Rate, soldFor } from '../rates/rate.ts';
import { answerOnce } from '../requests/once.ts';
import { conversionWrites, counterAmount, feesOf } from './conversion.ts';
import { Paying } from './paying.ts';

type Request = CheckedRequestOf<typeof accountExchange>;
type Result = ResultOf<typeof accountExchange>;

/** Which of the two amounts the merchant fixed, in minor units of its currency. */
type Asked = { readonly sold: bigint } | { readonly bought: bigint };

/** Exchanges money of one card account for another currency, once for its userReqNo (contract section 3). */
export function exchange(request: Request, call: Call): Promise<Result> {
  const paying = new Paying(call);
  return answerOnce(call, 'accountExchange', request, async () => {
    const { platform, merchant } = call;
    const asked = amountAsked(request);
    const { exchangeRate: feeRate } = feesOf(call, request.sellCurrency);
    const rate = await rateFor(request, call);
    const { sold, bought } = exchangedAmounts(asked, rate);
    const fee = shareOf(sold, feeRate);
    const at = platform.now();
    const orderId = newId(at, platform.random);
    const account = (currency: string) => merchantCardAccount(merchant.userNo, currency);
    return {
      answer: {
        orderId,
        userReqNo: request.userReqNo,
        sellCurrency: rate.from,
        sellAmount: toMajor(sold, rate.from),
        buyCurrency: rate.to,
        buyAmount: toMajor(bought, rate.to),
        exchangeRate: Number(rate.value),
        fee: toMajor(fee, rate.from),
        status: orderStatuses.success,
        createAt: formatDateTime(at, platform.utcOffset),
      },
      writes: [
        ...(request.quoteId === undefined ? [] : [useQuote(request.quoteId, orderId)]),
        ...(await conversionWrites(platform.store, paying, {
          cause: `exchange/${orderId}`,
          at,
          field: 'sold' in asked ? 'sellAmount' : 'buyAmount',
          from: account(rate.from),
          to: account(rate.to),
          sold,
          fee,
          bought,
        })),
      ],
    };
  });
}

/** The amount that the request fixes. ParameterInvalid when it fixes none, or both. */
function amountAsked({ sellCurrency, buyCurrency, sellAmount, buyAmount }: Request): Asked {
  if (sellCurrency === buyCurrency) throw new ParameterInvalid('buyCurrency', 'must not be sellCurrency');
  if (sellAmount !== undefined) {
    if (buyAmount !== undefined) throw new ParameterInvalid('buyAmount', 'must not come with sellAmount');
    return { sold: toMinor(sellAmount, sellCurrency, 'sellAmount') };
  }
  if (buyAmount === undefined) throw new ParameterInvalid('sellAmount', 'this or buyAmount is required');
  return { bought: toMinor(buyAmount, buyCurrency, 'buyAmount') };
}

function rateFor({ sellCurrency, buyCurrency, quoteId }: Request, call: Call): Promise<Rate> {
  return quoteId === undefined
    ? currentRate(call.platform, sellCurrency, buyCurrency)
    : quotedRate(quoteId, [sellCurrency, buyCurrency], call);
}

/** Both amounts in minor units: what is bought is rounded down, what is sold is rounded up. */
function exchangedAmounts(asked: Asked, rate: Rate): { sold: bigint; bought: bigint } {
  if ('sold' in asked) {
    return { sold: asked.sold, bought: counterAmount(boughtFor(asked.sold, rate), rate.to, 'sellAmount') };
  }
  return { bought: asked.bought, sold: counterAmount(soldFor(asked.bought, rate), rate.from, 'buyAmount') };
}
