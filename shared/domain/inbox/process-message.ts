import { absent, type Write } from '../../runtime/store/write.ts';
import type { JsonObject } from '../../wire/codec/json.ts';
import { type InboundContent, notifications } from '../../wire/contract/notifications.ts';
import { parseContent } from '../../wire/contract/parse-content.ts';
import { ContractError, NotEntitled, NothingFound, TryAgainLater } from '../../wire/errors.ts';
import type { Dependencies } from '../dependencies.ts';
import { AlreadyPosted, alreadyPosted } from '../money/ledger/entry.ts';
import { suspendedMoneyOf, suspenseReleaseWrites, suspenseWrites } from '../money/suspense/suspend.ts';
import {
  type SettlementType,
  type SuspendedMoney,
  settledMoneyOf,
} from '../money/suspense/suspended-money.ts';
import { numberNamespace } from '../parties/upstream.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import {
  finishesWithBooking,
  type InboundMessage,
  type InboxType,
  inboxKey,
  isVariant,
  type MessageHandler,
  messageFrom,
  type Resolution,
  suspendedMoneyKey,
} from './inbound-message.ts';
import { appliedUpdate, MessageChanged, type Parking, parkUpdate } from './message-writes.ts';

/** A stored message with its decrypted content. */
export interface OpenedMessage {
  readonly message: InboundMessage;
  readonly content: JsonObject;
}

/**
 * Applies a stored message. When that fails, its settled money goes to the suspense account and the message to the
 * worklist. Idempotent.
 *
 * @throws ContractError when the message reports on an order or a payment and is refused
 * @throws NotEntitled when the upstream may not send it and it carries no money
 * @throws TryAgainLater
 */
export async function processMessage(
  opened: OpenedMessage,
  call: UpstreamCall,
  handler: MessageHandler<InboxType>,
): Promise<void> {
  const { message } = opened;
  if (message.status === 'closed') return;
  try {
    await applyMessage(opened, call, handler);
  } catch (error) {
    // Another process has completed it.
    if (error instanceof MessageChanged) return;
    if (!(error instanceof ContractError) || error instanceof TryAgainLater) throw error;
    await ignoreMessageChanged(parkMessage(call.deps, opened, error));
    if (!finishesWithBooking(message.type) || isRefused(opened, error)) throw error;
  }
}

/**
 * Whether the sender gets the error: it may not send this message, and there is no money that could wait in suspense.
 */
const isRefused = ({ message, content }: OpenedMessage, error: ContractError): boolean =>
  error instanceof NotEntitled && !(message.suspended ?? moneyIn(message, content));

async function applyMessage(
  opened: OpenedMessage,
  call: UpstreamCall,
  handler: MessageHandler<InboxType>,
): Promise<void> {
  const { message, content } = opened;
  const parsed = parseContent(notifications[message.type].inbound, content);
  const fact = suspendedMoneyIn(message, parsed)?.cause;
  const other = fact === undefined ? undefined : await findSuspendedBefore(call.deps, message, fact);
  if (other?.resolution) return finishAsResolved(call.deps, message, other.resolution);
  const completion = completionWrites(call.deps, message, other);
  if (fact !== undefined && !other && isVariant(message)) completion.push(notSuspendedCheck(fact));
  if (finishesWithBooking(message.type))
    return handler(parsed as never, { ...call, completionWrites: completion });
  await handler(parsed as never, call);
  if (completion.length > 0) await call.deps.store.write(completion);
}

/**
 * Completes the message, together with another message that reported the same fact and whose money is still in
 * suspense.
 */
function completionWrites(
  deps: Dependencies,
  message: InboundMessage,
  other: InboundMessage | undefined,
): Write[] {
  const all = [
    ...(message.status === 'applied' ? [] : [message]),
    ...(other?.status === 'suspended' ? [other] : []),
  ];
  return all.flatMap((one) => [appliedUpdate(deps, one), ...suspenseReleaseWrites(deps, one)]);
}

/** Finds another message that reported the same fact and whose money is or was in suspense. */
async function findSuspendedBefore(
  { store }: Dependencies,
  { messageKey }: InboundMessage,
  fact: string,
): Promise<InboundMessage | undefined> {
  const key = (await store.get('inbox', suspendedMoneyKey(fact)))?.['messageKey'];
  if (key === undefined || key === messageKey) return undefined;
  const item = await store.get('inbox', inboxKey(String(key)));
  return item && messageFrom(item);
}

