import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { absent, type Write } from '../../../runtime/store/write.ts';
import { transTypes } from '../../../wire/contract/codes.ts';
import { CardBalanceInsufficient } from '../../../wire/errors.ts';
import { toMajor } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import { forcedEntryWrites } from '../../money/accounts/forced-postings.ts';
import { entryWrites } from '../../money/ledger/entry.ts';
import { notificationPut } from '../../notifications/outbox.ts';
import {
  type BookedAmounts,
  settlementStageOf,
  type Transaction,
  transactionKey,
  transactionWith,
  upstreamRecordNoKey,
} from '../model/transaction.ts';
import { contentForMerchant } from '../model/transaction-content.ts';
import type { TransactionContent, TransactionEvent } from '../model/transaction-event.ts';
import { adjustmentWrites, reportedEffects } from './adjustment-record.ts';
import { authorizationWrites, cardUsageWrites } from './authorization-writes.ts';
import { balanceEffectsOf } from './balance-effects.ts';
import { type EventEntry, eventEntryOf } from './event-entry.ts';
import type { AuthorizationMatch } from './match-authorization.ts';
import type { BalanceEffects, TransactionToPost } from './transaction-to-post.ts';

/**
 * The writes that post an event: its record, its authorization, its journal entry, the card's used amount and
 * the merchant's notification. They throw WriteConflict if what they are based on has changed, and
 * CardBalanceInsufficient if there are not enough funds.
 *
 * @throws ParameterInvalid when more would be held or moved at once than an amount can express
 */
export function transactionWrites(deps: Dependencies, transaction: TransactionToPost): Write[] {
  const { writes, money } = buildWrites(deps, transaction);
  return money
    ? [...writes, ...entryWrites(money.entry, insufficientFunds, [money.payer, ...money.others])]
    : writes;
}

/**
 * As `transactionWrites`, but without a check of funds: a clearing is never declined.
 *
 * @throws WriteConflict when someone else has posted the event
 */
export async function forcedTransactionWrites(
  deps: Dependencies,
  transaction: TransactionToPost,
): Promise<Write[]> {
  const { writes, money } = buildWrites(deps, transaction);
  if (!money) return writes;
  const guards = [{ ...money.payer, overdraft: true }, ...money.others];
  // Someone else may post the event after its record was read: on retry it is a duplicate.
  const posted = await forcedEntryWrites(deps, money.entry, insufficientFunds, guards, writeConflict);
  return [...writes, ...posted];
}

const insufficientFunds = () => new CardBalanceInsufficient();

function buildWrites(
  deps: Dependencies,
  transaction: TransactionToPost,
): { writes: Write[]; money?: EventEntry } {
  const { card, match, correlationId } = transaction;
  const { recordNo } = match;
  const event = { ...transaction.event, content: contentWithPayer(transaction) };
  const effects = balanceEffectsOf(event, match, card);
  const reported = reportedEffects(event, effects);
  const booked = bookedAmountsOf(event, match, effects, reported.amount);
  const now = deps.now();
  const { reason, decline } = transaction;
  const details = { ...(reason !== undefined && { reason }), ...(decline && { decline }) };
  const record = transactionWith(match.record, event, { card, booked, now, recordNo, ...details });
  const money = eventEntryOf(transaction, effects, now);
  const writes = [
    recordWrite(record, event, transaction),
    ...match.renumbered.map((number) => renumberingPut(event.source, number)),
    ...authorizationWrites(deps, card, event, effects.after, match),
    ...cardUsageWrites(transaction, effects),
    notificationPut(deps, {
      type: 'card_transaction',
      subject: `${recordNo}/${event.category}`,
      userNo: card.userNo,
      content: contentForMerchant(event.content, recordNo, booked),
      correlationId,
    }),
    ...adjustmentWrites(deps, { ...transaction, event }, reported.unreported),
  ];
  return { writes, ...(money && { money }) };
}

/**
 * What the event changes, and the amount that the merchant is notified of: for a settled event between card and
 * network, otherwise on hold. The amount is left out if it equals the local amount, except on settled events
 * and reversals, and if the transaction was declined.
 */
function bookedAmountsOf(
  { approved, category, transType, localAmount, content }: TransactionEvent,
  { originRecordNo }: AuthorizationMatch,
  { held, spent }: BalanceEffects,
  amount: bigint,
): BookedAmounts {
  const isStated =
    approved && (category === 2 || transType === transTypes.reversal || amount !== localAmount);
  return {
    held,
    spent,
    ...(isStated && { settleAmount: toMajor(amount, content.localCurrency) }),
    ...(originRecordNo !== undefined && { originRecordNo }),
  };
}

/** The event's content, with whether the card or its account pays and is paid. */
function contentWithPayer({ event, closed, feesFrom }: TransactionToPost): TransactionContent {
  const feeType = feesFrom === 'card' && !closed ? 1 : 2;
  return { ...event.content, ...(feesFrom && { feeType }), fundsType: closed ? 2 : 1 };
}

function recordWrite(
  record: Transaction,
  event: TransactionEvent,
  { match, request }: TransactionToPost,
): Write {
  const key = transactionKey(record);
  if (!match.record) {
    const item = { ...key, ...record, ...(request && { request }) };
    return { kind: 'put', table: 'transactions', item, onConflict: writeConflict };
  }
  const { issuer: _, recordNo: __, cardId: ___, userNo: ____, ...set } = record;
  return {
    kind: 'update',
    table: 'transactions',
    key,
    set,
    when: [absent(settlementStageOf(event))],
    onConflict: writeConflict,
  };
}

const renumberingPut = (
  source: string,
  { upstreamRecordNo, recordNo }: AuthorizationMatch['renumbered'][number],
): Write => ({
  kind: 'put',
  table: 'transactions',
  item: { ...upstreamRecordNoKey(source, upstreamRecordNo), recordNo },
  onConflict: writeConflict,
});
