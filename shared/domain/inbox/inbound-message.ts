import { createHash } from 'node:crypto';
import type { Item } from '../../runtime/store/item.ts';
import type { Sealed } from '../../runtime/vault/sealer.ts';
import type { InboundContent, NotificationType } from '../../wire/contract/notifications.ts';
import type { SuspendedMoney } from '../money/suspense/suspended-money.ts';
import type { UpstreamIdentity } from '../parties/upstream.ts';
import type { UpstreamCall } from '../upstream-call.ts';

/** The types of which every message is kept as it came, before it is judged: those whose content has an id. */
export const INBOX_TYPES = ['card_transaction', 'card_operate', 'trade_fee', 'dpt_payment_bill'] as const;
export type InboxType = (typeof INBOX_TYPES)[number];

export const isInboxType = (type: NotificationType): type is InboxType =>
  (INBOX_TYPES as readonly string[]).includes(type);

/**
 * A message's life:
 *
 *   (kept) ──▶ received ──▶ applied
 *                 │  ├───▶ waiting ────▶ applied     about a card that is not known yet, and moves nothing
 *                 │  ├───▶ suspended ──▶ applied     its money is on the suspense account meanwhile
 *                 │  └───▶ refused                   nothing can be made of it here
 *                 └ whatever is not applied ──▶ closed   an operator worked it off
 */
export type MessageStatus = 'received' | 'applied' | 'waiting' | 'suspended' | 'refused' | 'closed';

/** How an operator worked a message off. */
export interface Resolution {
  readonly kind: 'assigned' | 'returned' | 'written-off' | 'dismissed';
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The card of ours that it was booked on. */
  readonly cardId?: string;
}

/** What an upstream told, as the inbox keeps it. */
export interface InboundMessage {
  /** Whose its number is, its type and its number; what else came under that number has its digest behind it. */
  readonly messageKey: string;
  readonly type: InboxType;
  readonly teller: UpstreamIdentity;
  /** Of the content as it came: the same again is the same message. */
  readonly digest: string;
  readonly content: Sealed;
  readonly status: MessageStatus;
  /** Times that applying it was tried again. */
  readonly retries: number;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Why it is not applied, without anything of its content. */
  readonly reason?: string;
  /** What of it is on the suspense account. */
  readonly suspended?: SuspendedMoney;
  readonly resolution?: Resolution;
  readonly messageId: string;
  readonly correlationId: string;
}

/**
 * What a message brings about, in domain words: it returns once that is durable, and quietly when it was told before. Where
 * `told.finishing` is made part of its transaction, the message is finished in the same moment.
 */
export type MessageHandler<Type extends NotificationType> = (
  content: InboundContent<Type>,
  call: UpstreamCall,
) => Promise<void>;

/** The types whose effects write `told.finishing` themselves: what they book and what is in suspense are one transaction. */
export const finishesWithBooking = (type: InboxType): boolean =>
  type === 'card_transaction' || type === 'trade_fee';

/** The key of a kept message, which is also what its content is sealed for. */
export const inboxKey = (messageKey: string) => ({ pk: `message/${messageKey}` });

/** The key of what came second under a number, in other words. */
export const variantKey = (first: string, digest: string): string => `${first}/${digest}`;

/** Whether something else was kept under the message's number before it. */
export const isVariant = ({ messageKey, digest }: Pick<InboundMessage, 'messageKey' | 'digest'>): boolean =>
  messageKey.endsWith(variantKey('', digest));

/** The key of what tells which message brought money into suspense, by the cause of its entry: one fact, in whatever words. */
export const factKey = (cause: string) => ({ pk: `fact/${cause}` });

/** What puts a message onto the operator's worklist. */
export const WORKLIST_PARTITION = 'open';

/** The message that a stored item holds. */
export function messageFrom(item: Item): InboundMessage {
  const { pk: _, dueShard: __, dueAt: ___, worklist: ____, expiresAt: _____, ...message } = item;
  const suspended = message['suspended'] as SuspendedMoney | undefined;
  return {
    ...(message as unknown as InboundMessage),
    ...(suspended && { suspended: { ...suspended, amount: BigInt(suspended.amount) } }),
  };
}

/** A card number or verification number in a content: few enough to be tried against a digest. */
const CARD_DATA = /("card(?:Verify)?No"\s*:\s*)("(?:[^"\\]|\\.)*"|[\d.eE+-]+)/g;

/** What tells one content from another that came under the same number, whatever card data is in it. */
export const messageDigest = (text: string): string =>
  createHash('sha256').update(text.replace(CARD_DATA, '$1""')).digest('hex').slice(0, 32);
