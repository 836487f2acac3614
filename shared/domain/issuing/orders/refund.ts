import { absent } from '../../../runtime/store/write.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { cardRefund } from '../../../wire/contract/operations/card-orders.ts';
import type { CheckedRequestOf } from '../../../wire/contract/operations/operation.ts';
import { toMinor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { withinMaxBalance } from '../../money/ledger/balance.ts';
import { freeze, type Posting, release, transfer } from '../../money/ledger/entry.ts';
import { statusNotSuitable } from '../model/card.ts';
import { fundingAccount, type RefundOrder, targetAccount } from '../model/order.ts';
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

/** Accepts a refund to the account: the amount is frozen on the card or pool, of which it must be available. */
export function refundCard(request: Request, call: MerchantCall): Promise<AcceptedOrder> {
  return acceptOrder(call, 'cardRefund', request, async () => {
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
 * The amount goes back to the account; or, when the issuer refuses, it is available on the card or in the pool again. A
 * card that is closed by then has had its balance returned: what this order still held of it follows, even onto an account
 * that has more than the wire tells by then. It shows the first digits.
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
            onConflict: () => new BalanceLimitExceeded(),
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
