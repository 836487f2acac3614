import type { BinRange } from '../cards/bin.ts';
import { type Card, spendingAccount } from '../cards/card.ts';
import { transTypes } from '../contract/codes.ts';
import { CardBalanceInsufficient, ParameterInvalid } from '../contract/errors.ts';
import { merchantCardAccount } from '../ledger/accounts.ts';
import { AlreadyPosted, type Entry, entryWrites, type Guard, type Posting } from '../ledger/entry.ts';
import { forcedWrites } from '../ledger/forced.ts';
import { againstNetwork } from '../ledger/mirror.ts';
import { AMOUNT_DIGITS, MAX_MINOR, toMajor } from '../money/amount.ts';
import { notificationPut } from '../notifications/notification.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision } from '../requests/once.ts';
import type { Item } from '../store/store.ts';
import { absent, equals, type Write } from '../store/write.ts';
import { adjustmentWrites, saidBy } from './adjustment.ts';
import { applied, type Chain, joined, newChain, positions } from './chain.ts';
import { type CardChange, cardWrites, chainWrites } from './chain-writes.ts';
import { eventOf, type TransactionContent, type TransactionEvent } from './event.ts';
import { ofCard, type Place } from './place.ts';
import {
  type Booked,
  contentToTell,
  facetOf,
  recordKey,
  recordWith,
  type TransactionRecord,
  toldKey,
} from './record.ts';

/** An event with what it is booked on. */
export interface Booking extends Pick<TransactionRecord, 'reason' | 'decline'> {
  readonly card: Card;
  readonly event: TransactionEvent;
  /** As the tables had it when it was decided. */
  readonly place: Place;
  /** The card was cancelled: what becomes available goes to the merchant's account, and what is taken comes from there. */
  readonly closed?: boolean;
  /** Where the network's fees are taken, if that is to be told. */
  readonly feesFrom?: BinRange['feesFrom'];
  /** What else must hold of the card's record, and changes on it. */
  readonly onCard?: CardChange;
  readonly correlationId: string;
}

/** What a booking makes of the event's chain, and what that moves in minor units. */
interface Moved {
  readonly after: Chain;
  readonly held: bigint;
  readonly spent: bigint;
}

const stale = () => new StaleDecision();

/** The journal entry of an event, and what must hold of the balances; `payer` is the one that money is taken from. */
interface Money {
  readonly entry: Entry;
  readonly payer: Guard;
  readonly others: readonly Guard[];
}

/**
 * The writes that make an event true: its record, its chain, the money, the card's used amount and the merchant's
 * notification. StaleDecision when what it is booked on has changed; CardBalanceInsufficient when the funds do not
 * suffice; ParameterInvalid when more would be held or moved at once than an amount can tell.
 */
export function bookWrites(platform: Platform, booking: Booking): Write[] {
  const { writes, money } = whole(platform, booking);
  return money ? [...writes, ...entryWrites(money.entry, noFunds, [money.payer, ...money.others])] : writes;
}

/** The same for an event that happened whether there were funds or not: a clearing is never declined. */
export async function bookForcedWrites(platform: Platform, booking: Booking): Promise<Write[]> {
  const { writes, money } = whole(platform, booking);
  if (!money) return writes;
  const guards = [{ ...money.payer, overdraft: true }, ...money.others];
  try {
    return [...writes, ...(await forcedWrites(platform, money.entry, noFunds, guards))];
  } catch (error) {
    // The same was booked since its record was looked for.
    throw error instanceof AlreadyPosted ? new StaleDecision() : error;
  }
}

const noFunds = () => new CardBalanceInsufficient();

function whole(platform: Platform, booking: Booking): { writes: Write[]; money?: Money } {
  const { card, place, correlationId } = booking;
  const { recordNo } = place;
  const event = { ...booking.event, content: contentOf(booking) };
  const moved = movedBy(event, place, card);
  assertTellable(moved);
  const said = saidBy(event, moved);
  const booked = bookedAs(event, place, moved, said.amount);
  const now = platform.now();
  const { reason, decline } = booking;
  const more = { ...(reason !== undefined && { reason }), ...(decline && { decline }) };
  const record = recordWith(place.record, event, { card, booked, now, recordNo, ...more });
  const money = moneyOf(booking, moved, now);
  const writes = [
    recordWrite(record, place.record, event),
    ...place.renumbered.map((number) => toldWrite(event.source, number)),
    ...chainWrites(platform, card, event, moved.after, place),
    ...cardWrites(booking, moved),
    notificationPut(platform, {
      type: 'card_transaction',
      subject: `${recordNo}/${event.category}`,
      userNo: card.userNo,
      content: contentToTell(event.content, recordNo, booked),
      correlationId,
    }),
    ...adjustmentWrites(platform, { ...booking, event }, said.unsaid),
  ];
  return { writes, ...(money && { money }) };
}

