import { absent } from '../../../runtime/store/write.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { cardRecharge } from '../../../wire/contract/operations/card-orders.ts';
import type { CheckedRequestOf } from '../../../wire/contract/operations/operation.ts';
import { ProductNotEnabled } from '../../../wire/errors.ts';
import { toMinor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { merchantCardAccount } from '../../money/ledger/account.ts';
import { withinMaxBalance } from '../../money/ledger/balance.ts';
import { freeze } from '../../money/ledger/entry.ts';
import { assertWithinLimits, findBinRange, rechargeFee, ruleFor } from '../model/bin-range.ts';
import { type RechargeOrder, targetAccount } from '../model/order.ts';
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

/** Accepts a recharge of a card or a pool: the amount and its fee are frozen on the account of its currency. */
export function rechargeCard(request: Request, call: MerchantCall): Promise<AcceptedOrder> {
  return acceptOrder(call, 'cardRecharge', request, async () => {
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
 * The amount goes onto the card or into the pool, the fee to the platform. A card that is closed by then gets nothing, nor
 * does one that is about to be; but what is on it at a platform below already comes back with the cancellation, or stays.
 */
export const recharge: OrderKind<RechargeOrder> = {
  succeed: (order, { issuerResult }) => ({
    postings: fundingPostings(order),
    guards: [
      {
        account: targetAccount(order),
        // What is there at a platform below already cannot be refused any more.
        when: [
          absent('closed'),
          ...(issuerResult ? [] : [absent('closing'), withinMaxBalance(order.amount)]),
        ],
        onConflict: (current) =>
          current?.['closed'] || current?.['closing'] ? new CardIsClosed() : new BalanceLimitExceeded(),
      },
    ],
    writes: poolTotalWrites(order, order.amount),
  }),
  fail: (order) => ({ postings: releasePostings(order) }),
};
