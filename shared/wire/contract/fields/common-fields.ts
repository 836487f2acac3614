import * as z from 'zod/mini';
import { describe, id, periodEnd } from './fields.ts';

/** Descriptions of fields that several operations and notifications share. */
export const descriptions = {
  cardForm: '1 virtual, 2 physical.',
  cardStatus: '0 closed, 1 in use, 2 frozen, 3 awaiting activation.',
  cardType: '1 regular, 2 shared: a supplementary card of a group.',
  opType: '15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application.',
  orderAmount: 'The amount that the card or group gained or returned.',
  orderFee: 'The fee, in addition to the amount.',
  orderStatus: '0 in process, 1 success, 2 failure.',
  transCategory: '1 unsettled, 2 settled.',
  transStatus: '1 success, 2 failed.',
  transType:
    '1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement.',
  yesNo: '0 no, 1 yes.',
} as const;

/** The card, group or cardholder that a request refers to. */
export const cardIdParam = describe(id(), 'The card.');
export const groupIdParam = describe(id(), 'The group.');
export const cardUserIdParam = describe(id(), 'The cardholder.');

/** The fields cardId, groupId, orderId, userReqNo and statusDesc of results. */
export const cardIdField = describe(z.string(), 'The card.');
export const groupIdField = describe(z.string(), 'The group.');
export const orderIdField = describe(z.string(), 'The order.');
export const userReqNoField = describe(z.string(), "The merchant's request number.");
export const statusDescField = describe(z.string(), 'The status in words.');

/** beginTime and endTime of a query. `done` says what happened in the period: "Opened". */
export const periodParams = (done: string) => ({
  beginTime: z.optional(
    describe(periodEnd('begin'), `${done} at this time or later; a date includes the whole day.`),
  ),
  endTime: z.optional(
    describe(
      periodEnd('end'),
      `${done} at this time or earlier, not before beginTime; a date includes the whole day.`,
    ),
  ),
});

/** The result for an accepted order. Its outcome arrives by notification. */
export const acceptedOrder = z.object({ orderId: orderIdField, userReqNo: userReqNoField });
