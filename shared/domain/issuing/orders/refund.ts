import { absent } from '../../../runtime/store/write.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { cardRefund } from '../../../wire/contract/operations/card-orders.ts';
import type { CheckedRequestOf } from '../../../wire/contract/operations/operation.ts';
import { toMinor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { withinMaxBalance } from '../../money/ledger/balance.ts';
import { freeze, type Posting, release, transfer } from '../../money/ledger/posting.ts';
import { statusNotSuitable } from '../model/card.ts';
import type { RefundOrder } from '../model/order.ts';
import { fundingAccount, targetAccount } from '../model/order-funds.ts';
import { type AcceptedOrder, acceptOrder } from './accept-order.ts';
import {
  BalanceLimitExceeded,
  CardIsClosed,
  fundingTargetOf,
  type OrderKind,
  orderTarget,
} from './funding.ts';
import { poolTotalWrites } from './group-opening.ts';

type Request = CheckedRequestOf<typeof cardRefund>;

/**
 * Accepts a refund to the account and freezes the amount on the card or pool.
 *
 * @throws ParameterInvalid when the request is invalid or the account's balance would be too large
 * @throws NothingFound when the merchant has no such card or group
 * @throws StatusNotSuitable when the card is closed, being cancelled or not activated
 */
export function refundCard(request: Request, call: MerchantCall): Promise<AcceptedOrder> {
  return acceptOrder(call, { operation: 'cardRefund', kind: refund }, request, async () => {
    const target = await fundingTargetOf(request, call);
    const amount = toMinor(request.refundAmount, target.currency, 'refundAmount');
    const order = { ...orderTarget(target), opType: opTypes.refund, amount, fee: 0n } as const;
    const account = targetAccount(order);
    return {
      order,
      postings: freeze(account, amount),
      guards: [
        {
          account,
          when: [absent('closed'), absent('closing')],
          onConflict: (balance) =>
            balance?.['closed'] || balance?.['closing']
              ? statusNotSuitable({ status: balance['closed'] ? 'closed' : 'closing' })
              : undefined,
        },
      ],
      writes: poolTotalWrites(order, -amount),
    };
  });
}

/**
 * Success moves the amount to the account. Failure releases it on the card or pool. If the card was closed meanwhile,
 * its balance has been returned, and the amount frozen by this order follows, even if the account's balance then
 * exceeds the largest amount on the wire and is shown truncated.
 */
export const refund: OrderKind<RefundOrder> = {
  succeed: (order, { issuerResult }) => ({
    postings: refundPostings(order),
    guards: issuerResult
      ? []
      : [
          {
            account: fundingAccount(order),
            when: [withinMaxBalance(order.amount)],
            onConflict: () => new BalanceLimitExceeded('refundAmount'),
          },
        ],
  }),
  fail(order, cardIsClosed) {
    if (cardIsClosed) return { postings: refundPostings(order) };
    const account = targetAccount(order);
    return {
      postings: release(account, order.amount),
      guards: [{ account, when: [absent('closed')], onConflict: () => new CardIsClosed() }],
      writes: poolTotalWrites(order, order.amount),
    };
  },
};

const refundPostings = (order: RefundOrder): Posting[] =>
  transfer([targetAccount(order), 'frozen'], [fundingAccount(order), 'available'], order.amount);
