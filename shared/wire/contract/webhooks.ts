import type { ErrorCode } from '../errors.ts';
import type { NotificationType } from './notifications.ts';
import type { Access } from './operations/operation.ts';

/** A webhook for upstreams. Routes, functions, grants and docs derive from it (contract section 5). */
export interface Webhook<Type extends NotificationType = NotificationType> {
  readonly type: Type;
  /** One sentence for the reference. */
  readonly summary: string;
  readonly path: `/webhook/${Type}`;
  /** The Lambda: `functions/<function>.ts`. */
  readonly function: `webhook/${string}`;
  readonly access: Access;
}

/** The seven types of notifications that upstreams send. */
export const webhooks = {
  card_transaction: {
    type: 'card_transaction',
    summary: 'A card transaction that was authorized, cleared, reversed, refunded or declined elsewhere.',
    path: '/webhook/card_transaction',
    function: 'webhook/card-transaction',
    access: {
      merchants: 'read',
      cards: 'write',
      ledger: 'write',
      transactions: 'write',
      notifications: 'write',
      inbox: 'write',
      limits: 'write',
      secrets: 'seal',
    },
  },
  card_operate: {
    type: 'card_operate',
    summary: "The issuer's outcome of an order. Its userReqNo is the number of the order on this platform.",
    path: '/webhook/card_operate',
    function: 'webhook/card-operate',
    access: {
      merchants: 'read',
      cards: 'write',
      cardholders: 'write',
      ledger: 'write',
      orders: 'write',
      notifications: 'write',
      inbox: 'write',
      secrets: 'seal',
    },
  },
  trade_fee: {
    type: 'trade_fee',
    summary: 'A fee for a transaction, charged to the card or to the account.',
    path: '/webhook/trade_fee',
    function: 'webhook/trade-fee',
    access: {
      merchants: 'read',
      cards: 'read',
      ledger: 'write',
      transactions: 'write',
      notifications: 'write',
      inbox: 'write',
      limits: 'write',
      secrets: 'seal',
    },
  },
  card_3ds_otp: {
    type: 'card_3ds_otp',
    summary: 'A one-time password for a purchase, passed on and not stored.',
    path: '/webhook/card_3ds_otp',
    function: 'webhook/card-3ds-otp',
    access: { merchants: 'read', cards: 'read', secrets: 'seal', notifications: 'write' },
  },
  dpt_payment_bill: {
    type: 'dpt_payment_bill',
    summary: "Coins that arrived at the address of an acquiring order or at a withdrawal's destination.",
    path: '/webhook/dpt_payment_bill',
    function: 'webhook/dpt-payment-bill',
    access: {
      merchants: 'read',
      ledger: 'write',
      dpt: 'write',
      notifications: 'write',
      inbox: 'write',
      limits: 'write',
      secrets: 'seal',
    },
  },
  card_activation_code: {
    type: 'card_activation_code',
    summary: 'The code that activates a physical card.',
    path: '/webhook/card_activation_code',
    function: 'webhook/card-activation-code',
    access: { merchants: 'read', cards: 'write', secrets: 'seal', notifications: 'write' },
  },
  card_activation_status: {
    type: 'card_activation_status',
    summary: 'The outcome of the activation of a physical card at the personalisation bureau.',
    path: '/webhook/card_activation_status',
    function: 'webhook/card-activation-status',
    access: { merchants: 'read', cards: 'write', notifications: 'write' },
  },
} as const satisfies { readonly [Type in NotificationType]?: Webhook<Type> };

/**
 * The HTTP status of each refusal of a webhook. Every other code is a 500, after which the message may be sent again.
 */
export const webhookStatusCodes: Readonly<Partial<Record<ErrorCode, number>>> = {
  '100002': 401,
  '100003': 403,
  '100004': 400,
  '100005': 503,
  '110001': 400,
  '110002': 403,
  '110004': 409,
  '110009': 409,
  '120001': 404,
  '130001': 503,
};
