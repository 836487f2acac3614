import { readBinRanges, ruleFor } from '../../cards/bin.ts';
import { ProductNotEnabled } from '../../contract/errors.ts';
import { opTypes } from '../../contract/notifications.ts';
import type { CheckedRequestOf } from '../../contract/operation.ts';
import type { cardRecharge } from '../../contract/operations/card-orders.ts';
import { cardAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { freeze } from '../../ledger/entry.ts';
import { shareOf, toMinor } from '../../money/amount.ts';
import type { Call } from '../../platform/platform.ts';
import { absent } from '../../store/write.ts';
import { acceptOrder, type OrderAnswer } from '../accept.ts';
import type { CardMoneyOrder } from '../order.ts';
import { CardIsClosed, fundableCard, fundCard, type OrderKind, orderOn, releaseFunding } from './kind.ts';

type Request = CheckedRequestOf<typeof cardRecharge>;

/** Accepts a recharge: the amount and its fee are frozen on the account of the card's currency. */
export function rechargeCard(request: Request, call: Call): Promise<OrderAnswer> {
  return acceptOrder(call, 'cardRecharge', request, async () => {
    const card = await fundableCard(request, call);
    const [range] = await readBinRanges(call.platform.store, [card.binRangeId]);
    if (!range) throw new ProductNotEnabled();
    const amount = toMinor(request.authLimitAmount, card.currency, 'authLimitAmount');
    const fee = shareOf(amount, ruleFor(range, card.currency).rechargeFeeRate);
    return {
      order: { ...orderOn(card), opType: opTypes.recharge, amount, fee },
      postings: freeze(merchantCardAccount(card.userNo, card.currency), amount + fee),
    };
  });
}

/** The amount goes onto the card, the fee to the platform; a card that is closed by then gets nothing. */
export const recharge: OrderKind<CardMoneyOrder> = {
  succeed: (order) => ({
    postings: fundCard(order),
    guards: [
      {
        account: cardAccount(order.cardId, order.currency),
        when: [absent('closed')],
        otherwise: () => new CardIsClosed(),
      },
    ],
  }),
  fail: (order) => ({ postings: releaseFunding(order) }),
};
