import { WriteConflict, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { equals, type Write } from '../../../runtime/store/write.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { cardClose } from '../../../wire/contract/operations/card-orders.ts';
import type { CheckedRequestOf } from '../../../wire/contract/operations/operation.ts';
import type { Dependencies, MerchantCall } from '../../dependencies.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { cardAccount, merchantCardAccount } from '../../money/ledger/account.ts';
import { balanceFrom, RETURNING, readBalance } from '../../money/ledger/balance.ts';
import type { BalanceGuard, ForcedDebitGuard } from '../../money/ledger/entry.ts';
import { freeze, release } from '../../money/ledger/posting.ts';
import { liveCardRemovedUpdate } from '../cardholders/live-cards.ts';
import { closedCardSecretWrites } from '../cards/purge-secrets.ts';
import { type Card, cardKey, cardOf, statusNotSuitable } from '../model/card.ts';
import { groupKey } from '../model/group.ts';
import type { CancellationOrder } from '../model/order.ts';
import { reportedAmount, returnPostings } from '../model/order-funds.ts';
import { type AcceptableOrder, type AcceptedOrder, acceptOrder } from './accept-order.ts';
import type { OrderKind, Settlement } from './funding.ts';

type Request = CheckedRequestOf<typeof cardClose>;

/**
 * Accepts a cancellation: no further orders are accepted on the card, and its available balance is frozen for the
 * return to the account. Since the issuer may still refuse, transactions in the meantime are posted to the card. A
 * supplementary card has no balance of its own.
 *
 * @throws NothingFound when the merchant has no such card
 * @throws StatusNotSuitable when the card is closed or being cancelled
 */
export function cancelCard(request: Request, call: MerchantCall): Promise<AcceptedOrder> {
  const { store } = call.deps;
  return acceptOrder(call, { operation: 'cardClose', kind: cardCancellation }, request, async () => {
    const card = await cardOf(store, call.merchant.userNo, request.cardId);
    if (card.status === 'closed' || card.status === 'closing') throw statusNotSuitable(card);
    if (card.groupId !== undefined) return acceptableCancellation(card, 0n);
    const account = cardAccount(card.cardId, card.currency);
    const { available } = await readBalance(store, account);
    const amount = available > 0n ? available : 0n;
    const guard = {
      account,
      when: [equals('available', available)],
      set: { closing: true, [RETURNING]: amount },
      onConflict: writeConflict,
    };
    return { ...acceptableCancellation(card, amount), postings: freeze(account, amount), guards: [guard] };
  });
}

function acceptableCancellation(card: Card, amount: bigint): AcceptableOrder {
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
    writes: [statusUpdate(cardId, status, { status: 'closing' }, writeConflict)],
  };
}

const statusUpdate = (cardId: string, from: string, set: Partial<Card>, onConflict?: () => Error): Write => ({
  kind: 'update',
  table: 'cards',
  key: cardKey(cardId),
  set,
  when: [equals('status', from)],
  ...(onConflict && { onConflict }),
});

/** Success closes the card and moves its balance or debt to the account. Failure restores its previous status. */
export const cardCancellation: OrderKind<CancellationOrder> = {
  async succeed(order, { deps, balanceOf }) {
    if (order.groupId !== undefined) return closedSettlement(order, deps);
    const account = cardAccount(order.cardId, order.currency);
    const { available } = await balanceOf(account);
    const cardGuard: BalanceGuard = {
      account,
      when: [equals('available', available)],
      set: { closed: true },
      remove: ['closing', RETURNING],
      onConflict: (item) =>
        balanceFrom(account, item).available === available ? undefined : new WriteConflict(),
    };
    const remaining = available === 0n ? {} : { balanceChange: available };
    return { ...closedSettlement({ ...order, ...remaining }, deps, cardGuard), orderAttributes: remaining };
  },
  fail(order) {
    const writes = [statusUpdate(order.cardId, 'closing', { status: order.cardStatusBefore })];
    if (order.groupId !== undefined) return { postings: [], writes };
    const account = cardAccount(order.cardId, order.currency);
    return {
      postings: release(account, order.amount),
      // Orders accepted by an earlier version closed the balance at acceptance.
      guards: [{ account, remove: ['closing', 'closed', RETURNING], onConflict: () => undefined }],
      writes,
    };
  },
};

/**
 * Returns frozen and available funds to the account. The account takes over any debt of the card, even into overdraft.
 */
function closedSettlement(
  order: CancellationOrder,
  deps: Dependencies,
  cardGuard?: BalanceGuard,
): Settlement {
  const account = merchantCardAccount(order.userNo, order.currency);
  const payer: ForcedDebitGuard = { account, overdraft: true, onConflict: () => undefined };
  const owes = order.amount + (order.balanceChange ?? 0n) < 0n;
  return {
    postings: returnPostings(order),
    guards: [...(cardGuard ? [cardGuard] : []), ...(owes ? [payer] : [])],
    writes: [
      statusUpdate(order.cardId, 'closing', { status: 'closed', closedAmount: reportedAmount(order) }),
      ...leaveGroupWrites(order),
      ...(order.issuer === EMBEDDED ? closedCardSecretWrites(deps, order) : []),
      ...(order.cardUserId === undefined ? [] : [liveCardRemovedUpdate(order.cardUserId)]),
    ],
  };
}

function leaveGroupWrites({ groupId }: CancellationOrder): Write[] {
  if (groupId === undefined) return [];
  return [{ kind: 'update', table: 'cards', key: groupKey(groupId), add: { cardCount: -1 } }];
}
