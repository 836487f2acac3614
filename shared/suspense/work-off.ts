import { type Card, cardFrom, cardKey } from '../cards/card.ts';
import { cardTold } from '../cards/held.ts';
import type { JsonObject } from '../codec/json.ts';
import {
  NothingFound,
  ParameterInvalid,
  RequestNumberReused,
  StatusNotSuitable,
} from '../contract/errors.ts';
import { inOurNames } from '../contract/family-names.ts';
import { notifications } from '../contract/notifications.ts';
import { readContent } from '../contract/read-content.ts';
import type { Message, Resolution } from '../inbox/message.ts';
import { contentOf, type Effects, tellerOf, toldBy } from '../inbox/retry.ts';
import { closed } from '../inbox/writes.ts';
import { EMBEDDED } from '../issuer/issuer-name.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import type { SettlingType } from './money.ts';
import { releaseWrites, writeOffWrites } from './suspend.ts';

// What an operator does with a message that could not be applied. Each act closes it, once, in the transaction that moves its
// money off the suspense account, and says why.

/** What of a message an operator says anew before it is booked: fields of its content, by their names. */
export interface Assignment {
  /** Our id of the card that it is booked on. */
  readonly cardId: string;
  readonly fields: JsonObject;
  readonly reason: string;
}

type Books = Pick<Effects, 'card_transaction' | 'trade_fee'>;

/**
 * Books a card transaction or a fee on a card, under its own number, or one of ours where that is another's already.
 *
 * @throws NothingFound for no such card, StatusNotSuitable for a message that is done, about no card, or booked on this card
 * before: it is a repeat, or wants another number; and what the books refuse
 */
export async function assign(
  platform: Platform,
  message: Message,
  { cardId, fields, reason }: Assignment,
  effects: Books,
): Promise<void> {
  const { type, teller } = message;
  assertOpen(message);
  if (type !== 'card_transaction' && type !== 'trade_fee')
    throw new StatusNotSuitable('message', `a ${type}, which is booked on no card`);
  assertFields(type, fields);
  const card = await cardOfTeller(platform, cardId, message);
  const theirs = teller.issuer === EMBEDDED ? cardId : card.issuerCardId;
  const content = { ...inOurNames(type, await contentOf(platform, message)), ...fields, cardId: theirs };
  const resolution = resolvedAs(platform, 'assigned', reason, cardId);
  const finishing = [closed(platform, message, resolution), ...releaseWrites(platform, message)];
  // The operator says whose card it is about.
  const upstream = { ...teller, binRangeIds: [card.binRangeId] };
  const told = { ...toldBy(platform, message, upstream), finishing, isNew: true } as const;
  const book = (numbered: JsonObject) =>
    type === 'trade_fee'
      ? effects.trade_fee(readContent(notifications.trade_fee.received, numbered), told)
      : effects.card_transaction(readContent(notifications.card_transaction.received, numbered), told);
  try {
    await book(content);
  } catch (error) {
    if (!(error instanceof RequestNumberReused)) throw error;
    const number = newId(platform.now(), platform.random);
    await book({ ...content, [type === 'trade_fee' ? 'receiptNo' : 'recordNo']: number });
  }
}

/**
 * Books a card transaction or a fee as it was told, on the card that it names: an operator has looked at what is beyond its
 * upstream's ceiling.
 *
 * @throws NothingFound for a card that nobody knows, NotEntitled for one that its upstream may not speak of, and what `assign`
 * throws
 */
export async function release(
  platform: Platform,
  message: Message,
  reason: string,
  effects: Books,
): Promise<void> {
  const { cardId } = inOurNames(message.type, await contentOf(platform, message));
  const card = await cardTold(toldBy(platform, message, await tellerOf(platform, message)), String(cardId));
  await assign(platform, message, { cardId: card.cardId, fields: {}, reason }, effects);
}

/** A field that was mistyped would leave what was told as it is, and book that. */
function assertFields(type: SettlingType, fields: JsonObject): void {
  const known = Object.keys(notifications[type].received.shape).filter((name) => name !== 'cardId');
  for (const name of Object.keys(fields))
    if (!known.includes(name)) throw new ParameterInvalid(name, `is none of ${known.join(', ')}`);
}

async function cardOfTeller({ store }: Platform, cardId: string, { teller }: Message): Promise<Card> {
  const item = await store.get('cards', cardKey(cardId));
  if (item?.['issuer'] !== teller.issuer) throw new NothingFound('card', 'card of who told the message');
  return cardFrom(item);
}

/**
 * Gives the money back to whoever settled it, who has said that it was never moved.
 *
 * @throws StatusNotSuitable for a message whose money is not in suspense
 */
export async function giveBack(platform: Platform, message: Message, reason: string): Promise<void> {
  assertSuspended(message);
  const resolution = resolvedAs(platform, 'returned', reason);
  await platform.store.write([closed(platform, message, resolution), ...releaseWrites(platform, message)]);
}

/**
 * Has the platform bear the money: nobody will ever say whose it is.
 *
 * @throws StatusNotSuitable for a message whose money is not in suspense
 */
export async function writeOff(platform: Platform, message: Message, reason: string): Promise<void> {
  assertSuspended(message);
  const resolution = resolvedAs(platform, 'written-off', reason);
  await platform.store.write([closed(platform, message, resolution), ...writeOffWrites(platform, message)]);
}

/**
 * Closes a message of which nothing will be made, and whose money is not in suspense.
 *
 * @throws StatusNotSuitable for one that is done, or whose money is in suspense
 */
export async function dismiss(platform: Platform, message: Message, reason: string): Promise<void> {
  assertOpen(message);
  if (message.suspended)
    throw new StatusNotSuitable('message', 'in suspense with its money: assign, return or write it off');
  await platform.store.write([closed(platform, message, resolvedAs(platform, 'dismissed', reason))]);
}

const resolvedAs = (
  { now }: Platform,
  kind: Resolution['kind'],
  reason: string,
  cardId?: string,
): Resolution => ({ kind, reason, at: now(), ...(cardId !== undefined && { cardId }) });

function assertOpen(message: Message): void {
  const { status } = message;
  if (status === 'applied' || status === 'closed' || status === 'received')
    throw new StatusNotSuitable('message', inWords(message));
}

function assertSuspended(message: Message): void {
  if (message.status !== 'suspended' || !message.suspended)
    throw new StatusNotSuitable('message', inWords(message));
}

/** What has become of the message, in words that follow "is". */
function inWords({ status, resolution }: Message): string {
  if (status === 'closed') return `closed: ${resolution?.kind ?? 'worked off'}`;
  if (status === 'received') return 'received, and not judged yet';
  return status === 'applied' ? status : `${status}: it has no money in suspense`;
}
