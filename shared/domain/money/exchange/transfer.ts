import { executeOnce } from '../../../runtime/idempotency/execute-once.ts';
import { newId } from '../../../runtime/ids.ts';
import { orderStatuses } from '../../../wire/contract/codes.ts';
import type { accountTransfer } from '../../../wire/contract/operations/accounts.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import { feeShareOf, toMajor, toMinor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { ShardedPayer } from '../accounts/sharded-payer.ts';
import { merchantCardAccount, merchantDptAccount } from '../ledger/account.ts';
import { boughtFor } from '../rates/rate.ts';
import { conversionWrites, counterAmount, feesOf } from './conversion.ts';
import { currentRate } from './current-rate.ts';

type Request = CheckedRequestOf<typeof accountTransfer>;
type Result = ResultOf<typeof accountTransfer>;

/**
 * Converts coins of the DPT account into money on a card account, once per userReqNo (contract section 3). The coins
 * stay in custody and move to the platform's foreign-exchange position.
 *
 * @throws ParameterInvalid
 * @throws FeeRuleMissing
 * @throws ProductNotEnabled when there is no rate for the pair
 * @throws RateStale
 * @throws AccountBalanceInsufficient
 * @throws PositionLimited
 */
export function transferCoins(request: Request, call: MerchantCall): Promise<Result> {
  const payer = new ShardedPayer(call);
  return executeOnce(call, 'accountTransfer', request, async () => {
    const { deps, merchant } = call;
    const { userReqNo, currency, targetCurrency } = request;
    const amount = toMinor(request.amount, currency, 'amount');
    const fee = feeShareOf(amount, feesOf(call, currency).transferRate);
    const rate = await currentRate(deps, currency, targetCurrency);
    const sold = amount - fee;
    const bought = counterAmount(boughtFor(sold, rate), targetCurrency, 'amount');
    const at = deps.now();
    const orderId = newId(at, deps.random);
    return {
      result: {
        orderId,
        userReqNo,
        currency,
        amount: toMajor(amount, currency),
        fee: toMajor(fee, currency),
        exchangeRate: Number(rate.value),
        targetCurrency,
        targetAmount: toMajor(bought, targetCurrency),
        status: orderStatuses.success,
        createAt: formatDateTime(at, deps.utcOffset),
      },
      writes: await conversionWrites(deps.store, payer, {
        cause: `transfer/${orderId}`,
        at,
        field: 'amount',
        from: merchantDptAccount(merchant.userNo, currency),
        to: merchantCardAccount(merchant.userNo, targetCurrency),
        sold,
        fee,
        bought,
      }),
    };
  });
}
