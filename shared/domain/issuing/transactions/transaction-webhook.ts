import { retryOnConflict, WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { InboundContent } from '../../../wire/contract/notifications.ts';
import { NotEntitled, StatusNotSuitable } from '../../../wire/errors.ts';
import { balanceKey } from '../../money/ledger/account.ts';
import { AlreadyPosted } from '../../money/ledger/entry.ts';
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
 * Applies what an upstream tells of a card's transaction, in whatever order it comes, and passes it on: record, money
 * and notification are one transaction, with what finishes the message in the inbox. The same again moves nothing, but its
 * texts are taken over where they came richer.
 *
 * @throws RequestNumberReused for something else under the same number, NothingFound for a card that is not the upstream's,
 * NotEntitled for one of a BIN range that the upstream was not given, and for what another upstream authorized;
 * DailyCeilingReached for money beyond what the upstream may bring; StatusNotSuitable for a repeat of what is said to be new
 */
export async function handleCardTransaction(
  content: InboundContent<'card_transaction'>,
  call: UpstreamCall,
): Promise<void> {
  const { deps, upstream, correlationId } = call;
  const { store, utcOffset } = deps;
  await retryOnConflict(async () => {
    const card = await upstreamCardOf(call, content.cardId);
    const numbering = { source: numberNamespace(upstream), currency: card.currency };
    const event = eventFrom({ ...content, cardId: card.cardId }, numbering, utcOffset, deps.now());
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
      : await forcedTransactionWrites(deps, transaction).catch(conflictIfPosted);
    const counted = await ceilingWrites(call, match, after);
    const all = [...writes, ...counted, ...(call.completionWrites ?? [])];
    if (all.length > 0) await store.write(all);
    alarmOnExcessReturns(deps, after, event);
  });
}

/** What counts what the event brings that nothing took before; an operator has looked at what is new. */
async function ceilingWrites(
  { deps, upstream, rejectDuplicate }: UpstreamCall,
  match: AuthorizationMatch,
  after: Authorization | undefined,
): Promise<Write[]> {
  if (!after || rejectDuplicate) return [];
  const before = [match.authorization, match.part].flatMap((authorization) => authorization ?? []);
  const { currency } = after;
  return creditCeilingWrites(deps, upstream, {
    currency,
    amount: excessReturnOf(before, after),
    accountCurrency: currency,
  });
}

/** Somebody else has booked the same since its record was read: it is a repeat by now. */
function conflictIfPosted(error: unknown): never {
  throw error instanceof AlreadyPosted ? new WriteConflict() : error;
}

/** Whether the card's balance was returned, or is about to be. */
export async function isBalanceClosed(store: Store, card: Card): Promise<boolean> {
  return (await store.get('ledger', balanceKey(spendingAccount(card))))?.['closed'] === true;
}
