import type { BinRange } from '../cards/bin.ts';
import { type Card, cardKey, spendingAccount } from '../cards/card.ts';
import { CardBalanceInsufficient } from '../contract/errors.ts';
import { EMBEDDED } from '../issuer/issuer.ts';
import { merchantCardAccount } from '../ledger/accounts.ts';
import { type Entry, entryWrites, type Guard, type Posting } from '../ledger/entry.ts';
import { forcedWrites } from '../ledger/forced.ts';
import { againstNetwork } from '../ledger/mirror.ts';
import { notificationPut } from '../notifications/notification.ts';
import { DUE_ATTRIBUTES, dueAttributes } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision } from '../requests/once.ts';
import type { Item } from '../store/store.ts';
import { absent, type Condition, equals, type Write } from '../store/write.ts';
import { applied, type Chain, chainKey, newChain, positions } from './chain.ts';
import type { TransactionContent, TransactionEvent } from './event.ts';
import { facetOf, recordKey, recordWith, type TransactionRecord } from './record.ts';

/** An event with what it is booked on. */
export interface Booking {
  readonly card: Card;
  readonly event: TransactionEvent;
  readonly chain?: Chain | undefined;
  readonly record?: TransactionRecord | undefined;
  /** The card was cancelled: what becomes available goes to the merchant's account, and what is taken comes from there. */
  readonly closed?: boolean;
  /** Where the network's fees are taken, if that is to be told. */
  readonly feesFrom?: BinRange['feesFrom'];
  /** What else must hold of the card's record, and changes on it. */
  readonly onCard?: {
    readonly when: readonly Condition[];
    readonly set: Item;
    readonly remove: readonly string[];
  };
  readonly correlationId: string;
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
 * suffice.
 */
export function bookWrites(platform: Platform, booking: Booking): Write[] {
  const { writes, money } = booked(platform, booking);
  return money ? [...writes, ...entryWrites(money.entry, noFunds, [money.payer, ...money.others])] : writes;
}

/** The same for an event that happened whether there were funds or not: a clearing is never declined. */
export async function bookForcedWrites(platform: Platform, booking: Booking): Promise<Write[]> {
  const { writes, money } = booked(platform, booking);
  if (!money) return writes;
  const guards = [{ ...money.payer, overdraft: true }, ...money.others];
  return [...writes, ...(await forcedWrites(platform, money.entry, noFunds, guards))];
}

const noFunds = () => new CardBalanceInsufficient();

function booked(platform: Platform, booking: Booking): { writes: Write[]; money?: Money } {
  const { card, record, correlationId } = booking;
  const event = { ...booking.event, content: contentOf(booking) };
  const before = booking.chain ?? newChain(event, card);
  const after = applied(before, event);
  const now = platform.now();
  const money = moneyOf(booking, before, after, now);
  const writes = [
    recordWrite(recordWith(record, event, card, now), record, event),
    chainWrite(platform, after, booking.chain),
    ...cardWrites(booking, before, after),
    notificationPut(platform, {
      type: 'card_transaction',
      subject: `${event.issuer}/${event.recordNo}/${event.category}`,
      userNo: card.userNo,
      content: event.content,
      correlationId,
    }),
  ];
  return { writes, ...(money && { money }) };
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

/** An open hold is due to expire, if it is ours to release; the chain leaves the due index with it. */
function chainWrite(platform: Platform, chain: Chain, known: Chain | undefined): Write {
  const key = chainKey(chain);
  const holds = positions(chain).hold > 0n;
  const due =
    chain.issuer === EMBEDDED ? dueAttributes(chain.root, platform.now() + platform.holdMs) : undefined;
  if (!known) {
    const item = { ...key, ...chain, ...(holds && due) };
    return { kind: 'put', table: 'transactions', item, otherwise: stale };
  }
  const begins = holds && positions(known).hold === 0n;
  return {
    kind: 'update',
    table: 'transactions',
    key,
    set: { ...chain, ...(begins && due) },
    remove: holds ? [] : DUE_ATTRIBUTES,
    when: [equals('version', known.version)],
    otherwise: stale,
  };
}

function moneyOf(
  { card, event, closed = false }: Booking,
  before: Chain,
  after: Chain,
  at: number,
): Money | undefined {
  const postings = postingsOf(card, closed, before, after);
  if (postings.length === 0) return undefined;
  const cause = event.expires
    ? `hold/${after.issuer}/${after.cardId}/${after.root}/expired`
    : `transaction/${event.issuer}/${event.recordNo}/${event.category}`;
  const about = { recordNo: event.recordNo };
  return { entry: { cause, at, postings, about }, ...guardsOf(card, closed) };
}

/** What moves between the card and whoever settles with the network when the chain's positions change. */
function postingsOf(card: Card, closed: boolean, before: Chain, after: Chain): Posting[] {
  const [held, spent] = [
    positions(after).hold - positions(before).hold,
    positions(after).spent - positions(before).spent,
  ];
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

function cardWrites({ card, onCard }: Booking, before: Chain, after: Chain): Write[] {
  const used = (chain: Chain) => positions(chain).hold + positions(chain).spent;
  const usedAmount = used(after) - used(before);
  if (usedAmount === 0n && !onCard) return [];
  return [
    {
      kind: 'update',
      table: 'cards',
      key: cardKey(card.cardId),
      ...onCard,
      add: { usedAmount },
      otherwise: stale,
    },
  ];
}
