import * as z from 'zod/mini';
import { COINS } from '../money/currency.ts';
import { opTypes, transTypes } from './codes.ts';
import { descriptions } from './fields/common-fields.ts';
import { displayedCardNumber, id, integer, month, timestamp } from './fields/fields.ts';
import {
  amountField,
  choiceField,
  codeField,
  coinAmountField,
  currencyField,
  defineContent,
  idField,
  lenientTextField,
  optionalField,
  textChoiceField,
  textField,
  timeField,
  twoWayField,
  twoWayObject,
} from './fields/two-way-fields.ts';
import {
  codeDigits,
  codeText,
  lenientAmount,
  lenientChoice,
  lenientCurrency,
  lenientDigits,
  signedAmount,
  upstreamId,
} from './fields/webhook-fields.ts';
import { COIN_NETWORKS } from './reference-data/coin-networks.ts';

export { NOTIFICATION_ACCEPTED, opTypes, orderStatuses, transTypes } from './codes.ts';

/** The new card of an opening order, with its number masked or in full as the merchant is configured. */
const cardInfo = twoWayObject({
  cardNo: twoWayField(
    z.string(),
    displayedCardNumber(),
    'The card number: masked unless the merchant is configured to receive it, and JWE if its cardData is jwe.',
  ),
  cardVerifyNo: optionalField(
    codeField(
      4,
      '123',
      'The CVV2, only for merchants that are configured to receive it; JWE if their cardData is jwe.',
    ),
  ),
  cardExpiryDate: twoWayField(z.string(), month(), 'The expiry date on the card, yyyy-MM.'),
  cardAlias: lenientTextField(64, "The merchant's name for the card."),
  cardLabel: lenientTextField(64, "The merchant's label for the card."),
  localCurrency: codeField(3, 'USD', 'The currency of the card.'),
  startActiveDate: codeField(10, '2026-03-01', 'The first day on which the card can be used, yyyy-MM-dd.'),
  endCloseDate: codeField(10, '2027-03-01', 'The last day on which the card can be used, yyyy-MM-dd.'),
});