/** Checks that no other message has put the fact's money into suspense since. If one has, the sender has to retry. */
const notSuspendedCheck = (fact: string): Write => ({
  kind: 'check',
  table: 'inbox',
  key: suspendedMoneyKey(fact),
  when: [absent('messageKey')],
  onConflict: () => new TryAgainLater(),
});

/**
 * Completes a message whose fact an operator has already resolved. Raises the alarm unless its money was booked on a
 * card.
 */
async function finishAsResolved(
  deps: Dependencies,
  message: InboundMessage,
  { kind }: Resolution,
): Promise<void> {
  if (message.status === 'applied') return;
  await deps.store.write([appliedUpdate(deps, message), ...suspenseReleaseWrites(deps, message)]);
  if (kind === 'assigned') return;
  const about = { message: message.messageKey, resolution: kind };
  deps.alarm('money that an operator resolved is reported again', about);
}

/** The money that would go to the suspense account for the message, with the cause that identifies the fact. */
function suspendedMoneyIn({ type, sender }: InboundMessage, content: object): SuspendedMoney | undefined {
  if (!finishesWithBooking(type)) return undefined;
  const money = settledMoneyOf(type as SettlementType, content as never);
  if (!money) return undefined;
  const { cardId, recordNo, receiptNo } = content as InboundContent<'card_transaction'> &
    InboundContent<'trade_fee'>;
  return suspendedMoneyOf(money, {
    source: numberNamespace(sender),
    type,
    number: receiptNo ?? recordNo,
    cardId,
  });
}

/** Parks a message that cannot be applied, with its money in suspense. */
async function parkMessage(
  deps: Dependencies,
  { message, content }: OpenedMessage,
  error: ContractError,
): Promise<void> {
  const parking = parkingFor(message, message.suspended ?? moneyIn(message, content), error);
  if (message.status === 'applied' || message.reason === parking.reason) return;
  const entry = message.suspended ? [] : suspenseWrites(deps, message, parking.suspended);
  const fact = entry.length > 0 && parking.suspended ? [factIndexPut(message, parking.suspended)] : [];
  try {
    await deps.store.write([parkUpdate(deps, message, parking), ...entry, ...fact]);
  } catch (failure) {
    // Another message reported the same fact: its money is or was in suspense.
    if (!(failure instanceof AlreadyPosted)) throw failure;
    return deps.store.write([appliedUpdate(deps, message)]);
  }
  raiseAlarm(deps, message, parking);
}

/** Indexes the message by its fact, for later messages that report the same. */
const factIndexPut = ({ messageKey }: InboundMessage, { cause }: SuspendedMoney): Write => ({
  kind: 'put',
  table: 'inbox',
  item: { ...suspendedMoneyKey(cause), messageKey },
  onConflict: () => alreadyPosted(cause),
});

function parkingFor(
  { type }: InboundMessage,
  money: SuspendedMoney | undefined,
  error: ContractError,
): Parking {
  const isUnknown = error instanceof NothingFound && finishesWithBooking(type);
  const reason = `${error.code} ${error.message}`;
  // A permission may be granted later, and an authorization may arrive after its clearing.
  const retryable = isUnknown || error instanceof NotEntitled;
  if (money) return { status: 'suspended', reason, retryable, suspended: money };
  return { status: isUnknown ? 'waiting' : 'refused', reason, retryable: isUnknown };
}

// No alarm for a message that only waits, nor for one that its sender is refused: the latter raises it elsewhere.
function raiseAlarm(
  deps: Dependencies,
  { messageKey, type }: InboundMessage,
  { status, reason, suspended }: Parking,
): void {
  if (status === 'waiting' || !finishesWithBooking(type)) return;
  const what = suspended ? 'money is in suspense' : 'an upstream message cannot be applied';
  deps.alarm(what, { message: messageKey, reason, ...(suspended && moneyDetails(suspended)) });
}

const moneyDetails = ({ amount, currency }: SuspendedMoney) => ({ amount: String(amount), currency });

/** The money in a content that may be invalid. */
function moneyIn(message: InboundMessage, content: JsonObject): SuspendedMoney | undefined {
  try {
    return suspendedMoneyIn(message, parseContent(notifications[message.type].inbound, content));
  } catch (error) {
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}

async function ignoreMessageChanged(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof MessageChanged)) throw error;
  }
}
