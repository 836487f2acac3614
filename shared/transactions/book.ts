import { transTypes } from '../contract/codes.ts';
import { CardBalanceInsufficient } from '../contract/errors.ts';
import { AlreadyPosted, entryWrites } from '../ledger/entry.ts';
import { forcedWrites } from '../ledger/forced.ts';
import { toMajor } from '../money/amount.ts';
import { notificationPut } from '../notifications/notification.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision } from '../requests/once.ts';
import { absent, type Write } from '../store/write.ts';
import { adjustmentWrites, saidBy } from './adjustment.ts';
import type { Booking, Moved } from './booking.ts';
import { cardWrites, chainWrites } from './chain-writes.ts';
import type { TransactionContent, TransactionEvent } from './event.ts';
import { type Money, moneyOf } from './event-money.ts';
import { movedBy } from './moved.ts';
import type { Place } from './place.ts';
import {
  type Booked,
  contentToTell,
  facetOf,
  recordKey,
  recordWith,
  type TransactionRecord,
  toldKey,
} from './record.ts';

const stale = () => new StaleDecision();

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
