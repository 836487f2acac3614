import { dueItems } from '../../runtime/queue/due-items.ts';
import { tryWrite } from '../../runtime/store/try-write.ts';
import { equals } from '../../runtime/store/write.ts';
import { parseExactObject } from '../../wire/codec/json.ts';
import { resolveFieldAliases } from '../../wire/contract/field-aliases.ts';
import { TryAgainLater } from '../../wire/errors.ts';
import type { Dependencies } from '../dependencies.ts';
import { findUpstream, type PermittedUpstream } from '../parties/upstream.ts';
import { assertMaySend } from '../parties/upstream-permissions.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import {
  type InboundMessage,
  type InboxType,
  inboxKey,
  type MessageHandler,
  messageFrom,
} from './inbound-message.ts';
import { inboxRetryDelayMs, MAX_INBOX_RETRIES, MessageChanged, parkUpdate } from './message-writes.ts';
import { processMessage } from './process-message.ts';

/** The handlers of all stored message types. */
export type MessageHandlers = { readonly [Type in InboxType]: MessageHandler<Type> };

/** Maximum number of messages of one index shard in a run. The others stay due for the next. */
const MAX_MESSAGES_PER_SHARD = 100;

/**
 * Retries all messages that are due: those whose processing was interrupted and those that could not be applied.
 * Returns how many it tried. A failure raises the alarm and does not stop the others.
 */
export async function retryInbox(deps: Dependencies, handlers: MessageHandlers): Promise<number> {
  let tried = 0;
  for await (const { pk } of dueItems(deps, 'inbox', MAX_MESSAGES_PER_SHARD))
    tried += (await retryDue(deps, String(pk), handlers)) ? 1 : 0;
  return tried;
}

async function retryDue(deps: Dependencies, pk: string, handlers: MessageHandlers): Promise<boolean> {
  const item = await deps.store.get('inbox', { pk });
  // The index is eventually consistent: the message may be done by now.
  if (!item || !(Number(item['dueAt']) <= deps.now())) return false;
  const known = messageFrom(item);
  try {
    const message = await claimRetry(deps, known, Number(item['dueAt']));
    if (!message) return false;
    await retryMessage(deps, message, handlers);
    return true;
  } catch (error) {
    if (error instanceof MessageChanged) return false;
    if (error instanceof TryAgainLater) return true;
    const reason = String(error);
    deps.alarm('an upstream message cannot be applied', { message: known.messageKey, reason });
    return false;
  }
}

/** Claims the message for this retry by moving its due time. Returns undefined when another process has claimed it. */
async function claimRetry(
  deps: Dependencies,
  known: InboundMessage,
  dueAt: number,
): Promise<InboundMessage | undefined> {
  const retries = known.retries + 1;
  const message = { ...known, retries };
  const claim = { dueAt: deps.now() + inboxRetryDelayMs(known.retries), retries };
  const conflict = await tryWrite(deps.store, [
    {
      kind: 'update',
      table: 'inbox',
      key: inboxKey(known.messageKey),
      set: claim,
      when: [equals('dueAt', dueAt), equals('status', known.status)],
    },
  ]);
  return conflict ? undefined : message;
}

/** Processes a stored message again. After the last retry it waits for an operator. */
export async function retryMessage(
  deps: Dependencies,
  message: InboundMessage,
  handlers: MessageHandlers,
): Promise<void> {
  const content = resolveFieldAliases(message.type, await messageContentOf(deps, message));
  const handler = handlers[message.type] as unknown as MessageHandler<InboxType>;
  const call = upstreamCallFor(deps, message, { ...message.sender, binRangeIds: [] });
  try {
    // Checked in here, so that a withdrawn permission parks the message with its money in suspense, like any other
    // failure.
    await processMessage({ message, content }, call, async (parsed, ownCall) =>
      handler(parsed, { ...ownCall, upstream: await entitledSenderOf(deps, message) }),
    );
  } finally {
    if (message.retries >= MAX_INBOX_RETRIES) await giveUp(deps, message.messageKey);
  }
}

/** Takes a message with no retries left out of the due index. It stays on the worklist. */
async function giveUp(deps: Dependencies, messageKey: string): Promise<void> {
  const item = await deps.store.get('inbox', inboxKey(messageKey));
  if (!item || item['dueAt'] === undefined) return;
  const message = messageFrom(item);
  const status = message.status === 'received' ? 'refused' : message.status;
  const reason = message.reason ?? 'was not applied';
  await deps.store.write([parkUpdate(deps, message, { status, reason, retryable: false })]);
  deps.alarm('an upstream message waits for an operator', { message: messageKey, reason });
}

/** Decrypts the content as it was received. */
export async function messageContentOf(deps: Dependencies, { messageKey, content }: InboundMessage) {
  const text = (await deps.sealer.open(content, inboxKey(messageKey).pk)).toString();
  const parsed = parseExactObject(text);
  if (!parsed) throw new Error('the stored content cannot be parsed');
  return parsed;
}

/**
 * Returns the sender of the message with its current permissions.
 *
 * @throws NotEntitled when it is disabled or may no longer send such messages
 */
export async function entitledSenderOf(
  { store }: Dependencies,
  { sender, type }: InboundMessage,
): Promise<PermittedUpstream> {
  const upstream = await findUpstream(store, sender.userNo);
  const { enabled = false, types = [], binRangeIds = [], ceilings } = upstream ?? {};
  assertMaySend({ types: enabled ? types : [] }, type);
  return { ...sender, binRangeIds, ...(ceilings && { ceilings }) };
}

/** Makes the call as if the upstream had just sent the message. */
export const upstreamCallFor = (
  deps: Dependencies,
  { messageId, correlationId }: InboundMessage,
  upstream: PermittedUpstream,
): UpstreamCall => ({ deps, upstream, messageId, correlationId });
