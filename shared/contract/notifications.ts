import * as z from 'zod/mini';
import { COINS } from '../money/currency.ts';
import { opTypes, transTypes } from './codes.ts';
import {
  amount,
  choice,
  coinAmount,
  currency,
  describe,
  id,
  integer,
  month,
  shownNumber,
  text,
  textChoice,
  timestamp,
} from './fields.ts';
import { NETWORKS } from './networks.ts';
import {
  codeDigits,
  codeText,
  informingAmount,
  informingChoice,
  informingCode,
  informingCurrency,
  informingDigits,
  informingText,
  informingTime,
  signedAmount,
  upstreamId,
} from './received-fields.ts';
import { meanings } from './terms.ts';

export { NOTIFICATION_ACCEPTED, opTypes, orderStatuses, transTypes } from './codes.ts';

/** A field in both directions: as merchants are told it, and as an upstream's form of it is read. */
interface Field<Told extends z.ZodMiniType, Received extends z.ZodMiniType> {
  readonly told: Told;
  readonly received: Received;
}

function both<Told extends z.ZodMiniType, Received extends z.ZodMiniType>(
  told: Told,
  received: Received,
  description: string,
): Field<Told, Received> {
  return { told: describe(told, description), received: describe(received, description) };
}

const ids = (description: string) => both(z.string(), upstreamId(), description);
const texts = (max: number, description: string) => both(z.string(), text(max), description);
const currencies = (description: string) => both(z.string(), currency(), description);
const amounts = (description: string) => both(z.number(), amount({ zero: true }), description);
// What only informs is told where it is known, and refuses nothing when it is received.
const words = (max: number, description: string) => both(z.string(), informingText(max), description);
const codes = (max: number, example: string, description: string) =>
  both(z.string(), informingCode(max, example), description);
const times = (description: string) => both(z.string(), informingTime(), description);
/** Coins as a chain tells them, which may have more decimals than the coin has here. */
const coins = (description: string) => both(z.number(), coinAmount(), description);
const choices = <const Value extends number>(description: string, ...values: Value[]) =>
  both(z.number(), choice(...values), description);
const textChoices = <const Value extends string>(description: string, ...values: Value[]) =>
  both(z.string(), textChoice(...values), description);

const optional = <Told extends z.ZodMiniType, Received extends z.ZodMiniType>({
  told,
  received,
}: Field<Told, Received>) => ({ told: z.optional(told), received: z.optional(received) });

type Fields = Readonly<Record<string, Field<z.ZodMiniType, z.ZodMiniType>>>;
type Side<All extends Fields, Direction extends 'told' | 'received'> = {
  [Name in keyof All]: All[Name][Direction];
};

/** An object of these fields in both directions. */
function fields<All extends Fields>(all: All) {
  const side = <Direction extends 'told' | 'received'>(direction: Direction) =>
    z.object(
      Object.fromEntries(Object.entries(all).map(([name, field]) => [name, field[direction]])) as Side<
        All,
        Direction
      >,
    );
  return { told: side('told'), received: side('received') };
}

/** The content of a type; `summary` says when it is told. */
const content = <All extends Fields>(summary: string, all: All) => ({ summary, ...fields(all) });

/** The new card, with its number as far as it may be told. */
const cardInfo = fields({
  cardNo: both(
    z.string(),
    shownNumber(),
    'The card number; masked unless the merchant is set to receive it, and JWE where its cardData is jwe.',
  ),
  cardVerifyNo: optional(
    codes(4, '123', 'The CVV2, for merchants that are set to receive it; JWE where their cardData is jwe.'),
  ),
  cardExpiryDate: both(z.string(), month(), 'The expiry on the card, yyyy-MM.'),
  cardAlias: words(64, "The merchant's name for the card."),
  cardLabel: words(64, "The merchant's label for the card."),
  localCurrency: codes(3, 'USD', 'The currency of the card.'),
  startActiveDate: codes(10, '2026-03-01', 'From when the card can be used, yyyy-MM-dd.'),
  endCloseDate: codes(10, '2027-03-01', 'Until when the card can be used, yyyy-MM-dd.'),
});

