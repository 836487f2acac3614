import { orderStatuses } from '../contract/codes.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { accountTransfer } from '../contract/operations/account.ts';
import { formatDateTime } from '../contract/time.ts';
import { merchantCardAccount, merchantDptAccount } from '../ledger/accounts.ts';
import { shareOf, toMajor, toMinor } from '../money/amount.ts';
import { newId } from '../platform/ids.ts';
import type { Call } from '../platform/platform.ts';
import { currentRate } from '../rates/current-rate.ts';
import { boughtFor } from '../rates/rate.ts';
import { answerOnce } from '../requests/once.ts';
import { conversionWrites, counterAmount, feesOf } from './conversion.ts';
import { Paying } from './paying.ts';

type Request = CheckedRequestOf<typeof accountTransfer>;
type Result = ResultOf<typeof accountTransfer>;

/**
 * Changes coins of the dpt account into money of a card account, once for its userReqNo (contract section 3). The coins
 * stay in custody: it is the platform's exchange position that takes them.
 */
export function transferCoins(request: Request, call: Call): Promise<Result> {
  const paying = new Paying(call);
  return answerOnce(call, 'accountTransfer', request, async () => {
    const { platform, merchant } = call;
    const { userReqNo, currency, targetCurrency } = request;
    const amount = toMinor(request.amount, currency, 'amount');
    const fee = shareOf(amount, feesOf(call, currency).transferRate);
    const rate = await currentRate(platform, currency, targetCurrency);
    const sold = amount - fee;
    const bought = counterAmount(boughtFor(sold, rate), targetCurrency, 'amount');
    const at = platform.now();
    const orderId = newId(at, platform.random);
    return {
      answer: {
        orderId,
        userReqNo,
        currency,
        amount: toMajor(amount, currency),
        fee: toMajor(fee, currency),
        exchangeRate: Number(rate.value),
        targetCurrency,
        targetAmount: toMajor(bought, targetCurrency),
        status: orderStatuses.success,
        createAt: formatDateTime(at, platform.utcOffset),
      },
      writes: await conversionWrites(platform.store, paying, {
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
