import { newId } from '../../runtime/ids.ts';
import type { JsonObject } from '../../wire/codec/json.ts';
import { resolveFieldAliases } from '../../wire/contract/field-aliases.ts';
import { notifications } from '../../wire/contract/notifications.ts';
import { parseContent } from '../../wire/contract/parse-content.ts';
import { NothingFound, ParameterInvalid, RequestNumberReused, StatusNotSuitable } from '../../wire/errors.ts';
import type { Dependencies } from '../dependencies.ts';
import { EMBEDDED } from '../issuer-name.ts';
import { upstreamCardOf } from '../issuing/cards/upstream-card.ts';
import { type Card, cardFrom, cardKey } from '../issuing/model/card.ts';
import { suspenseReleaseWrites, suspenseWriteOffWrites } from '../money/suspense/suspend.ts';
import type { SettlementType } from '../money/suspense/suspended-money.ts';
import type { InboundMessage, Resolution } from './inbound-message.ts';
import { closedUpdate } from './message-writes.ts';
import { entitledSenderOf, type MessageHandlers, messageContentOf, upstreamCallFor } from './retry-inbox.ts';

// What an operator does with a message that could not be applied. Each act closes it, once, in the transaction that moves its
// money off the suspense account, and says why.

/** What of a message an operator says anew before it is booked: fields of its content, by their names. */
export interface Assignment {
  /** Our id of the card that it is booked on. */
  readonly cardId: string;
  readonly fields: JsonObject;
  readonly reason: string;
}

type BookingHandlers = Pick<MessageHandlers, 'card_transaction' | 'trade_fee'>;

/**
 * Books a card transaction or a fee on a card, under its own number, or one of ours where that is another's already.
 *
 * @throws NothingFound for no such card, StatusNotSuitable for a message that is done, about no card, or booked on this card
 * before: it is a repeat, or wants another number; and what the books refuse
 */
export async function assignToCard(
  deps: Dependencies,
  message: InboundMessage,
  { cardId, fields, reason }: Assignment,
  effects: BookingHandlers,
): Promise<void> {
  const { type, teller } = message;
  assertOpen(message);
  if (type !== 'card_transaction' && type !== 'trade_fee')
    throw new StatusNotSuitable('message', `a ${type}, which is booked on no card`);
  assertFields(type, fields);
  const card = await cardOfSender(deps, cardId, message);
  const issuerCardId = teller.issuer === EMBEDDED ? cardId : card.issuerCardId;
  const content = {
    ...resolveFieldAliases(type, await messageContentOf(deps, message)),
    ...fields,
    cardId: issuerCardId,
  };
  const resolution = resolutionOf(deps, 'assigned', reason, cardId);
  const finishing = [closedUpdate(deps, message, resolution), ...suspenseReleaseWrites(deps, message)];
  // The operator says whose card it is about.
  const upstream = { ...teller, binRangeIds: [card.binRangeId] };
  const call = {
    ...upstreamCallFor(deps, message, upstream),
    completionWrites: finishing,
    rejectDuplicate: true,
  } as const;
  const book = (numbered: JsonObject) =>
    type === 'trade_fee'
      ? effects.trade_fee(parseContent(notifications.trade_fee.received, numbered), call)
      : effects.card_transaction(parseContent(notifications.card_transaction.received, numbered), call);
  try {
    await book(content);
  } catch (error) {
    if (!(error instanceof RequestNumberReused)) throw error;
    const number = newId(deps.now(), deps.random);
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
export async function releaseToCard(
  deps: Dependencies,
  message: InboundMessage,
  reason: string,
  effects: BookingHandlers,
): Promise<void> {
  const { cardId } = resolveFieldAliases(message.type, await messageContentOf(deps, message));
  const card = await upstreamCardOf(
    upstreamCallFor(deps, message, await entitledSenderOf(deps, message)),
    String(cardId),
  );
  await assignToCard(deps, message, { cardId: card.cardId, fields: {}, reason }, effects);
}

/** A field that was mistyped would leave what was told as it is, and book that. */
function assertFields(type: SettlementType, fields: JsonObject): void {
  const known = Object.keys(notifications[type].received.shape).filter((name) => name !== 'cardId');
  for (const name of Object.keys(fields))
    if (!known.includes(name)) throw new ParameterInvalid(name, `is none of ${known.join(', ')}`);
}

async function cardOfSender(
  { store }: Dependencies,
  cardId: string,
  { teller }: InboundMessage,
): Promise<Card> {
  const item = await store.get('cards', cardKey(cardId));
  if (item?.['issuer'] !== teller.issuer) throw new NothingFound('card', 'card of who told the message');
  return cardFrom(item);
}

/**
 * Gives the money back to whoever settled it, who has said that it was never moved.
 *
 * @throws StatusNotSuitable for a message whose money is not in suspense
 */
export async function returnSuspended(
  deps: Dependencies,
  message: InboundMessage,
  reason: string,
): Promise<void> {
  assertSuspended(message);
  const resolution = resolutionOf(deps, 'returned', reason);
  await deps.store.write([closedUpdate(deps, message, resolution), ...suspenseReleaseWrites(deps, message)]);
}

/**
 * Has the platform bear the money: nobody will ever say whose it is.
 *
 * @throws StatusNotSuitable for a message whose money is not in suspense
 */
export async function writeOffSuspended(
  deps: Dependencies,
  message: InboundMessage,
  reason: string,
): Promise<void> {
  assertSuspended(message);
  const resolution = resolutionOf(deps, 'written-off', reason);
  await deps.store.write([closedUpdate(deps, message, resolution), ...suspenseWriteOffWrites(deps, message)]);
}

/**
 * Closes a message of which nothing will be made, and whose money is not in suspense.
 *
 * @throws StatusNotSuitable for one that is done, or whose money is in suspense
 */
export async function dismissMessage(
  deps: Dependencies,
  message: InboundMessage,
  reason: string,
): Promise<void> {
  assertOpen(message);
  if (message.suspended)
    throw new StatusNotSuitable('message', 'in suspense with its money: assign, return or write it off');
  await deps.store.write([closedUpdate(deps, message, resolutionOf(deps, 'dismissed', reason))]);
}

const resolutionOf = (
  { now }: Dependencies,
  kind: Resolution['kind'],
  reason: string,
  cardId?: string,
): Resolution => ({ kind, reason, at: now(), ...(cardId !== undefined && { cardId }) });

function assertOpen(message: InboundMessage): void {
  const { status } = message;
  if (status === 'applied' || status === 'closed' || status === 'received')
    throw new StatusNotSuitable('message', statusText(message));
}

function assertSuspended(message: InboundMessage): void {
  if (message.status !== 'suspended' || !message.suspended)
    throw new StatusNotSuitable('message', statusText(message));
}

/** What has become of the message, in words that follow "is". */
function statusText({ status, resolution }: InboundMessage): string {
  if (status === 'closed') return `closed: ${resolution?.kind ?? 'worked off'}`;
  if (status === 'received') return 'received, and not judged yet';
  return status === 'applied' ? status : `${status}: it has no money in suspense`;
}
