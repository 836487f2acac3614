import type { JsonObject } from '../codec/json.ts';
import { ContractError, NotEntitled, NothingFound, TryAgainLater } from '../contract/errors.ts';
import { notifications, type ReceivedContent } from '../contract/notifications.ts';
import { readContent } from '../contract/read-content.ts';
import { AlreadyPosted } from '../ledger/entry.ts';
import type { Platform } from '../platform/platform.ts';
import { absent, type Write } from '../store/write.ts';
import { type SettlingType, type SuspendedMoney, settledMoney } from '../suspense/money.ts';
import { releaseWrites, suspendedMoney, suspendWrites } from '../suspense/suspend.ts';
import type { Told } from '../upstreams/told.ts';
import { numberingOf } from '../upstreams/upstream.ts';
import {
  bookedAtOnce,
  type Effect,
  factKey,
  inboxKey,
  isSecond,
  type KeptType,
  type Message,
  messageFrom,
  type Resolution,
} from './message.ts';
import { type Aside, ChangedMeanwhile, finished, putAside } from './writes.ts';

/** A kept message with its content in clear. */
export interface Judged {
  readonly message: Message;
  readonly content: JsonObject;
}

/**
 * Applies a kept message, or puts it aside: settled money that cannot be placed goes to the suspense account, what nothing
 * can be made of onto the worklist. Safe to repeat.
 *
 * @throws ContractError where the message is refused for what it says of an order or a payment, NotEntitled where its upstream
 * may not say it and no money is in it, TryAgainLater
 */
export async function judge(judged: Judged, told: Told, effect: Effect<KeptType>): Promise<void> {
  const { message } = judged;
  if (message.status === 'closed') return;
  try {
    await apply(judged, told, effect);
  } catch (error) {
    // Somebody else is through with it, and knows what it is.
    if (error instanceof ChangedMeanwhile) return;
    if (!(error instanceof ContractError) || error instanceof TryAgainLater) throw error;
    await unlessChanged(setAside(told.platform, judged, error));
    if (!bookedAtOnce(message.type) || isRefused(judged, error)) throw error;
  }
}

/** What its upstream may not say is refused to it, unless there is money in it: that waits in suspense. */
const isRefused = ({ message, content }: Judged, error: ContractError): boolean =>
  error instanceof NotEntitled && !(message.suspended ?? moneyOf(message, content));

async function apply(judged: Judged, told: Told, effect: Effect<KeptType>): Promise<void> {
  const { message, content } = judged;
  const read = readContent(notifications[message.type].received, content);
  const fact = suspenseOf(message, read)?.cause;
  const same = fact === undefined ? undefined : await suspendedBefore(told.platform, message, fact);
  if (same?.resolution) return finishAsWorkedOff(told.platform, message, same.resolution);
  const finishing = finishingWrites(told.platform, message, same);
  if (fact !== undefined && !same && isSecond(message)) finishing.push(stillUnsuspended(fact));
  if (bookedAtOnce(message.type)) return effect(read as never, { ...told, finishing });
  await effect(read as never, told);
  if (finishing.length > 0) await told.platform.store.write(finishing);
}

/**
 * What makes the message one that is done: with it goes what of the same fact is still on the suspense account, where the
 * message itself was done as a repeat of that.
 */
function finishingWrites(platform: Platform, message: Message, same: Message | undefined): Write[] {
  const all = [
    ...(message.status === 'applied' ? [] : [message]),
    ...(same?.status === 'suspended' ? [same] : []),
  ];
  return all.flatMap((one) => [finished(platform, one), ...releaseWrites(platform, one)]);
}

/** The message that told the same fact in other words, where its money is in suspense or was: whichever came first. */
async function suspendedBefore(
  { store }: Platform,
  { messageKey }: Message,
  fact: string,
): Promise<Message | undefined> {
  const key = (await store.get('inbox', factKey(fact)))?.['messageKey'];
  if (key === undefined || key === messageKey) return undefined;
  const item = await store.get('inbox', inboxKey(String(key)));
  return item && messageFrom(item);
}

