import type { OpenedContent } from '../codec/content.ts';
import { TryAgainLater } from '../contract/errors.ts';
import { inOurNames } from '../contract/family-names.ts';
import { type NotificationType, notifications, type ReceivedContent } from '../contract/notifications.ts';
import { readContent } from '../contract/read-content.ts';
import { dueAttributes } from '../platform/due.ts';
import type { Item } from '../store/item.ts';
import type { Write } from '../store/write.ts';
import type { Told } from '../upstreams/told.ts';
import { numberingOf } from '../upstreams/upstream.ts';
import { judge } from './judge.ts';
import {
  bookedAtOnce,
  digestOf,
  type Effect,
  inboxKey,
  isKept,
  type KeptType,
  type Message,
  messageFrom,
  secondKey,
} from './message.ts';
import { numberIn } from './number.ts';
import { assertMayBeTold } from './rights.ts';

/** Something came under this number before. */
class AlreadyKept extends Error {
  readonly kept: Message;
  constructor(current: Item) {
    super();
    this.kept = messageFrom(current);
  }
}

/**
 * Takes a message of an upstream (contract section 5). One whose content has an id is kept as it came, sealed, before
 * anything of it is judged; returns when it is applied, or else safe on the suspense account or on the operator's worklist.
 *
 * @throws NotEntitled for what its upstream has no right to say: nothing is kept of that; ContractError for what is refused: it is kept all the same, where it has an id
 */
export async function receive<Type extends NotificationType>(
  type: Type,
  { content, text }: OpenedContent,
  told: Told,
  effect: Effect<Type>,
): Promise<void> {
  const named = inOurNames(type, content);
  const number = isKept(type) ? numberIn(type, named) : undefined;
  if (number === undefined || !isKept(type))
    return effect(readContent(notifications[type].received, named) as ReceivedContent<Type>, told);
  await assertMayBeTold(type, named, told);
  const message = await keep(type, number, text, told);
  await judge({ message, content: named }, told, effect as unknown as Effect<KeptType>);
}

/** Keeps the message, or finds that it was kept before. */
async function keep(type: KeptType, number: string, text: string, told: Told): Promise<Message> {
  const { upstream } = told;
  const first = `${numberingOf(upstream)}/${type}/${number}`;
  const digest = digestOf(text);
  const put = (messageKey: string) => putMessage({ messageKey, type, digest, text }, told);
  try {
    return await put(first);
  } catch (error) {
    if (!(error instanceof AlreadyKept)) throw error;
    const { kept: known } = error;
    if (known.digest === digest) return known;
    // Both might book the same: the second waits until it is known what became of the first.
    if (bookedAtOnce(type) && known.status === 'received') throw new TryAgainLater();
    return put(secondKey(first, digest)).catch(theOneKept);
  }
}

function theOneKept(error: unknown): Message {
  if (error instanceof AlreadyKept) return error.kept;
  throw error;
}

interface New extends Pick<Message, 'messageKey' | 'type' | 'digest'> {
  readonly text: string;
}

async function putMessage({ text, ...known }: New, told: Told): Promise<Message> {
  const { platform, upstream, messageId, correlationId } = told;
  const { pk } = inboxKey(known.messageKey);
  const now = platform.now();
  const message: Message = {
    ...known,
    teller: { userNo: upstream.userNo, issuer: upstream.issuer },
    content: await platform.sealer.seal(text, pk),
    status: 'received',
    retries: 0,
    receivedAt: now,
    messageId,
    correlationId,
  };
  const put: Write = {
    kind: 'put',
    table: 'inbox',
    item: { pk, ...message, ...dueAttributes(known.messageKey, now + platform.graceMs) },
    otherwise: (current) => new AlreadyKept(current ?? {}),
  };
  await platform.store.write([put]);
  return message;
}
