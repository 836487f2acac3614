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
import { isSettlementType, type SettlementType } from '../money/suspense/suspended-money.ts';
import type { InboundMessage, Resolution } from './inbound-message.ts';
import { closedUpdate } from './message-writes.ts';
import { entitledSenderOf, type MessageHandlers, messageContentOf, upstreamCallFor } from './retry-inbox.ts';

// An operator's acts on a message that could not be applied. Each closes the message once, with a reason, in the
// transaction that moves its money off the suspense account.

/** How an operator assigns a message to a card. */
export interface Assignment {
  /** The platform's id of the card. */
  readonly cardId: string;
  /** Fields of the content to replace, by name. */
  readonly fields: JsonObject;
  readonly reason: string;
}

type BookingHandlers = Pick<MessageHandlers, 'card_transaction' | 'trade_fee'>;

/**
 * Books a card transaction or a fee on a card, under its own number, or under a new one when that is already used.
 *
 * @throws NothingFound when the sender has no such card
 * @throws StatusNotSuitable when the message is done, is not about a card, or was booked on this card before
 * @throws ParameterInvalid for a field that the type does not have
 * @throws ContractError of the handler
 */
export async function assignToCard(
  deps: Dependencies,
  message: InboundMessage,
  { cardId, fields, reason }: Assignment,
  handlers: BookingHandlers,
): Promise<void> {
  const { type, sender } = message;
  assertOpen(message);
  if (!isSettlementType(type))
    throw new StatusNotSuitable('message', `a ${type}, which is not booked on a card`);
  assertFields(type, fields);
  const card = await cardOfSender(deps, cardId, message);
  const issuerCardId = sender.issuer === EMBEDDED ? cardId : card.issuerCardId;
  const content = {
    ...resolveFieldAliases(type, await messageContentOf(deps, message)),
    ...fields,
    cardId: issuerCardId,
  };
  const resolution = resolutionOf(deps, 'assigned', reason, cardId);
  const completionWrites = [closedUpdate(deps, message, resolution), ...suspenseReleaseWrites(deps, message)];
  // The operator has decided which card it is, so the sender's own BIN ranges do not matter.
  const upstream = { ...sender, binRangeIds: [card.binRangeId] };
  const call = {
    ...upstreamCallFor(deps, message, upstream),
    completionWrites,
    rejectDuplicate: true,
  } as const;
  const book = (numbered: JsonObject) =>
    type === 'trade_fee'
      ? handlers.trade_fee(parseContent(notifications.trade_fee.inbound, numbered), call)
      : handlers.card_transaction(parseContent(notifications.card_transaction.inbound, numbered), call);
  try {
    await book(content);
  } catch (error) {
    if (!(error instanceof RequestNumberReused)) throw error;
    const number = newId(deps.now(), deps.random);
    await book({ ...content, [type === 'trade_fee' ? 'receiptNo' : 'recordNo']: number });
  }
}

/**
 * Books a card transaction or a fee as received, on the card that it names, after an operator has reviewed an amount
 * beyond the upstream's ceiling. Also throws what `assignToCard` throws.
 *
 * @throws NothingFound for an unknown card
 * @throws NotEntitled when the upstream may not report on the card
 */
export async function releaseToCard(
  deps: Dependencies,
  message: InboundMessage,
  reason: string,
  handlers: BookingHandlers,
): Promise<void> {
  const { cardId } = resolveFieldAliases(message.type, await messageContentOf(deps, message));
  const card = await upstreamCardOf(
    upstreamCallFor(deps, message, await entitledSenderOf(deps, message)),
    String(cardId),
  );
  await assignToCard(deps, message, { cardId: card.cardId, fields: {}, reason }, handlers);
}

// A misspelled field would be ignored, and the content booked unchanged.
function assertFields(type: SettlementType, fields: JsonObject): void {
  const known = Object.keys(notifications[type].inbound.shape).filter((name) => name !== 'cardId');
  for (const name of Object.keys(fields))
    if (!known.includes(name)) throw new ParameterInvalid(name, `must be one of ${known.join(', ')}`);
}

async function cardOfSender(
  { store }: Dependencies,
  cardId: string,
  { sender }: InboundMessage,
): Promise<Card> {
  const item = await store.get('cards', cardKey(cardId));
  if (item?.['issuer'] !== sender.issuer) throw new NothingFound('card', 'card of the sender');
  return cardFrom(item);
}

/**
 * Returns the money to the counterparty of the settlement, which has confirmed that it was never moved.
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
 * Writes off the money at the platform's cost, when it can never be attributed.
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
 * Closes a message without any effect.
 *
 * @throws StatusNotSuitable when it is done, or its money is in suspense
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

/** Describes the status, as the end of a sentence "The message is …". */
function statusText({ status, resolution }: InboundMessage): string {
  if (status === 'closed') return `closed: ${resolution?.kind ?? 'resolved'}`;
  if (status === 'received') return 'received, and not processed yet';
  return status === 'applied' ? status : `${status}: it has no money in suspense`;
}
