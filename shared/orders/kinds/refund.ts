import { StatusNotSuitable } from '../../contract/errors.ts';
import { opTypes } from '../../contract/notifications.ts';
import type { CheckedRequestOf } from '../../contract/operation.ts';
import type { cardRefund } from '../../contract/operations/card-orders.ts';
import { cardAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { freeze, type Posting, release, transfer } from '../../ledger/entry.ts';
import { toMinor } from '../../money/amount.ts';
import type { Call } from '../../platform/platform.ts';
import { absent } from '../../store/write.ts';
import { acceptOrder, type OrderAnswer } from '../accept.ts';
import type { CardMoneyOrder } from '../order.ts';
import { CardIsClosed, fundableCard, type OrderKind, orderOn } from './kind.ts';

type Request = CheckedRequestOf<typeof cardRefund>;

/** Accepts a refund to the account: the amount is frozen on the card, of which it must be available. */
export function refundCard(request: Request, call: Call): Promise<OrderAnswer> {
  return acceptOrder(call, 'cardRefund', request, async () => {
    const card = await fundableCard(request, call);
    const account = cardAccount(card.cardId, card.currency);
    const amount = toMinor(request.refundAmount, card.currency, 'refundAmount');
    return {
      order: { ...orderOn(card), opType: opTypes.refund, amount, fee: 0n },
      postings: freeze(account, amount),
      guards: [
        {
          account,
          when: [absent('closed')],
          otherwise: (balance) => (balance?.['closed'] ? new StatusNotSuitable('card') : undefined),
        },
      ],
    };
  });
}

/**
 * The amount goes back to the account; or, when the issuer refuses, it is available on the card again. A card that was
 * cancelled meanwhile has had its balance returned: what this order still held of it follows.
 */
export const refund: OrderKind<CardMoneyOrder> = {
  succeed: (order) => ({ postings: toAccount(order) }),
  fail(order, cardIsClosed) {
    if (cardIsClosed) return { postings: toAccount(order) };
    const account = cardAccount(order.cardId, order.currency);
    return {
      postings: release(account, order.amount),
      guards: [{ account, when: [absent('closed')], otherwise: () => new CardIsClosed() }],
    };
  },
};

const toAccount = (order: CardMoneyOrder): Posting[] =>
  transfer(
    [cardAccount(order.cardId, order.currency), 'frozen'],
    [merchantCardAccount(order.userNo, order.currency), 'available'],
    order.amount,
  );