/** The chain after the event, with the chain that became part of it by the event. */
export function chainAfter(
  event: TransactionEvent,
  place: Place,
  card: Pick<Card, 'groupId' | 'currency'>,
): Chain {
  const { chain, part, record, root } = place;
  const known = chain ?? newChain({ ...ofCard(event, card), root });
  const other = record?.[event.category === 1 ? 'settled' : 'unsettled'];
  return applied(part ? joined(known, part) : known, event, other && eventOf(event.source, other, ANY_ZONE));
}

/** What a chain adds up to does not depend on when anything was. */
const ANY_ZONE = '+00:00';

function movedBy(event: TransactionEvent, place: Place, card: Card): Moved {
  const after = chainAfter(event, place, card);
  const before = [place.chain, place.part].flatMap((chain) => (chain ? [positions(chain)] : []));
  const was = (side: 'hold' | 'spent') => before.reduce((sum, each) => sum + each[side], 0n);
  const is = positions(after);
  return { after, held: is.hold - was('hold'), spent: is.spent - was('spent') };
}

/** What a chain holds is told in one amount when it is released, and so is what an event takes or brings back. */
function assertTellable({ after, spent }: Moved): void {
  if ([positions(after).hold, spent].some((amount) => amount > MAX_MINOR || amount < -MAX_MINOR))
    throw new ParameterInvalid(
      'localCurrencyAmt',
      `comes to more than ${AMOUNT_DIGITS} digits with what it follows`,
    );
}

/**
 * What merchants are told that an event moved: of a settled one between card and network, of others on hold. It is left out
 * where it is the local amount, but for what is settled or reversed, and where nothing moves since it was declined.
 */
function bookedAs(
  { approved, category, transType, localAmount, content }: TransactionEvent,
  { originRecordNo }: Place,
  { held, spent }: Moved,
  amount: bigint,
): Booked {
  const isTold = approved && (category === 2 || transType === transTypes.reversal || amount !== localAmount);
  return {
    held,
    spent,
    ...(isTold && { settleAmount: toMajor(amount, content.localCurrency) }),
    ...(originRecordNo !== undefined && { originRecordNo }),
  };
}

/** What the merchant is told: the event, and whether the card or its account pays and is paid. */
function contentOf({ event, closed, feesFrom }: Booking): TransactionContent {
  const feeType = feesFrom === 'card' && !closed ? 1 : 2;
  return { ...event.content, ...(feesFrom && { feeType }), fundsType: closed ? 2 : 1 };
}

function recordWrite(
  record: TransactionRecord,
  known: TransactionRecord | undefined,
  event: TransactionEvent,
): Write {
  const key = recordKey(record);
  if (!known) return { kind: 'put', table: 'transactions', item: { ...key, ...record }, otherwise: stale };
  const { issuer: _, recordNo: __, cardId: ___, userNo: ____, ...set } = record;
  return {
    kind: 'update',
    table: 'transactions',
    key,
    set,
    when: [absent(facetOf(event))],
    otherwise: stale,
  };
}

const toldWrite = (source: string, { told, recordNo }: Place['renumbered'][number]): Write => ({
  kind: 'put',
  table: 'transactions',
  item: { ...toldKey(source, told), recordNo },
  otherwise: stale,
});

/** The cause of the entry of an event's money. A hold that expires again, for what was told after that, is an event like others. */
const causeOf = (
  { source, cardId, originRecordNo, expires, category }: TransactionEvent,
  { recordNo, chain }: Place,
): string =>
  expires && !chain?.expired
    ? `hold/${source}/${cardId}/${originRecordNo}/expired`
    : `transaction/${recordNo}/${category}`;

function moneyOf(
  { card, event, place, closed = false }: Booking,
  moved: Moved,
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
export function postingsOf(
  card: Pick<Card, 'cardId' | 'groupId' | 'userNo' | 'currency' | 'issuer'>,
  closed: boolean,
  { held, spent }: Pick<Booked, 'held' | 'spent'>,
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
