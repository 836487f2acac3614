import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import { absent, type Write } from '../../../runtime/store/write.ts';
import { transTypes } from '../../../wire/contract/codes.ts';
import { CardBalanceInsufficient } from '../../../wire/errors.ts';
import { toMajor } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import { forcedEntryWrites } from '../../money/accounts/forced-postings.ts';
import { AlreadyPosted, entryWrites } from '../../money/ledger/entry.ts';
import { notificationPut } from '../../notifications/notification.ts';
import {
  type BookedAmounts,
  contentForMerchant,
  settlementStageOf,
  type Transaction,
  transactionKey,
  transactionWith,
  upstreamRecordNoKey,
} from '../model/transaction.ts';
import type { TransactionContent, TransactionEvent } from '../model/transaction-event.ts';
import { adjustmentWrites, reportedEffects } from './adjustment-record.ts';
import { authorizationWrites, cardUsageWrites } from './authorization-writes.ts';
import { balanceEffectsOf } from './balance-effects.ts';
import { type EventEntry, eventEntryOf } from './event-entry.ts';
import type { AuthorizationMatch } from './match-authorization.ts';
import type { BalanceEffects, TransactionToPost } from './transaction-to-post.ts';

const writeConflict = () => new WriteConflict();

/**
 * The writes that make an event true: its record, its chain, the money, the card's used amount and the merchant's
 * notification. StaleDecision when what it is booked on has changed; CardBalanceInsufficient when the funds do not
 * suffice; ParameterInvalid when more would be held or moved at once than an amount can tell.
 */
export function transactionWrites(deps: Dependencies, transaction: TransactionToPost): Write[] {
  const { writes, money } = buildWrites(deps, transaction);
  return money
    ? [...writes, ...entryWrites(money.entry, insufficientFunds, [money.payer, ...money.others])]
    : writes;
}

/** The same for an event that happened whether there were funds or not: a clearing is never declined. */
export async function forcedTransactionWrites(
  deps: Dependencies,
  transaction: TransactionToPost,
): Promise<Write[]> {
  const { writes, money } = buildWrites(deps, transaction);
  if (!money) return writes;
  const guards = [{ ...money.payer, overdraft: true }, ...money.others];
  try {
    return [...writes, ...(await forcedEntryWrites(deps, money.entry, insufficientFunds, guards))];
  } catch (error) {
    // The same was booked since its record was looked for.
    throw error instanceof AlreadyPosted ? new WriteConflict() : error;
  }
}

const insufficientFunds = () => new CardBalanceInsufficient();

function buildWrites(
  deps: Dependencies,
  transaction: TransactionToPost,
): { writes: Write[]; money?: EventEntry } {
  const { card, match, correlationId } = transaction;
  const { recordNo } = match;
  const event = { ...transaction.event, content: contentWithPayer(transaction) };
  const moved = balanceEffectsOf(event, match, card);
  const said = reportedEffects(event, moved);
  const booked = bookedAmountsOf(event, match, moved, said.amount);
  const now = deps.now();
  const { reason, decline } = transaction;
  const more = { ...(reason !== undefined && { reason }), ...(decline && { decline }) };
  const record = transactionWith(match.record, event, { card, booked, now, recordNo, ...more });
  const money = eventEntryOf(transaction, moved, now);
  const writes = [
    recordWrite(record, match.record, event),
    ...match.renumbered.map((number) => renumberingPut(event.source, number)),
    ...authorizationWrites(deps, card, event, moved.after, match),
    ...cardUsageWrites(transaction, moved),
    notificationPut(deps, {
      type: 'card_transaction',
      subject: `${recordNo}/${event.category}`,
      userNo: card.userNo,
      content: contentForMerchant(event.content, recordNo, booked),
      correlationId,
    }),
    ...adjustmentWrites(deps, { ...transaction, event }, said.unsaid),
  ];
  return { writes, ...(money && { money }) };
}

/**
 * What merchants are told that an event moved: of a settled one between card and network, of others on hold. It is left out
 * where it is the local amount, but for what is settled or reversed, and where nothing moves since it was declined.
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

/** What the merchant is told: the event, and whether the card or its account pays and is paid. */
function contentWithPayer({ event, closed, feesFrom }: TransactionToPost): TransactionContent {
  const feeType = feesFrom === 'card' && !closed ? 1 : 2;
  return { ...event.content, ...(feesFrom && { feeType }), fundsType: closed ? 2 : 1 };
}

function recordWrite(record: Transaction, known: Transaction | undefined, event: TransactionEvent): Write {
  const key = transactionKey(record);
  if (!known)
    return { kind: 'put', table: 'transactions', item: { ...key, ...record }, onConflict: writeConflict };
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
