import { absent } from '../../../runtime/store/write.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { cardRecharge } from '../../../wire/contract/operations/card-orders.ts';
import type { CheckedRequestOf } from '../../../wire/contract/operations/operation.ts';
import { ProductNotEnabled } from '../../../wire/errors.ts';
import { toMinor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { merchantCardAccount } from '../../money/ledger/account.ts';
import { withinMaxBalance } from '../../money/ledger/balance.ts';
import { freeze } from '../../money/ledger/posting.ts';
import { assertWithinLimits, findBinRange, rechargeFee, ruleFor } from '../model/bin-range.ts';
import type { RechargeOrder } from '../model/order.ts';
import { targetAccount } from '../model/order-funds.ts';
import { type AcceptedOrder, acceptOrder } from './accept-order.ts';
import {
  BalanceLimitExceeded,
  CardIsClosed,
  fundingPostings,
  fundingTargetOf,
  type OrderKind,
  orderTarget,
  releasePostings,
} from './funding.ts';
import { poolTotalWrites } from './group-opening.ts';

type Request = CheckedRequestOf<typeof cardRecharge>;

/**
 * Accepts a recharge of a card or pool and freezes the amount and fee on the account of its currency.
 *
 * @throws ParameterInvalid when the request is invalid, the amount is outside the limits, or the balance would be too
 *   large
 * @throws NothingFound when the merchant has no such card or group
 * @throws StatusNotSuitable when the card is closed, being cancelled or not activated
 * @throws ProductNotEnabled when the BIN range does not exist
 * @throws FeeRuleMissing when the range has no rule for the currency
 */
export function rechargeCard(request: Request, call: MerchantCall): Promise<AcceptedOrder> {
  return acceptOrder(call, { operation: 'cardRecharge', kind: recharge }, request, async () => {
    const target = await fundingTargetOf(request, call);
    const { currency } = target;
    const range = await findBinRange(call.deps.store, target.binRangeId);
    if (!range) throw new ProductNotEnabled();
    const amount = toMinor(request.authLimitAmount, currency, 'authLimitAmount');
    const rule = ruleFor(range, currency);
    assertWithinLimits(amount, rule, 'authLimitAmount');
    const fee = rechargeFee(amount, rule);
    return {
      order: { ...orderTarget(target), opType: opTypes.recharge, amount, fee },
      postings: freeze(merchantCardAccount(call.merchant.userNo, currency), amount + fee),
    };
  });
}

/**
 * Success moves the amount to the card or pool and the fee to the platform, unless the card was closed or its
 * cancellation accepted meanwhile. Money that is already on the card at an external issuer is credited even during a
 * cancellation: it is returned with it, or stays.
 */
export const recharge: OrderKind<RechargeOrder> = {
  succeed: (order, { issuerResult }) => ({
    postings: fundingPostings(order),
    guards: [
      {
        account: targetAccount(order),
        // What an external issuer has credited cannot be refused any more.
        when: [
          absent('closed'),
          ...(issuerResult ? [] : [absent('closing'), withinMaxBalance(order.amount)]),
        ],
        onConflict: (current) =>
          current?.['closed'] || current?.['closing']
            ? new CardIsClosed(current)
            : new BalanceLimitExceeded('authLimitAmount'),
      },
    ],
    writes: poolTotalWrites(order, order.amount),
  }),
  fail: (order) => ({ postings: releasePostings(order) }),
};
