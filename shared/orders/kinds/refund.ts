import { unsuitable } from '../../cards/card.ts';
import { opTypes } from '../../contract/codes.ts';
import type { CheckedRequestOf } from '../../contract/operation.ts';
import type { cardRefund } from '../../contract/operations/card-orders.ts';
import { roomFor } from '../../ledger/balance.ts';
import { freeze, type Posting, release, transfer } from '../../ledger/entry.ts';
import { toMinor } from '../../money/amount.ts';
import type { Call } from '../../platform/platform.ts';
import { absent } from '../../store/write.ts';
import { acceptOrder, type OrderAnswer } from '../accept.ts';
import { fundedAccount, fundingAccount, type RefundOrder } from '../order.ts';
import { poolPaidIn } from './group-opening.ts';
import { BalanceIsFull, CardIsClosed, fundable, type OrderKind, orderOn } from './kind.ts';

type Request = CheckedRequestOf<typeof cardRefund>;

/** Accepts a refund to the account: the amount is frozen on the card or pool, of which it must be available. */
export function refundCard(request: Request, call: Call): Promise<OrderAnswer> {
  return acceptOrder(call, 'cardRefund', request, async () => {
    const funded = await fundable(request, call);
    const amount = toMinor(request.refundAmount, funded.currency, 'refundAmount');
    const order = { ...orderOn(funded), opType: opTypes.refund, amount, fee: 0n } as const;
    const account = fundedAccount(order);
    return {
      order,
      postings: freeze(account, amount),
      guards: [
        {
          account,
          when: [absent('closed'), absent('closing')],
          otherwise: (balance) =>
            balance?.['closed'] || balance?.['closing']
              ? unsuitable({ status: balance['closed'] ? 'closed' : 'closing' })
              : undefined,
        },
      ],
      writes: poolPaidIn(order, -amount),
    };
  });
}

/**
 * The amount goes back to the account; or, when the issuer refuses, it is available on the card or in the pool again. A
 * card that is closed by then has had its balance returned: what this order still held of it follows, even onto an account
 * that has more than the wire tells by then. It shows the first digits.
 */
export const refund: OrderKind<RefundOrder> = {
  succeed: (order, { theirs }) => ({
    postings: toAccount(order),
    guards: theirs
      ? []
      : [
          {
            account: fundingAccount(order),
            when: [roomFor(order.amount)],
            otherwise: () => new BalanceIsFull(),
          },
        ],
  }),
  fail(order, cardIsClosed) {
    if (cardIsClosed) return { postings: toAccount(order) };
    const account = fundedAccount(order);
    return {
      postings: release(account, order.amount),
      guards: [{ account, when: [absent('closed')], otherwise: () => new CardIsClosed() }],
      writes: poolPaidIn(order, order.amount),
    };
  },
};

const toAccount = (order: RefundOrder): Posting[] =>
  transfer([fundedAccount(order), 'frozen'], [fundingAccount(order), 'available'], order.amount);
