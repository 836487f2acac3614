import { dueShards } from '../../runtime/queue/due-index.ts';
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

/** What messages of each kept type bring about. */
export type MessageHandlers = { readonly [Type in InboxType]: MessageHandler<Type> };

/** Most messages of a shard in one run; what is left over is due in the next. */
const MAX_MESSAGES_PER_SHARD = 100;

/**
 * Applies what was received and not finished, and tries again what could not be placed when it came. Returns how many it
 * tried. One that fails raises an alarm and keeps no other from it.
 */
export async function retryInbox(deps: Dependencies, handlers: MessageHandlers): Promise<number> {
  let tried = 0;
  for (const partition of dueShards) {
    const due = {
      table: 'inbox',
      index: 'due',
      partition,
      to: deps.now(),
      limit: MAX_MESSAGES_PER_SHARD,
    } as const;
    for (const item of await deps.store.query(due)) {
      const { pk } = item as { pk: string };
      tried += (await retryDue(deps, pk, handlers)) ? 1 : 0;
    }
  }
  return tried;
}

async function retryDue(deps: Dependencies, pk: string, handlers: MessageHandlers): Promise<boolean> {
  const item = await deps.store.get('inbox', { pk });
  // The index follows behind: what it shows may be done by now.
  if (!item || !(Number(item['dueAt']) <= deps.now())) return false;
  const known = messageFrom(item);
  try {
    const message = await claimRetry(deps, known, Number(item['dueAt']));
    await retryMessage(deps, message, handlers);
    return true;
  } catch (error) {
    if (error instanceof MessageChanged) return false;
    if (error instanceof TryAgainLater) return true;
    const reason = String(error);
    deps.alarm('a message of an upstream cannot be applied', { message: known.messageKey, reason });
    return false;
  }
}

/** Takes the message for this try: whoever else comes finds it due later. After the last try it waits for an operator. */
async function claimRetry(deps: Dependencies, known: InboundMessage, dueAt: number): Promise<InboundMessage> {
  const retries = known.retries + 1;
  const message = { ...known, retries };
  const wait = { dueAt: deps.now() + inboxRetryDelayMs(known.retries), retries };
  await deps.store.write([
    {
      kind: 'update',
      table: 'inbox',
      key: inboxKey(known.messageKey),
      set: wait,
      when: [equals('dueAt', dueAt), equals('status', known.status)],
      onConflict: () => new MessageChanged(),
    },
  ]);
  return message;
}

/** Applies a kept message once more. */
export async function retryMessage(
  deps: Dependencies,
  message: InboundMessage,
  handlers: MessageHandlers,
): Promise<void> {
  const content = resolveFieldAliases(message.type, await messageContentOf(deps, message));
  const handler = handlers[message.type] as unknown as MessageHandler<InboxType>;
  const call = upstreamCallFor(deps, message, { ...message.teller, binRangeIds: [] });
  try {
    // Rights that are gone are a reason like others: its money stays in suspense, or goes there.
    await processMessage({ message, content }, call, async (read, whole) =>
      handler(read, { ...whole, upstream: await entitledSenderOf(deps, message) }),
    );
  } finally {
    if (message.retries >= MAX_INBOX_RETRIES) await giveUp(deps, message.messageKey);
  }
}

/** What was tried often enough leaves the due index; an operator has it on the worklist. */
async function giveUp(deps: Dependencies, messageKey: string): Promise<void> {
  const item = await deps.store.get('inbox', inboxKey(messageKey));
  if (!item || item['dueAt'] === undefined) return;
  const message = messageFrom(item);
  const status = message.status === 'received' ? 'refused' : message.status;
  const reason = message.reason ?? 'was not applied';
  await deps.store.write([parkUpdate(deps, message, { status, reason, retryable: false })]);
  deps.alarm('a message of an upstream waits for an operator', { message: messageKey, reason });
}

/** The content as it came. */
export async function messageContentOf(deps: Dependencies, { messageKey, content }: InboundMessage) {
  const text = (await deps.sealer.open(content, inboxKey(messageKey).pk)).toString();
  const read = parseExactObject(text);
  if (!read) throw new Error('what was kept cannot be read');
  return read;
}

/**
 * Who told the message, with the rights that it has by now.
 *
 * @throws NotEntitled where it is disabled, or may not tell such messages any more
 */
export async function entitledSenderOf(
  { store }: Dependencies,
  { teller, type }: InboundMessage,
): Promise<PermittedUpstream> {
  const upstream = await findUpstream(store, teller.userNo);
  const { enabled = false, types = [], binRangeIds = [], ceilings } = upstream ?? {};
  assertMaySend({ types: enabled ? types : [] }, type);
  return { ...teller, binRangeIds, ...(ceilings && { ceilings }) };
}

/** The message as one that its upstream just told. */
export const upstreamCallFor = (
  deps: Dependencies,
  { messageId, correlationId }: InboundMessage,
  upstream: PermittedUpstream,
): UpstreamCall => ({ deps, upstream, messageId, correlationId });
