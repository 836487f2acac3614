import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Item } from '../../../runtime/store/item.ts';
import { absent, equals } from '../../../runtime/store/write.ts';
import { merchantCardAccount } from '../../money/ledger/account.ts';
import type { BalanceGuard, Entry } from '../../money/ledger/entry.ts';
import type { Posting } from '../../money/ledger/posting.ts';
import { withContraPostings } from '../../money/ledger/upstream-positions.ts';
import { type Card, spendingAccount } from '../model/card.ts';
import type { TransactionEvent } from '../model/transaction-event.ts';
import type { AuthorizationMatch } from './match-authorization.ts';
import type { AuthorizationChange, TransactionToPost } from './transaction-to-post.ts';

/** The journal entry of an event, and the conditions on the balances; `payer` is the one that is debited. */
export interface EventEntry {
  readonly entry: Entry;
  readonly payer: BalanceGuard;
  readonly others: readonly BalanceGuard[];
}

/**
 * The cause of an event's entry. If something is held after the hold expired, its second expiry is an event
 * like others.
 */
const entryCauseOf = (
  { source, cardId, originRecordNo, expires, category }: TransactionEvent,
  { recordNo, authorization }: AuthorizationMatch,
): string =>
  expires && !authorization?.expired
    ? `hold/${source}/${cardId}/${originRecordNo}/expired`
    : `transaction/${recordNo}/${category}`;

/** Returns the entry of an event, if it moves money; `at` is the entry's time in epoch milliseconds. */
export function eventEntryOf(
  { card, event, match, closed = false }: TransactionToPost,
  change: AuthorizationChange,
  at: number,
): EventEntry | undefined {
  const postings = postingsOf(card, closed, change);
  if (postings.length === 0) return undefined;
  const cause = entryCauseOf(event, match);
  const remark = event.expires ? { remark: event.content.respCodeDesc } : {};
  const details = { recordNo: match.recordNo, ...remark };
  return { entry: { cause, at, postings, details }, ...balanceGuardsOf(card, closed) };
}

/**
 * Posts a change of the authorization's balances between the card and the account that settles with the
 * network.
 */
function postingsOf(
  card: Pick<Card, 'cardId' | 'groupId' | 'userNo' | 'currency' | 'issuer'>,
  closed: boolean,
  { held, spent }: AuthorizationChange,
): Posting[] {
  const account = spendingAccount(card);
  const spendable = closed ? merchantCardAccount(card.userNo, card.currency) : account;
  return withContraPostings(card.issuer, [
    { account, side: 'frozen', amount: held },
    { account: spendable, side: 'available', amount: -held - spent },
  ]);
}

/**
 * The card must still be open or closed as it was when the postings were made; otherwise a cancellation came
 * in between, and they are made again.
 */
function balanceGuardsOf(card: Card, closed: boolean): Pick<EventEntry, 'payer' | 'others'> {
  const account = spendingAccount(card);
  const isClosed = (current: Item | undefined) => current?.['closed'] === true;
  const own: BalanceGuard = {
    account,
    when: closed ? [equals('closed', true)] : [absent('closed')],
    onConflict: (current) => (isClosed(current) === closed ? undefined : new WriteConflict()),
  };
  if (!closed) return { payer: own, others: [] };
  const payer = { account: merchantCardAccount(card.userNo, card.currency), onConflict: () => undefined };
  return { payer, others: [own] };
}