/** The notification types with their contents in plaintext (contract section 4), for both directions. */
export const notifications = {
  card_transaction: defineContent(
    'A card transaction was approved, declined, settled, reversed or refunded.',
    {
      recordNo: idField('The transaction. Its settlement is notified again under the same number.'),
      cardId: idField('The card that was used.'),
      transactionTime: timeField('When the transaction was made.'),
      transCurrency: optionalField(
        twoWayField(
          z.string(),
          lenientCurrency(),
          "The card acceptor's currency, which may be a withdrawn one.",
        ),
      ),
      transCurrencyAmt: twoWayField(z.number(), lenientAmount(), 'The amount in transCurrency.'),
      localCurrency: currencyField("The card's currency."),
      localCurrencyAmt: amountField("The amount in the card's currency."),
      approvalCode: optionalField(codeField(16, 'A1B2C3', 'The approval code of the authorization.')),
      merchantName: lenientTextField(128, 'The card acceptor.'),
      merchantCategoryCode: optionalField(
        twoWayField(z.string(), lenientDigits(4, '5814'), "The card acceptor's ISO 18245 category."),
      ),
      crossBoardType: optionalField(
        twoWayField(z.string(), lenientChoice('0', '1'), '0 domestic, 1 overseas.'),
      ),
      transType: textChoiceField(descriptions.transType, ...Object.values(transTypes)),
      transStatus: textChoiceField(descriptions.transStatus, '1', '2'),
      originRecordNo: optionalField(idField('The transaction that this one reverses, refunds or clears.')),
      transCategory: choiceField(descriptions.transCategory, 1, 2),
      feeType: optionalField(
        twoWayField(z.number(), lenientChoice(1, 2), 'Where fees are charged: 1 card, 2 account.'),
      ),
      fundsType: optionalField(
        twoWayField(z.number(), lenientChoice(1, 2), 'Where the money is booked: 1 card, 2 account.'),
      ),
      fundsDirection: optionalField(choiceField('0 out, 1 in.', 0, 1)),
      settleAmount: optionalField(
        twoWayField(
          z.number(),
          signedAmount(),
          "The settled amount in the card's currency. An upstream may send a negative amount, which moves in the opposite direction.",
        ),
      ),
      settleTime: optionalField(timeField('When the transaction was settled.')),
      respCode: twoWayField(
        z.string(),
        lenientDigits(6, '000000'),
        'The response code; 000000 means success.',
      ),
      respCodeDesc: lenientTextField(256, 'The response code in words.'),
    },
  ),
  card_operate: defineContent('An order on a card or group succeeded or failed.', {
    orderId: idField('The order.'),
    cardId: optionalField(idField('The card of the order.')),
    groupId: optionalField(idField('The group of the order.')),
    userReqNo: textField(128, "The merchant's request number."),
    opType: choiceField(descriptions.opType, ...Object.values(opTypes)),
    status: choiceField('1 success, 2 failure.', 1, 2),
    amount: amountField(descriptions.orderAmount),
    fee: amountField(descriptions.orderFee),
    cardInfo: optionalField(
      twoWayField(cardInfo.outbound, cardInfo.inbound, 'The new card, for an opening.'),
    ),
    createAt: timeField('When the order was accepted.'),
  }),
  trade_fee: defineContent('A fee was charged for a transaction or returned.', {
    cardId: idField('The card of the transaction.'),
    opType: twoWayField(
      z.number(),
      lenientChoice(91, 92, 93, 94, 95, 96, 97, 98, 99),
      '91 reversal processing, 92 forced settlement, 93 exception settlement, 94 settlement after reversal, 95 settlement exchange difference, 96 small transaction, 97 cross-border, 98 refund processing, 99 transaction processing.',
    ),
    receiptNo: idField('The fee.'),
    recordNo: codeField(64, '1238793332297834', 'The transaction of the fee.'),
    userNo: codeField(11, '10000001', 'The merchant.'),
    realCcy: currencyField('The currency of the fee.'),
    realFee: twoWayField(z.string(), signedAmount(), 'The fee; negative when one is returned.'),
    createAt: timeField('When the fee was charged.'),
  }),
  card_3ds_otp: defineContent('A cardholder must confirm a purchase with a one-time password (3-D Secure).', {
    otp: twoWayField(
      z.string(),
      codeText(16),
      'The one-time password that the cardholder must enter; JWE if the merchant’s cardData is jwe.',
    ),
    cardId: idField('The card.'),
    cardNo: codeField(32, '499900******4242', 'The card number, masked.'),
    transactionCurrency: codeField(3, 'USD', 'The currency of the purchase.'),
    transactionAmount: twoWayField(z.string(), lenientAmount(), 'The amount of the purchase.'),
    merchantName: lenientTextField(128, 'The card acceptor.'),
  }),
  dpt_payment_bill: defineContent('Coins arrived at the address of an acquiring order.', {
    txId: textField(128, 'The transaction id on the blockchain.'),
    fromAddress: textField(128, 'The address that sent the coins.'),
    toAddress: textField(128, 'The address that received the coins.'),
    paymentAmount: coinAmountField('The amount received.'),
    factAmount: coinAmountField('The amount credited.'),
    fee: coinAmountField('The fee.'),
    serialNumber: textField(128, "The merchant's request number."),
    orderNo: twoWayField(z.string(), id(), 'The acquiring order.'),
    transactionTime: twoWayField(
      z.string(),
      timestamp(),
      'When the payment was made, in ISO 8601: the time of its block. A transaction that is mined again has a later time.',
    ),
    logIndex: optionalField(
      twoWayField(
        z.number(),
        integer(0, Number.MAX_SAFE_INTEGER),
        'The log index of the transfer, which distinguishes two transfers of one transaction. Without it the transaction has only one transfer.',
      ),
    ),
    currency: optionalField(textChoiceField('The coin.', ...COINS)),
    network: optionalField(textChoiceField('The network.', ...COIN_NETWORKS)),
    confirmations: optionalField(
      twoWayField(
        z.number(),
        integer(0, Number.MAX_SAFE_INTEGER),
        'The number of blocks on top of the transaction. Without it the payment is final. Only sent by chain watchers.',
      ),
    ),
    removed: optionalField(
      choiceField(
        '1: the transaction was removed from the blockchain by a reorganisation, and its credit is reversed; the amounts are then negative.',
        1,
      ),
    ),
  }),
  card_activation_code: defineContent('A physical card was assigned and awaits activation with this code.', {
    cardId: idField('The physical card.'),
    cardNo: codeField(32, '499900******4242', 'The card number, masked.'),
    activationCode: twoWayField(
      z.string(),
      codeDigits(8),
      'The 8-digit code that activates the card; JWE if the merchant’s cardData is jwe.',
    ),
    expireTime: optionalField(timeField('When the code expires.')),
  }),
  card_activation_status: defineContent('The activation of a physical card succeeded or failed.', {
    cardId: twoWayField(z.number(), upstreamId(), 'The physical card.'),
    staus: choiceField('1 success, 2 failure. The name is misspelt for compatibility.', 1, 2),
    status: optionalField(choiceField('The same as staus.', 1, 2)),
  }),
} as const;

export type NotificationType = keyof typeof notifications;
/** The content that merchants receive. */
export type NotificationContent<Type extends NotificationType> = z.output<
  (typeof notifications)[Type]['outbound']
>;
/** The validated content of an upstream's notification: amounts as decimal text, ids as strings. */
export type InboundContent<Type extends NotificationType> = z.output<(typeof notifications)[Type]['inbound']>;
