import { absent, type Write } from '../../runtime/store/write.ts';
import type { JsonObject } from '../../wire/codec/json.ts';
import { type InboundContent, notifications } from '../../wire/contract/notifications.ts';
import { parseContent } from '../../wire/contract/parse-content.ts';
import { ContractError, NotEntitled, NothingFound, TryAgainLater } from '../../wire/errors.ts';
import type { Dependencies } from '../dependencies.ts';
import { AlreadyPosted } from '../money/ledger/entry.ts';
import { suspendedMoneyOf, suspenseReleaseWrites, suspenseWrites } from '../money/suspense/suspend.ts';
import {
  type SettlementType,
  type SuspendedMoney,
  settledMoneyOf,
} from '../money/suspense/suspended-money.ts';
import { numberNamespace } from '../parties/upstream.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import {
  factKey,
  finishesWithBooking,
  type InboundMessage,
  type InboxType,
  inboxKey,
  isVariant,
  type MessageHandler,
  messageFrom,
  type Resolution,
} from './inbound-message.ts';
import { appliedUpdate, MessageChanged, type Parking, parkUpdate } from './message-writes.ts';

/** A kept message with its content in clear. */
export interface OpenedMessage {
  readonly message: InboundMessage;
  readonly content: JsonObject;
}

/**
 * Applies a kept message, or puts it aside: settled money that cannot be placed goes to the suspense account, what nothing
 * can be made of onto the worklist. Safe to repeat.
 *
 * @throws ContractError where the message is refused for what it says of an order or a payment, NotEntitled where its upstream
 * may not say it and no money is in it, TryAgainLater
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
    // Somebody else is through with it, and knows what it is.
    if (error instanceof MessageChanged) return;
    if (!(error instanceof ContractError) || error instanceof TryAgainLater) throw error;
    await ignoreMessageChanged(parkMessage(call.deps, opened, error));
    if (!finishesWithBooking(message.type) || isRefused(opened, error)) throw error;
  }
}

/** What its upstream may not say is refused to it, unless there is money in it: that waits in suspense. */
const isRefused = ({ message, content }: OpenedMessage, error: ContractError): boolean =>
  error instanceof NotEntitled && !(message.suspended ?? moneyIn(message, content));

async function applyMessage(
  opened: OpenedMessage,
  call: UpstreamCall,
  handler: MessageHandler<InboxType>,
): Promise<void> {
  const { message, content } = opened;
  const read = parseContent(notifications[message.type].received, content);
  const fact = suspendedMoneyIn(message, read)?.cause;
  const same = fact === undefined ? undefined : await findSuspendedBefore(call.deps, message, fact);
  if (same?.resolution) return finishAsResolved(call.deps, message, same.resolution);
  const finishing = finishingWrites(call.deps, message, same);
  if (fact !== undefined && !same && isVariant(message)) finishing.push(notSuspendedCheck(fact));
  if (finishesWithBooking(message.type))
    return handler(read as never, { ...call, completionWrites: finishing });
  await handler(read as never, call);
  if (finishing.length > 0) await call.deps.store.write(finishing);
}

/**
 * What makes the message one that is done: with it goes what of the same fact is still on the suspense account, where the
 * message itself was done as a repeat of that.
 */
function finishingWrites(
  deps: Dependencies,
  message: InboundMessage,
  same: InboundMessage | undefined,
): Write[] {
  const all = [
    ...(message.status === 'applied' ? [] : [message]),
    ...(same?.status === 'suspended' ? [same] : []),
  ];
  return all.flatMap((one) => [appliedUpdate(deps, one), ...suspenseReleaseWrites(deps, one)]);
}

/** The message that told the same fact in other words, where its money is in suspense or was: whichever came first. */
async function findSuspendedBefore(
  { store }: Dependencies,
  { messageKey }: InboundMessage,
  fact: string,
): Promise<InboundMessage | undefined> {
  const key = (await store.get('inbox', factKey(fact)))?.['messageKey'];
  if (key === undefined || key === messageKey) return undefined;
  const item = await store.get('inbox', inboxKey(String(key)));
  return item && messageFrom(item);
}

