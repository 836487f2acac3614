import { cardKey, cardOf } from '../../cards/card.ts';
import { StatusNotSuitable } from '../../contract/errors.ts';
import { opTypes } from '../../contract/notifications.ts';
import type { CheckedRequestOf } from '../../contract/operation.ts';
import type { cardClose } from '../../contract/operations/card-orders.ts';
import { cardAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { readBalance } from '../../ledger/balance.ts';
import { freeze, release, transfer } from '../../ledger/entry.ts';
import type { Call } from '../../platform/platform.ts';
import { StaleDecision } from '../../requests/once.ts';
import { equals } from '../../store/write.ts';
import { acceptOrder, type OrderAnswer } from '../accept.ts';
import type { CardMoneyOrder } from '../order.ts';
import { type OrderKind, orderOn } from './kind.ts';

type Request = CheckedRequestOf<typeof cardClose>;

/**
 * Accepts a cancellation: from here on nothing can be put onto the card, and all that is available on it is frozen to
 * go back to the account. What open refunds hold goes its own way.
 */
export function cancelCard(request: Request, call: Call): Promise<OrderAnswer> {
  const { store } = call.platform;
  return acceptOrder(call, 'cardClose', request, async () => {
    const card = await cardOf(store, call.merchant.userNo, request.cardId);
    if (card.status === 'closed' || card.status === 'closing') throw new StatusNotSuitable('card');
    const account = cardAccount(card.cardId, card.currency);
    const { available } = await readBalance(store, account);
    const amount = available > 0n ? available : 0n;
    return {
      order: {
        ...orderOn(card),
        opType: opTypes.cardCancellation,
        amount,
        fee: 0n,
        cardStatusBefore: card.status,
      },
      postings: freeze(account, amount),
      guards: [
        {
          account,
          when: [equals('available', available)],
          set: { closed: true },
          otherwise: () => new StaleDecision(),
        },
      ],
      writes: [
        {
          kind: 'update',
          table: 'cards',
          key: cardKey(card.cardId),
          set: { status: 'closing' },
          when: [equals('status', card.status)],
          otherwise: () => new StaleDecision(),
        },
      ],
    };
  });
}

/** The card is closed and its balance back on the account; or it is what it was before. */
export const cardCancellation: OrderKind<CardMoneyOrder> = {
  succeed: (order) => ({
    postings: transfer(
      [cardAccount(order.cardId, order.currency), 'frozen'],
      [merchantCardAccount(order.userNo, order.currency), 'available'],
      order.amount,
    ),
    writes: [
      {
        kind: 'update',
        table: 'cards',
        key: cardKey(order.cardId),
        set: { status: 'closed', closedAmount: order.amount },
        when: [equals('status', 'closing')],
      },
    ],
  }),
  fail(order) {
    const account = cardAccount(order.cardId, order.currency);
    return {
      postings: release(account, order.amount),
      guards: [{ account, remove: ['closed'], otherwise: () => undefined }],
      writes: [
        {
          kind: 'update',
          table: 'cards',
          key: cardKey(order.cardId),
          set: { status: order.cardStatusBefore ?? 'active' },
          when: [equals('status', 'closing')],
        },
      ],
    };
  },
};
