import { type Card, spendingAccount } from '../cards/card.ts';
import { merchantCardAccount } from '../ledger/accounts.ts';
import type { Entry, Guard, Posting } from '../ledger/entry.ts';
import { againstNetwork } from '../ledger/mirror.ts';
import { StaleDecision } from '../requests/once.ts';
import type { Item } from '../store/item.ts';
import { absent, equals } from '../store/write.ts';
import type { Booking, Change } from './booking.ts';
import type { TransactionEvent } from './event.ts';
import type { Place } from './place.ts';

/** The journal entry of an event, and what must hold of the balances; `payer` is the one that money is taken from. */
export interface Money {
  readonly entry: Entry;
  readonly payer: Guard;
  readonly others: readonly Guard[];
}

/** The cause of the entry of an event's money. A hold that expires again, for what was told after that, is an event like others. */
const causeOf = (
  { source, cardId, originRecordNo, expires, category }: TransactionEvent,
  { recordNo, chain }: Place,
): string =>
  expires && !chain?.expired
    ? `hold/${source}/${cardId}/${originRecordNo}/expired`
    : `transaction/${recordNo}/${category}`;

/** The money of an event, if it moves any; `at` is the entry's time, epoch milliseconds. */
export function moneyOf(
  { card, event, place, closed = false }: Booking,
  moved: Change,
  at: number,
): Money | undefined {
  const postings = postingsOf(card, closed, moved);
  if (postings.length === 0) return undefined;
  const cause = causeOf(event, place);
  const remark = event.expires ? { remark: event.content.respCodeDesc } : {};
  const about = { recordNo: place.recordNo, ...remark };
  return { entry: { cause, at, postings, about }, ...guardsOf(card, closed) };
}

/** What moves between the card and whoever settles with the network when the chain's positions change. */
function postingsOf(
  card: Pick<Card, 'cardId' | 'groupId' | 'userNo' | 'currency' | 'issuer'>,
  closed: boolean,
  { held, spent }: Change,
): Posting[] {
  const account = spendingAccount(card);
  const spendable = closed ? merchantCardAccount(card.userNo, card.currency) : account;
  return againstNetwork(card.issuer, [
    { account, side: 'frozen', amount: held },
    { account: spendable, side: 'available', amount: -held - spent },
  ]);
}

/** The money goes where it was decided to: a cancellation in between decides anew. */
function guardsOf(card: Card, closed: boolean): Pick<Money, 'payer' | 'others'> {
  const account = spendingAccount(card);
  const isClosed = (current: Item | undefined) => current?.['closed'] === true;
  const own: Guard = {
    account,
    when: closed ? [equals('closed', true)] : [absent('closed')],
    otherwise: (current) => (isClosed(current) === closed ? undefined : new StaleDecision()),
  };
  if (!closed) return { payer: own, others: [] };
  const payer = { account: merchantCardAccount(card.userNo, card.currency), otherwise: () => undefined };
  return { payer, others: [own] };
}