/** The notification types with their contents in clear (contract section 4), the same in both directions. */
export const notifications = {
  card_transaction: content(
    'A card was used, or what became of its use: approved, declined, settled, reversed or refunded.',
    {
      recordNo: ids('The transaction. A settlement is told again under the same number.'),
      cardId: ids('The card it was made with.'),
      transactionTime: times('When it was made.'),
      transCurrency: optional(
        both(z.string(), informingCurrency(), "The currency at the card acceptor's, of today or withdrawn."),
      ),
      transCurrencyAmt: both(z.number(), informingAmount(), 'The amount in transCurrency.'),
      localCurrency: currencies("The card's currency."),
      localCurrencyAmt: amounts("The amount in the card's currency."),
      approvalCode: optional(codes(16, 'A1B2C3', 'The approval code of the authorization.')),
      merchantName: words(128, 'The card acceptor.'),
      merchantCategoryCode: optional(
        both(z.string(), informingDigits(4, '5814'), "The card acceptor's ISO 18245 category."),
      ),
      crossBoardType: optional(both(z.string(), informingChoice('0', '1'), '0 domestic, 1 overseas.')),
      transType: textChoices(meanings.transType, ...Object.values(transTypes)),
      transStatus: textChoices(meanings.transStatus, '1', '2'),
      originRecordNo: optional(ids('The transaction that this one reverses, refunds or clears.')),
      transCategory: choices(meanings.transCategory, 1, 2),
      feeType: optional(
        both(z.number(), informingChoice(1, 2), 'Where fees are charged: 1 card, 2 account.'),
      ),
      fundsType: optional(both(z.number(), informingChoice(1, 2), 'Where the money is: 1 card, 2 account.')),
      fundsDirection: optional(choices('0 out, 1 in.', 0, 1)),
      settleAmount: optional(
        both(
          z.number(),
          signedAmount(),
          "What was settled, in the card's currency. An upstream may tell a negative one, which went the other way.",
        ),
      ),
      settleTime: optional(times('When it was settled.')),
      respCode: both(z.string(), informingDigits(6, '000000'), 'The response code; 000000 is success.'),
      respCodeDesc: words(256, 'The response code in words.'),
    },
  ),
  card_operate: content('An order on a card or group became final.', {
    orderId: ids('The order.'),
    cardId: optional(ids('The card that it is about.')),
    groupId: optional(ids('The shared group that it is about.')),
    userReqNo: texts(128, "The merchant's number of the request."),
    opType: choices(meanings.opType, ...Object.values(opTypes)),
    status: choices('1 success, 2 failure.', 1, 2),
    amount: amounts(meanings.orderAmount),
    fee: amounts(meanings.orderFee),
    cardInfo: optional(both(cardInfo.told, cardInfo.received, 'The new card, after an opening.')),
    createAt: times('When the order was accepted.'),
  }),
  trade_fee: content('A fee was charged for a transaction, or given back.', {
    cardId: ids('The card of the transaction.'),
    opType: both(
      z.number(),
      informingChoice(91, 92, 93, 94, 95, 96, 97, 98, 99),
      '91 reversal processing, 92 forced settlement, 93 exception settlement, 94 settlement after reversal, 95 settlement exchange difference, 96 small transaction, 97 cross-border, 98 refund processing, 99 transaction processing.',
    ),
    receiptNo: ids('The fee.'),
    recordNo: codes(64, '1238793332297834', 'The transaction that it is for.'),
    userNo: codes(11, '10000001', 'The merchant.'),
    realCcy: currencies('The currency of the fee.'),
    realFee: both(z.string(), signedAmount(), 'The fee; negative where one is given back.'),
    createAt: times('When it was charged.'),
  }),
  card_3ds_otp: content('A cardholder is to confirm a purchase with a one-time password (3-D Secure).', {
    otp: both(
      z.string(),
      codeText(16),
      'The one-time password that the cardholder is to enter; JWE where the merchant’s cardData is jwe.',
    ),
    cardId: ids('The card.'),
    cardNo: codes(32, '499900******4242', 'The card number, masked.'),
    transactionCurrency: codes(3, 'USD', 'The currency of the purchase.'),
    transactionAmount: both(z.string(), informingAmount(), 'The amount of the purchase.'),
    merchantName: words(128, 'The card acceptor.'),
  }),
  dpt_payment_bill: content('Coins arrived at the address of an acquiring order.', {
    txId: texts(128, 'The transaction on the chain.'),
    fromAddress: texts(128, 'Where the coins came from.'),
    toAddress: texts(128, 'The address that was paid.'),
    paymentAmount: coins('What arrived.'),
    factAmount: coins('What was credited.'),
    fee: coins('What it cost.'),
    serialNumber: texts(128, "The merchant's number of the request."),
    orderNo: both(z.string(), id(), 'The acquiring order.'),
    transactionTime: both(
      z.string(),
      timestamp(),
      'When it was paid, in ISO 8601: the time of its block. A transaction that is mined again has a later one.',
    ),
    logIndex: optional(
      both(
        z.number(),
        integer(0, Number.MAX_SAFE_INTEGER),
        'The place in the log of the transaction, which tells two transfers of one transaction apart; a transaction told without one has one transfer.',
      ),
    ),
    currency: optional(textChoices('The coin.', ...COINS)),
    network: optional(textChoices('The network.', ...NETWORKS)),
    confirmations: optional(
      both(
        z.number(),
        integer(0, Number.MAX_SAFE_INTEGER),
        'Blocks on top of the transaction; one without is final. Told by chain watchers only.',
      ),
    ),
    removed: optional(
      choices(
        '1: the transaction was reorganised out of the chain, and what was credited is taken back; the amounts are negative then.',
        1,
      ),
    ),
  }),
  card_activation_code: content('A physical card was assigned and awaits activation with this code.', {
    cardId: ids('The physical card.'),
    cardNo: codes(32, '499900******4242', 'The card number, masked.'),
    activationCode: both(
      z.string(),
      codeDigits(8),
      'The code of 8 digits that activates the card; JWE where the merchant’s cardData is jwe.',
    ),
    expireTime: optional(times('Until when the code can be used.')),
  }),
  card_activation_status: content('The activation of a physical card ended.', {
    cardId: both(z.number(), upstreamId(), 'The physical card.'),
    staus: choices('1 success, 2 fail; the spelling is that of the family of these APIs.', 1, 2),
    status: optional(choices('The same as staus.', 1, 2)),
  }),
} as const;

export type NotificationType = keyof typeof notifications;
/** What merchants are told. */
export type NotificationContent<Type extends NotificationType> = z.output<
  (typeof notifications)[Type]['told']
>;
/** What an upstream told, as its schema checked it: amounts as decimal text, ids as digit strings. */
export type ReceivedContent<Type extends NotificationType> = z.output<
  (typeof notifications)[Type]['received']
>;
