import { releaseHolder } from '../../cardholders/on-card.ts';
import { type Card, cardKey, cardOf } from '../../cards/card.ts';
import { opTypes } from '../../contract/codes.ts';
import { StatusNotSuitable } from '../../contract/errors.ts';
import type { CheckedRequestOf } from '../../contract/operation.ts';
import type { cardClose } from '../../contract/operations/card-orders.ts';
import { groupKey } from '../../groups/group.ts';
import { cardAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { readBalance } from '../../ledger/balance.ts';
import { entryWrites, freeze, release, transfer } from '../../ledger/entry.ts';
import { orderMirror } from '../../ledger/mirror.ts';
import type { Call, Platform } from '../../platform/platform.ts';
import { StaleDecision } from '../../requests/once.ts';
import { equals, type Write } from '../../store/write.ts';
import { type Acceptance, acceptOrder, type OrderAnswer } from '../accept.ts';
import { type CancellationOrder, fundingAccount } from '../order.ts';
import type { OrderKind } from './kind.ts';

type Request = CheckedRequestOf<typeof cardClose>;

/**
 * Accepts a cancellation: from here on nothing can be put onto the card, and all that is available on it is frozen to
 * go back to the account. What open refunds and authorizations hold goes its own way; a supplementary card has nothing
 * of its own.
 */
export function cancelCard(request: Request, call: Call): Promise<OrderAnswer> {
  const { store } = call.platform;
  return acceptOrder(call, 'cardClose', request, async () => {
    const card = await cardOf(store, call.merchant.userNo, request.cardId);
    if (card.status === 'closed' || card.status === 'closing') throw new StatusNotSuitable('card');
    if (card.groupId !== undefined) return cancellation(card, 0n);
    const account = cardAccount(card.cardId, card.currency);
    const { available } = await readBalance(store, account);
    const amount = available > 0n ? available : 0n;
    const guard = {
      account,
      when: [equals('available', available)],
      set: { closed: true },
      otherwise: () => new StaleDecision(),
    };
    return { ...cancellation(card, amount), postings: freeze(account, amount), guards: [guard] };
  });
}

function cancellation(card: Card, amount: bigint): Acceptance {
  const { cardId, groupId, cardUserId, cardType, currency, issuer, status } = card;
  return {
    order: {
      opType: opTypes.cardCancellation,
      cardId,
      ...(groupId !== undefined && { groupId }),
      ...(cardUserId !== undefined && { cardUserId }),
      cardType,
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
    return {
      postings: transfer(
        [cardAccount(order.cardId, order.currency), 'frozen'],
        [fundingAccount(order), 'available'],
        order.amount,
      ),
      writes: [
        ...(await debtWrites(order, platform)),
        statusChange(order.cardId, 'closing', { status: 'closed', closedAmount: order.amount }),
        ...leaveGroup(order),
        ...(order.cardUserId === undefined ? [] : [releaseHolder(order.cardUserId)]),
      ],
    };
  },
  fail(order) {
    const writes = [statusChange(order.cardId, 'closing', { status: order.cardStatusBefore })];
    if (order.groupId !== undefined) return { postings: [], writes };
    const account = cardAccount(order.cardId, order.currency);
    return {
      postings: release(account, order.amount),
      guards: [{ account, remove: ['closed'], otherwise: () => undefined }],
      writes,
    };
  },
};

/**
 * A card that was overdrawn owes: its account pays, as it pays what is taken from the card after this. Where there is a
 * debt nothing was frozen, so the order's own entry moves nothing on either balance.
 */
async function debtWrites(order: CancellationOrder, { store, now }: Platform): Promise<Write[]> {
  if (order.groupId !== undefined) return [];
  const account = cardAccount(order.cardId, order.currency);
  const { available } = await readBalance(store, account);
  if (available >= 0n) return [];
  const payer = merchantCardAccount(order.userNo, order.currency);
  const moved = transfer([payer, 'available'], [account, 'available'], -available);
  const postings = [...moved, ...orderMirror(order.issuer, order.currency, moved, 0n)];
  const stale = () => new StaleDecision();
  return entryWrites({ cause: `order/${order.orderId}/debt`, at: now(), postings }, stale, [
    { account, when: [equals('available', available)], otherwise: stale },
    { account: payer, overdraft: true, otherwise: () => undefined },
  ]);
}

function leaveGroup({ groupId }: CancellationOrder): Write[] {
  if (groupId === undefined) return [];
  return [{ kind: 'update', table: 'cards', key: groupKey(groupId), add: { cardCount: -1 } }];
}
