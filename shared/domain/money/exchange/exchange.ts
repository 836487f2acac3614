import { executeOnce } from '../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../runtime/ids.ts';
import { orderStatuses } from '../../../wire/contract/codes.ts';
import type { accountExchange } from '../../../wire/contract/operations/accounts.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import { ParameterInvalid } from '../../../wire/errors.ts';
import { feeShareOf, toMajor, toMinor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { ShardedPayer } from '../accounts/sharded-payer.ts';
import { merchantCardAccount } from '../ledger/account.ts';
import { boughtFor, type Rate, soldFor } from '../rates/rate.ts';
import { conversionWrites, counterAmount, feesOf } from './conversion.ts';
import { currentRate } from './current-rate.ts';
import { quoteUseUpdate, rateOfQuote } from './quote.ts';

type Request = CheckedRequestOf<typeof accountExchange>;
type Result = ResultOf<typeof accountExchange>;

/** The amount that the merchant fixed, in minor units of its currency. */
type FixedAmount = { readonly sold: bigint } | { readonly bought: bigint };

/**
 * Exchanges money between two card accounts of a merchant, once per userReqNo (contract section 3).
 *
 * @throws ParameterInvalid
 * @throws FeeRuleMissing
 * @throws ProductNotEnabled when there is no rate for the pair
 * @throws RateStale
 * @throws QuoteExpired
 * @throws AccountBalanceInsufficient
 * @throws PositionLimited
 */
export function exchange(request: Request, call: MerchantCall): Promise<Result> {
  const payer = new ShardedPayer(call);
  return executeOnce(call, 'accountExchange', request, async () => {
    const { deps, merchant } = call;
    const fixed = fixedAmountOf(request);
    const { exchangeRate: feeRate } = feesOf(call, request.sellCurrency);
    const rate = await rateFor(request, call);
    const { sold, bought } = exchangedAmounts(fixed, rate);
    const fee = feeShareOf(sold, feeRate);
    const at = deps.now();
    const orderId = newId(at, deps.random);
    const account = (currency: string) => merchantCardAccount(merchant.userNo, currency);
    return {
      result: {
        orderId,
        userReqNo: request.userReqNo,
        sellCurrency: rate.from,
        sellAmount: toMajor(sold, rate.from),
        buyCurrency: rate.to,
        buyAmount: toMajor(bought, rate.to),
        exchangeRate: Number(rate.value),
        fee: toMajor(fee, rate.from),
        status: orderStatuses.success,
        createAt: formatDateTime(at, deps.utcOffset),
      },
      writes: [
        ...(request.quoteId === undefined ? [] : [quoteUseUpdate(request.quoteId, orderId)]),
        ...(await conversionWrites(deps.store, payer, {
          cause: `exchange/${orderId}`,
          at,
          field: 'sold' in fixed ? 'sellAmount' : 'buyAmount',
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

/**
 * The amount that the request fixes.
 *
 * @throws ParameterInvalid when it fixes none or both, or sells and buys the same currency
 */
function fixedAmountOf({ sellCurrency, buyCurrency, sellAmount, buyAmount }: Request): FixedAmount {
  if (sellCurrency === buyCurrency) throw new ParameterInvalid('buyCurrency', 'must not be sellCurrency');
  if (sellAmount !== undefined) {
    if (buyAmount !== undefined) throw new ParameterInvalid('buyAmount', 'must not come with sellAmount');
    return { sold: toMinor(sellAmount, sellCurrency, 'sellAmount') };
  }
  if (buyAmount === undefined) throw new ParameterInvalid('sellAmount', 'this or buyAmount is required');
  return { bought: toMinor(buyAmount, buyCurrency, 'buyAmount') };
}

function rateFor({ sellCurrency, buyCurrency, quoteId }: Request, call: MerchantCall): Promise<Rate> {
  return quoteId === undefined
    ? currentRate(call.deps, sellCurrency, buyCurrency)
    : rateOfQuote(quoteId, [sellCurrency, buyCurrency], call);
}

/** Both amounts in minor units. What is bought is rounded down and what is sold is rounded up. */
function exchangedAmounts(fixed: FixedAmount, rate: Rate): { sold: bigint; bought: bigint } {
  if ('sold' in fixed) {
    return { sold: fixed.sold, bought: counterAmount(boughtFor(fixed.sold, rate), rate.to, 'sellAmount') };
  }
  return { bought: fixed.bought, sold: counterAmount(soldFor(fixed.bought, rate), rate.from, 'buyAmount') };
}
