import { retryOnConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { InboundContent } from '../../../wire/contract/notifications.ts';
import { NotEntitled, StatusNotSuitable } from '../../../wire/errors.ts';
import { balanceKey } from '../../money/ledger/account.ts';
import { creditCeilingWrites } from '../../money/suspense/credit-ceiling.ts';
import { numberNamespace } from '../../parties/upstream.ts';
import type { UpstreamCall } from '../../upstream-call.ts';
import { upstreamCardOf } from '../cards/upstream-card.ts';
import type { Authorization } from '../model/authorization.ts';
import { findBinRange } from '../model/bin-range.ts';
import { type Card, spendingAccount } from '../model/card.ts';
import { isDuplicate } from '../model/transaction.ts';
import { eventFrom } from '../model/transaction-event.ts';
import { authorizationAfter } from './balance-effects.ts';
import { enrichmentWrites } from './enrichment.ts';
import { alarmOnExcessReturns, excessReturnOf } from './excess-returns.ts';
import { AUTHORIZED_BY_ANOTHER, type AuthorizationMatch, matchAuthorization } from './match-authorization.ts';
import { forcedTransactionWrites } from './post-transaction.ts';

/**
 * Handles a card_transaction webhook, whatever the order in which messages arrive: records it, posts it and
 * notifies the merchant, in one transaction with the writes that complete the inbox message. A duplicate
 * moves nothing, but texts that it completes are stored.
 *
 * @throws RequestNumberReused when the number was used for something else
 * @throws NothingFound when the upstream has no such card
 * @throws NotEntitled when the upstream was not granted the card's BIN range, or another upstream authorized
 *   the transaction
 * @throws DailyCeilingReached when it brings more money than the upstream may bring in a day
 * @throws StatusNotSuitable when `rejectDuplicate` is set and it was posted before
 */
export async function handleCardTransaction(
  content: InboundContent<'card_transaction'>,
  call: UpstreamCall,
): Promise<void> {
  const { deps, upstream, correlationId } = call;
  const { store, utcOffset } = deps;
  await retryOnConflict(async () => {
    const card = await upstreamCardOf(call, content.cardId);
    const { issuer, currency } = card;
    const origin = { source: numberNamespace(upstream), issuer, currency };
    const event = eventFrom({ ...content, cardId: card.cardId }, origin, utcOffset, deps.now());
    const [match, closed, range] = await Promise.all([
      matchAuthorization(deps, event),
      isBalanceClosed(store, card),
      findBinRange(store, card.binRangeId),
    ]);
    if (match.authorizedByAnother && !call.rejectDuplicate) throw new NotEntitled(AUTHORIZED_BY_ANOTHER);
    const feesFrom = range?.feesFrom ?? 'account';
    const transaction = { card, event, match, closed, feesFrom, correlationId };
    const isDuplicateMessage = isDuplicate(match.record, event);
    if (isDuplicateMessage && call.rejectDuplicate)
      throw new StatusNotSuitable('message', 'booked on this card already');
    const after = isDuplicateMessage ? match.authorization : authorizationAfter(event, match, card);
    const writes = isDuplicateMessage
      ? enrichmentWrites(match.record, event)
      : await forcedTransactionWrites(deps, transaction);
    const counted = await ceilingWrites(call, match, after);
    const all = [...writes, ...counted, ...(call.completionWrites ?? [])];
    if (all.length > 0) await store.write(all);
    alarmOnExcessReturns(deps, after, event);
  });
}

/**
 * Counts what the event credits beyond what was ever taken against the upstream's daily ceiling. Messages
 * that an operator releases are not counted: the operator has looked at them.
 */
async function ceilingWrites(
  { deps, upstream, rejectDuplicate }: UpstreamCall,
  match: AuthorizationMatch,
  after: Authorization | undefined,
): Promise<Write[]> {
  if (!after || rejectDuplicate) return [];
  const before = [match.authorization, match.merged].flatMap((authorization) => authorization ?? []);
  const { currency } = after;
  return creditCeilingWrites(deps, upstream, {
    currency,
    amount: excessReturnOf(before, after),
    accountCurrency: currency,
  });
}

/** Whether the card's balance was returned, or is being returned. */
export async function isBalanceClosed(store: Store, card: Card): Promise<boolean> {
  return (await store.get('ledger', balanceKey(spendingAccount(card))))?.['closed'] === true;
}
