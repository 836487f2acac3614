import { assertWithinLimits, findBinRange, rechargeFee, ruleFor } from '../../cards/bin.ts';
import { opTypes } from '../../contract/codes.ts';
import { ProductNotEnabled } from '../../contract/errors.ts';
import type { CheckedRequestOf } from '../../contract/operation.ts';
import type { cardRecharge } from '../../contract/operations/card-orders.ts';
import { merchantCardAccount } from '../../ledger/accounts.ts';
import { roomFor } from '../../ledger/balance.ts';
import { freeze } from '../../ledger/entry.ts';
import { toMinor } from '../../money/amount.ts';
import type { Call } from '../../platform/platform.ts';
import { absent } from '../../store/write.ts';
import { acceptOrder, type OrderAnswer } from '../accept.ts';
import { fundedAccount, type RechargeOrder } from '../order.ts';
import { poolPaidIn } from './group-opening.ts';
import {
  BalanceIsFull,
  CardIsClosed,
  fund,
  fundable,
  type OrderKind,
  orderOn,
  releaseFunding,
} from './kind.ts';

type Request = CheckedRequestOf<typeof cardRecharge>;

/** Accepts a recharge of a card or a pool: the amount and its fee are frozen on the account of its currency. */
export function rechargeCard(request: Request, call: Call): Promise<OrderAnswer> {
  return acceptOrder(call, 'cardRecharge', request, async () => {
    const funded = await fundable(request, call);
    const { currency } = funded;
    const range = await findBinRange(call.platform.store, funded.binRangeId);
    if (!range) throw new ProductNotEnabled();
    const amount = toMinor(request.authLimitAmount, currency, 'authLimitAmount');
    const rule = ruleFor(range, currency);
    assertWithinLimits(amount, rule, 'authLimitAmount');
    const fee = rechargeFee(amount, rule);
    return {
      order: { ...orderOn(funded), opType: opTypes.recharge, amount, fee },
      postings: freeze(merchantCardAccount(call.merchant.userNo, currency), amount + fee),
    };
  });
}

/**
 * The amount goes onto the card or into the pool, the fee to the platform. A card that is closed by then gets nothing, nor
 * does one that is about to be; but what is on it at a platform below already comes back with the cancellation, or stays.
 */
export const recharge: OrderKind<RechargeOrder> = {
  succeed: (order, { theirs }) => ({
    postings: fund(order),
    guards: [
      {
        account: fundedAccount(order),
        // What is there at a platform below already cannot be refused any more.
        when: [absent('closed'), ...(theirs ? [] : [absent('closing'), roomFor(order.amount)])],
        otherwise: (current) =>
          current?.['closed'] || current?.['closing'] ? new CardIsClosed() : new BalanceIsFull(),
      },
    ],
    writes: poolPaidIn(order, order.amount),
  }),
  fail: (order) => ({ postings: releaseFunding(order) }),
};