/** Nobody has brought the fact's money into suspense in other words since it was looked for: then it is judged anew. */
const notSuspendedCheck = (fact: string): Write => ({
  kind: 'check',
  table: 'inbox',
  key: factKey(fact),
  when: [absent('messageKey')],
  onConflict: () => new TryAgainLater(),
});

/** What an operator worked off stays so, in whatever words it is told again; money that was booked on no card rings. */
async function finishAsResolved(
  deps: Dependencies,
  message: InboundMessage,
  { kind }: Resolution,
): Promise<void> {
  if (message.status === 'applied') return;
  await deps.store.write([appliedUpdate(deps, message), ...suspenseReleaseWrites(deps, message)]);
  if (kind === 'assigned') return;
  const about = { message: message.messageKey, resolution: kind };
  deps.alarm('money that was worked off is told again', about);
}

/** The money that would be in suspense for the message, under the name of what moved: the same fact has the same. */
function suspendedMoneyIn({ type, teller }: InboundMessage, content: object): SuspendedMoney | undefined {
  if (!finishesWithBooking(type)) return undefined;
  const money = settledMoneyOf(type as SettlementType, content as never);
  if (!money) return undefined;
  const { cardId, recordNo, receiptNo } = content as InboundContent<'card_transaction'> &
    InboundContent<'trade_fee'>;
  return suspendedMoneyOf(money, {
    source: numberNamespace(teller),
    type,
    number: receiptNo ?? recordNo,
    cardId,
  });
}

/** What becomes of a message that cannot be applied. */
async function parkMessage(
  deps: Dependencies,
  { message, content }: OpenedMessage,
  error: ContractError,
): Promise<void> {
  const aside = parkingFor(message, message.suspended ?? moneyIn(message, content), error);
  if (message.status === 'applied' || message.reason === aside.reason) return;
  const entry = message.suspended ? [] : suspenseWrites(deps, message, aside.suspended);
  const fact = entry.length > 0 && aside.suspended ? [factIndexPut(message, aside.suspended)] : [];
  try {
    await deps.store.write([parkUpdate(deps, message, aside), ...entry, ...fact]);
  } catch (failure) {
    // Told before in other words: that one's money is in suspense, or was.
    if (!(failure instanceof AlreadyPosted)) throw failure;
    return deps.store.write([appliedUpdate(deps, message)]);
  }
  raiseAlarm(deps, message, aside);
}

/** By its fact the message is found, whoever tells that again. */
const factIndexPut = ({ messageKey }: InboundMessage, { cause }: SuspendedMoney): Write => ({
  kind: 'put',
  table: 'inbox',
  item: { ...factKey(cause), messageKey },
  onConflict: () => new AlreadyPosted(`cause ${cause}`),
});

function parkingFor(
  { type }: InboundMessage,
  money: SuspendedMoney | undefined,
  error: ContractError,
): Parking {
  const isUnknown = error instanceof NothingFound && finishesWithBooking(type);
  const reason = `${error.code} ${error.message}`;
  // A right can be given, and an authorization told, after what needs it.
  const mayComeRight = isUnknown || error instanceof NotEntitled;
  if (money) return { status: 'suspended', reason, retryable: mayComeRight, suspended: money };
  return { status: isUnknown ? 'waiting' : 'refused', reason, retryable: isUnknown };
}

/** What waits may come right; what is refused to who told it rings where that is done. */
function raiseAlarm(
  deps: Dependencies,
  { messageKey, type }: InboundMessage,
  { status, reason, suspended }: Parking,
): void {
  if (status === 'waiting' || !finishesWithBooking(type)) return;
  const what = suspended ? 'money is in suspense' : 'a message of an upstream cannot be applied';
  deps.alarm(what, { message: messageKey, reason, ...(suspended && moneyDetails(suspended)) });
}

const moneyDetails = ({ amount, currency }: SuspendedMoney) => ({ amount: String(amount), currency });

/** The money of a content that may be wrong in anything. */
function moneyIn(message: InboundMessage, content: JsonObject): SuspendedMoney | undefined {
  try {
    return suspendedMoneyIn(message, parseContent(notifications[message.type].received, content));
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
