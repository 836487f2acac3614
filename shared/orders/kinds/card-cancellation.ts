import { releaseHolder } from '../../cardholders/on-card.ts';
import { type Card, cardKey, cardOf, unsuitable } from '../../cards/card.ts';
import { closedSecrets } from '../../cards/purge.ts';
import { opTypes } from '../../contract/codes.ts';
import type { CheckedRequestOf } from '../../contract/operation.ts';
import type { cardClose } from '../../contract/operations/card-orders.ts';
import { groupKey } from '../../groups/group.ts';
import { EMBEDDED } from '../../issuer/issuer-name.ts';
import { cardAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { balanceFrom, RETURNING, readBalance } from '../../ledger/balance.ts';
import { type ForcedGuard, freeze, type Guard, release } from '../../ledger/entry.ts';
import type { Call, Platform } from '../../platform/platform.ts';
import { StaleDecision } from '../../requests/once.ts';
import { equals, type Write } from '../../store/write.ts';
import { type Acceptance, acceptOrder, type OrderAnswer } from '../accept.ts';
import { type CancellationOrder, returnedPostings, toldAmount } from '../order.ts';
import type { OrderKind, Settlement } from './kind.ts';

type Request = CheckedRequestOf<typeof cardClose>;

/**
 * Accepts a cancellation: from here on nothing more is ordered onto the card, and all that is available on it is frozen to
 * go back to the account. It may still be refused, so what happens on the card meanwhile is booked on the card, where a
 * refusal leaves it. A supplementary card has nothing of its own.
 */
export function cancelCard(request: Request, call: Call): Promise<OrderAnswer> {
  const { store } = call.platform;
  return acceptOrder(call, 'cardClose', request, async () => {
    const card = await cardOf(store, call.merchant.userNo, request.cardId);
    if (card.status === 'closed' || card.status === 'closing') throw unsuitable(card);
    if (card.groupId !== undefined) return cancellation(card, 0n);
    const account = cardAccount(card.cardId, card.currency);
    const { available } = await readBalance(store, account);
    const amount = available > 0n ? available : 0n;
    const guard = {
      account,
      when: [equals('available', available)],
      set: { closing: true, [RETURNING]: amount },
      otherwise: () => new StaleDecision(),
    };
    return { ...cancellation(card, amount), postings: freeze(account, amount), guards: [guard] };
  });
}

function cancellation(card: Card, amount: bigint): Acceptance {
  const { cardId, groupId, cardUserId, cardType, cardForm, currency, issuer, status } = card;
  return {
    order: {
      opType: opTypes.cardCancellation,
      cardId,
      ...(groupId !== undefined && { groupId }),
      ...(cardUserId !== undefined && { cardUserId }),
      cardType,
      cardForm,
      currency,
      issuer,
      amount,
      fee: 0n,
      cardStatusBefore: status,
    },
    postings: [],
    writes: [statusChange(cardId, status, { status: 'closing' }, () => new StaleDecision())],
  };
}

const statusChange = (cardId: string, from: string, set: Partial<Card>, otherwise?: () => Error): Write => ({
  kind: 'update',
  table: 'cards',
  key: cardKey(cardId),
  set,
  when: [equals('status', from)],
  ...(otherwise && { otherwise }),
});

/** The card is closed, its balance or its debt on the account; or it is what it was before. */
export const cardCancellation: OrderKind<CancellationOrder> = {
  async succeed(order, { platform }) {
    if (order.groupId !== undefined) return closed(order, platform);
    const account = cardAccount(order.cardId, order.currency);
    const { available } = await readBalance(platform.store, account);
    const onCard: Guard = {
      account,
      when: [equals('available', available)],
      set: { closed: true },
      remove: ['closing', RETURNING],
      otherwise: (item) =>
        balanceFrom(account, item).available === available ? undefined : new StaleDecision(),
    };
    const rest = available === 0n ? {} : { rest: available };
    return { ...closed({ ...order, ...rest }, platform, onCard), onOrder: rest };
  },
  fail(order) {
    const writes = [statusChange(order.cardId, 'closing', { status: order.cardStatusBefore })];
    if (order.groupId !== undefined) return { postings: [], writes };
    const account = cardAccount(order.cardId, order.currency);
    return {
      postings: release(account, order.amount),
      // Orders that were accepted by an earlier version had the balance closed from the beginning.
      guards: [{ account, remove: ['closing', 'closed', RETURNING], otherwise: () => undefined }],
      writes,
    };
  },
};

/** What was frozen goes back with what became available since; what the card owes is the account's, which may owe it then. */
function closed(order: CancellationOrder, platform: Platform, onCard?: Guard): Settlement {
  const account = merchantCardAccount(order.userNo, order.currency);
  const payer: ForcedGuard = { account, overdraft: true, otherwise: () => undefined };
  const owes = order.amount + (order.rest ?? 0n) < 0n;
  return {
    postings: returnedPostings(order),
    guards: [...(onCard ? [onCard] : []), ...(owes ? [payer] : [])],
    writes: [
      statusChange(order.cardId, 'closing', { status: 'closed', closedAmount: toldAmount(order) }),
      ...leaveGroup(order),
      ...(order.issuer === EMBEDDED ? closedSecrets(platform, order) : []),
      ...(order.cardUserId === undefined ? [] : [releaseHolder(order.cardUserId)]),
    ],
  };
}

function leaveGroup({ groupId }: CancellationOrder): Write[] {
  if (groupId === undefined) return [];
  return [{ kind: 'update', table: 'cards', key: groupKey(groupId), add: { cardCount: -1 } }];
}