/** Nobody has brought the fact's money into suspense in other words since it was looked for: then it is judged anew. */
const stillUnsuspended = (fact: string): Write => ({
  kind: 'check',
  table: 'inbox',
  key: factKey(fact),
  when: [absent('messageKey')],
  otherwise: () => new TryAgainLater(),
});

/** What an operator worked off stays so, in whatever words it is told again; money that was booked on no card rings. */
async function finishAsWorkedOff(platform: Platform, message: Message, { kind }: Resolution): Promise<void> {
  if (message.status === 'applied') return;
  await platform.store.write([finished(platform, message), ...releaseWrites(platform, message)]);
  if (kind === 'assigned') return;
  const about = { message: message.messageKey, resolution: kind };
  platform.alarm('money that was worked off is told again', about);
}

/** The money that would be in suspense for the message, under the name of what moved: the same fact has the same. */
function suspenseOf({ type, teller }: Message, content: object): SuspendedMoney | undefined {
  if (!bookedAtOnce(type)) return undefined;
  const money = settledMoney(type as SettlingType, content as never);
  if (!money) return undefined;
  const { cardId, recordNo, receiptNo } = content as ReceivedContent<'card_transaction'> &
    ReceivedContent<'trade_fee'>;
  return suspendedMoney(money, { source: numberingOf(teller), type, number: receiptNo ?? recordNo, cardId });
}

/** What becomes of a message that cannot be applied. */
async function setAside(
  platform: Platform,
  { message, content }: Judged,
  error: ContractError,
): Promise<void> {
  const aside = asideFor(message, message.suspended ?? moneyOf(message, content), error);
  if (message.status === 'applied' || message.reason === aside.reason) return;
  const entry = message.suspended ? [] : suspendWrites(platform, message, aside.suspended);
  const fact = entry.length > 0 && aside.suspended ? [factPut(message, aside.suspended)] : [];
  try {
    await platform.store.write([putAside(platform, message, aside), ...entry, ...fact]);
  } catch (failure) {
    // Told before in other words: that one's money is in suspense, or was.
    if (!(failure instanceof AlreadyPosted)) throw failure;
    return platform.store.write([finished(platform, message)]);
  }
  alarmOf(platform, message, aside);
}

/** By its fact the message is found, whoever tells that again. */
const factPut = ({ messageKey }: Message, { cause }: SuspendedMoney): Write => ({
  kind: 'put',
  table: 'inbox',
  item: { ...factKey(cause), messageKey },
  otherwise: () => new AlreadyPosted(`cause ${cause}`),
});

function asideFor({ type }: Message, money: SuspendedMoney | undefined, error: ContractError): Aside {
  const isUnknown = error instanceof NothingFound && bookedAtOnce(type);
  const reason = `${error.code} ${error.message}`;
  // A right can be given, and an authorization told, after what needs it.
  const mayComeRight = isUnknown || error instanceof NotEntitled;
  if (money) return { status: 'suspended', reason, mayComeRight, suspended: money };
  return { status: isUnknown ? 'waiting' : 'refused', reason, mayComeRight: isUnknown };
}

/** What waits may come right; what is refused to who told it rings where that is done. */
function alarmOf(
  platform: Platform,
  { messageKey, type }: Message,
  { status, reason, suspended }: Aside,
): void {
  if (status === 'waiting' || !bookedAtOnce(type)) return;
  const what = suspended ? 'money is in suspense' : 'a message of an upstream cannot be applied';
  platform.alarm(what, { message: messageKey, reason, ...(suspended && moneyInWords(suspended)) });
}

const moneyInWords = ({ amount, currency }: SuspendedMoney) => ({ amount: String(amount), currency });

/** The money of a content that may be wrong in anything. */
function moneyOf(message: Message, content: JsonObject): SuspendedMoney | undefined {
  try {
    return suspenseOf(message, readContent(notifications[message.type].received, content));
  } catch (error) {
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}

async function unlessChanged(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error;
  }
}
