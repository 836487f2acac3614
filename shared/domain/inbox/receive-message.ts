import { dueIndexAttributes } from '../../runtime/queue/due-index.ts';
import type { Item } from '../../runtime/store/item.ts';
import type { Write } from '../../runtime/store/write.ts';
import type { OpenedContent } from '../../wire/codec/content.ts';
import { resolveFieldAliases } from '../../wire/contract/field-aliases.ts';
import {
  type InboundContent,
  type NotificationType,
  notifications,
} from '../../wire/contract/notifications.ts';
import { parseContent } from '../../wire/contract/parse-content.ts';
import { TryAgainLater } from '../../wire/errors.ts';
import { numberNamespace } from '../parties/upstream.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import {
  finishesWithBooking,
  type InboundMessage,
  type InboxType,
  inboxKey,
  isInboxType,
  type MessageHandler,
  messageDigest,
  messageFrom,
  variantKey,
} from './inbound-message.ts';
import { messageNumberIn } from './message-number.ts';
import { assertMessagePermitted } from './message-permissions.ts';
import { processMessage } from './process-message.ts';

/** A message with this key is already stored. */
class MessageAlreadyStored extends Error {
  readonly stored: InboundMessage;
  constructor(current: Item) {
    super();
    this.stored = messageFrom(current);
  }
}

/**
 * Receives a message of an upstream (contract section 5). A message whose content has an id is stored as received,
 * encrypted, before it is processed. Resolves once it is applied, or its money is on the suspense account, or it is on
 * the worklist.
 *
 * @throws NotEntitled when the upstream may not send it; it is not stored then
 * @throws ContractError when it is refused; it is stored if its content has an id
 */
export async function receiveMessage<Type extends NotificationType>(
  type: Type,
  { content, text }: OpenedContent,
  call: UpstreamCall,
  handler: MessageHandler<Type>,
): Promise<void> {
  const normalized = resolveFieldAliases(type, content);
  const number = isInboxType(type) ? messageNumberIn(type, normalized) : undefined;
  if (number === undefined || !isInboxType(type))
    return handler(parseContent(notifications[type].inbound, normalized) as InboundContent<Type>, call);
  await assertMessagePermitted(type, normalized, call);
  const message = await storeMessage(type, number, text, call);
  await processMessage(
    { message, content: normalized },
    call,
    handler as unknown as MessageHandler<InboxType>,
  );
}

/** Stores the message, or returns the one that is already stored. */
async function storeMessage(
  type: InboxType,
  number: string,
  text: string,
  call: UpstreamCall,
): Promise<InboundMessage> {
  const { upstream } = call;
  const messageKey = `${numberNamespace(upstream)}/${type}/${number}`;
  const digest = messageDigest(text);
  const storeAs = (key: string) => insertMessage({ messageKey: key, type, digest, text }, call);
  try {
    return await storeAs(messageKey);
  } catch (error) {
    if (!(error instanceof MessageAlreadyStored)) throw error;
    const { stored: known } = error;
    if (known.digest === digest) return known;
    // Both might book the same money: the second has to wait for the outcome of the first.
    if (finishesWithBooking(type) && known.status === 'received') throw new TryAgainLater();
    return storeAs(variantKey(messageKey, digest)).catch(messageAlreadyStored);
  }
}

function messageAlreadyStored(error: unknown): InboundMessage {
  if (error instanceof MessageAlreadyStored) return error.stored;
  throw error;
}

interface NewMessage extends Pick<InboundMessage, 'messageKey' | 'type' | 'digest'> {
  readonly text: string;
}

async function insertMessage({ text, ...known }: NewMessage, call: UpstreamCall): Promise<InboundMessage> {
  const { deps, upstream, messageId, correlationId } = call;
  const { pk } = inboxKey(known.messageKey);
  const now = deps.now();
  const message: InboundMessage = {
    ...known,
    sender: { userNo: upstream.userNo, issuer: upstream.issuer },
    content: await deps.sealer.seal(text, pk),
    status: 'received',
    retries: 0,
    receivedAt: now,
    messageId,
    correlationId,
  };
  const put: Write = {
    kind: 'put',
    table: 'inbox',
    item: { pk, ...message, ...dueIndexAttributes(known.messageKey, now + deps.graceMs) },
    onConflict: (current) => new MessageAlreadyStored(current ?? {}),
  };
  await deps.store.write([put]);
  return message;
}
