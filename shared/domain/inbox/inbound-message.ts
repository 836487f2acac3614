import { createHash } from 'node:crypto';
import type { Item } from '../../runtime/store/item.ts';
import type { Sealed } from '../../runtime/vault/sealer.ts';
import type { JsonObject } from '../../wire/codec/json.ts';
import type { InboundContent, NotificationType } from '../../wire/contract/notifications.ts';
import type { SuspendedMoney } from '../money/suspense/suspended-money.ts';
import type { UpstreamIdentity } from '../parties/upstream.ts';
import type { UpstreamCall } from '../upstream-call.ts';

/** The message types that are stored as received before they are processed: those whose content has an id. */
export const INBOX_TYPES = ['card_transaction', 'card_operate', 'trade_fee', 'dpt_payment_bill'] as const;
export type InboxType = (typeof INBOX_TYPES)[number];

export const isInboxType = (type: NotificationType): type is InboxType =>
  (INBOX_TYPES as readonly string[]).includes(type);

/**
 * The life cycle of a message:
 *
 *   (stored) ──▶ received ──▶ applied
 *                   │  ├───▶ waiting ────▶ applied     its card is not known yet, and no money has moved
 *                   │  ├───▶ suspended ──▶ applied     its money is on the suspense account until then
 *                   │  └───▶ refused                   it cannot be applied
 *                   └ any but applied ──▶ closed       an operator resolved it
 */
export type MessageStatus = 'received' | 'applied' | 'waiting' | 'suspended' | 'refused' | 'closed';

/** How an operator resolved a message. */
export interface Resolution {
  readonly kind: 'assigned' | 'returned' | 'written-off' | 'dismissed';
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The platform's id of the card that it was booked on. */
  readonly cardId?: string;
}

/** A stored message of an upstream. */
export interface InboundMessage {
  /**
   * `<number namespace>/<type>/<number>`; a variant with other content under the same number has its digest appended.
   */
  readonly messageKey: string;
  readonly type: InboxType;
  readonly sender: UpstreamIdentity;
  /** Digest of the content as received: tells a repeated message from a variant. */
  readonly digest: string;
  readonly content: Sealed;
  readonly status: MessageStatus;
  /** How often applying it was retried. */
  readonly retries: number;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Why it is not applied. Contains nothing of its content. */
  readonly reason?: string;
  /** Its money on the suspense account. */
  readonly suspended?: SuspendedMoney;
  readonly resolution?: Resolution;
  readonly messageId: string;
  readonly correlationId: string;
}

/** A stored message with its decrypted content. */
export interface OpenedMessage {
  readonly message: InboundMessage;
  readonly content: JsonObject;
}

/**
 * Handles the content of a message. Resolves once its effects are durable, and without effects for a duplicate. The
 * handler of a settlement type includes `call.completionWrites` in its transaction, so that the message is completed,
 * and its money released from suspense, in the moment of the booking.
 */
export type MessageHandler<Type extends NotificationType> = (
  content: InboundContent<Type>,
  call: UpstreamCall,
) => Promise<void>;

/** The key of a stored message. Its `pk` is also the context that the content is sealed for. */
export const inboxKey = (messageKey: string) => ({ pk: `message/${messageKey}` });

/** The message key of a variant: other content under a number that is already used. */
export const variantKey = (first: string, digest: string): string => `${first}/${digest}`;

/** Whether the message is a variant of an earlier one with the same number. */
export const isVariant = ({ messageKey, digest }: Pick<InboundMessage, 'messageKey' | 'digest'>): boolean =>
  messageKey.endsWith(variantKey('', digest));

/**
 * The key of the index that finds the message whose money is in suspense by the cause of its entry, the same for one
 * fact.
 */
export const suspendedMoneyKey = (cause: string) => ({ pk: `suspended/${cause}` });

/** The index partition of messages on the operator's worklist. */
export const WORKLIST_PARTITION = 'open';

/** Parses a stored message. */
export function messageFrom(item: Item): InboundMessage {
  const { pk: _, dueShard: __, dueAt: ___, worklist: ____, expiresAt: _____, ...message } = item;
  const suspended = message['suspended'] as SuspendedMoney | undefined;
  return {
    ...(message as unknown as InboundMessage),
    ...(suspended && { suspended: { ...suspended, amount: BigInt(suspended.amount) } }),
  };
}

// Card numbers and verification numbers are few enough to be guessed from a digest, so they are left out of it.
const CARD_DATA = /("card(?:Verify)?No"\s*:\s*)("(?:[^"\\]|\\.)*"|[\d.eE+-]+)/g;

/** The digest that tells apart contents received under the same number. Ignores card data. */
export const messageDigest = (text: string): string =>
  createHash('sha256').update(text.replace(CARD_DATA, '$1""')).digest('hex').slice(0, 32);
