import { dueIndexAttributes } from '../../runtime/queue/due-index.ts';
import { tryWrite } from '../../runtime/store/try-write.ts';
import type { OpenedContent } from '../../wire/codec/content.ts';
import { resolveFieldAliases } from '../../wire/contract/field-aliases.ts';
import {
  type InboundContent,
  type NotificationType,
  notifications,
} from '../../wire/contract/notifications.ts';
import { parseContent } from '../../wire/contract/parse-content.ts';
import { TryAgainLater } from '../../wire/errors.ts';
import { isSettlementType } from '../money/suspense/suspended-money.ts';
import { numberNamespace } from '../parties/upstream.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import {
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

/**
 * Stores the message, or returns the one with the same content that is already stored.
 *
 * @throws TryAgainLater while another message with its number is processed
 */
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
  const stored = await storeAs(messageKey);
  if (stored.digest === digest) return stored;
  // Both might book the same money: the second has to wait for the outcome of the first.
  if (isSettlementType(type) && stored.status === 'received') throw new TryAgainLater();
  return storeAs(variantKey(messageKey, digest));
}

interface NewMessage extends Pick<InboundMessage, 'messageKey' | 'type' | 'digest'> {
  readonly text: string;
}

/** Stores the message, or returns the one that is already stored under its key. */
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
  const item = { pk, ...message, ...dueIndexAttributes(known.messageKey, now + deps.graceMs) };
  const conflict = await tryWrite(deps.store, [{ kind: 'put', table: 'inbox', item }]);
  return conflict ? messageFrom(conflict.current ?? {}) : message;
}
