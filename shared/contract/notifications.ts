import * as z from 'zod/mini';

/** The opType of card_operate and of Card Operation Order Inquiry (contract section 4.3). */
export const opTypes = {
  cardOpening: 15,
  recharge: 16,
  refund: 18,
  cardCancellation: 19,
  groupOpening: 26,
} as const;

/** The order status that every part of the wire uses (contract section 2). */
export const orderStatuses = { inProcess: 0, success: 1, failure: 2 } as const;

/** The outcome of an order on a card or group, told to the merchant (contract section 4.3). */
export const cardOperate = z.object({
  orderId: z.string(),
  cardId: z.optional(z.string()),
  groupId: z.optional(z.string()),
  userReqNo: z.string(),
  opType: z.number(),
  status: z.number(),
  amount: z.number(),
  fee: z.number(),
  cardInfo: z.optional(
    z.object({
      cardNo: z.string(),
      cardVerifyNo: z.optional(z.string()),
      cardExpiryDate: z.string(),
      cardAlias: z.string(),
      cardLabel: z.string(),
      localCurrency: z.string(),
      startActiveDate: z.string(),
      endCloseDate: z.string(),
    }),
  ),
  createAt: z.string(),
});

/** The notification types with their content, in clear. */
export const notifications = { card_operate: cardOperate } as const;

export type NotificationType = keyof typeof notifications;
export type NotificationContent<Type extends NotificationType> = z.output<(typeof notifications)[Type]>;

/** The body a merchant answers with once a notification is safe with it (contract section 4). */
export const NOTIFICATION_ACCEPTED = 'SUCCESS';
