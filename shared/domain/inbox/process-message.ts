import { absent, type Write } from '../../runtime/store/write.ts';
import { notifications } from '../../wire/contract/notifications.ts';
import { parseContent } from '../../wire/contract/parse-content.ts';
import { ContractError, NotEntitled, TryAgainLater } from '../../wire/errors.ts';
import type { Dependencies } from '../dependencies.ts';
import { suspenseReleaseWrites } from '../money/suspense/suspend.ts';
import { isSettlementType } from '../money/suspense/suspended-money.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import {
  type InboundMessage,
  type InboxType,
  inboxKey,
  isVariant,
  type MessageHandler,
  messageFrom,
  type OpenedMessage,
  type Resolution,
  suspendedMoneyKey,
} from './inbound-message.ts';
import { moneyIn, suspendedMoneyIn } from './message-money.ts';
import { appliedUpdate, MessageChanged } from './message-writes.ts';
import { parkMessage } from './park-message.ts';

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
    if (!isSettlementType(message.type) || isRefused(opened, error)) throw error;
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
  if (isSettlementType(message.type))
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

async function ignoreMessageChanged(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof MessageChanged)) throw error;
  }
}
