import { randomInt } from 'node:crypto';
import { maskCardNumber } from '../../../shared/cards/number.ts';
import type { AuthorizationRequest } from '../../../shared/client/upstream.ts';
import { transTypes } from '../../../shared/contract/codes.ts';
import type { NotificationContent } from '../../../shared/contract/notifications.ts';
import { amountOf, type Given, textOf } from './options.ts';
import { type NetworkWorld, type TransactionRow, transactionOf } from './world.ts';

type Transaction = NotificationContent<'card_transaction'>;

/** Asks for a decision on a purchase. */
export async function authorize(given: Given, world: NetworkWorld): Promise<string> {
  const currency = textOf(given, 'currency', 'USD');
  const request: AuthorizationRequest = {
    networkId: `net-${world.newNumber()}`,
    ...(await presented(given, world)),
    transCurrency: currency,
    transCurrencyAmt: amountOf(given, 'amount', 20),
    ...(given['billed'] !== undefined && { localCurrencyAmt: amountOf(given, 'billed') }),
    merchantName: textOf(given, 'merchant', 'Coffee House'),
    merchantCategoryCode: textOf(given, 'mcc', '5814'),
    merchantCountry: textOf(given, 'country', 'USA'),
  };
  const { approved, respCode, respCodeDesc, approvalCode, recordNo } =
    await world.upstream.authorize(request);
  const decision = approved
    ? `approved, code ${approvalCode}`
    : `declined with ${respCode} (${respCodeDesc})`;
  return `${decision}, record ${recordNo}`;
}

/** What the cardholder presents: as given, or as the merchant reads it from its own card. */
async function presented(given: Given, { merchant }: NetworkWorld) {
  if (given['number'] !== undefined)
    return {
      cardNo: textOf(given, 'number'),
      expiry: textOf(given, 'expiry'),
      ...(given['cvv'] !== undefined && { cvv2: textOf(given, 'cvv') }),
    };
  const card = await merchant.call('cardInfo', { cardId: textOf(given, 'card') });
  return {
    cardNo: card.cardNo,
    expiry: card.cardExpiryDate,
    ...(!given['no-cvv'] && { cvv2: card.cardVerifyNo }),
  };
}

/** Clears an authorization: the whole of it under its own number, or a part under another. */
export async function clear(given: Given, world: NetworkWorld): Promise<string> {
  const record = await transactionOf(world, textOf(given, 'record'));
  const amount = amountOf(given, 'amount', record.localCurrencyAmt);
  const own = given['partial'] ? next(record, world) : { recordNo: record.recordNo };
  await world.upstream.send('card_transaction', {
    ...record,
    ...own,
    transCategory: 2,
    settleAmount: amount,
    settleTime: world.now(),
  });
  return `cleared ${amount} ${record.localCurrency} of ${record.recordNo} as record ${own.recordNo}`;
}

/** Reverses an authorization, in whole or in part. */
export async function reverse(given: Given, world: NetworkWorld): Promise<string> {
  const record = await transactionOf(world, textOf(given, 'record'));
  const amount = amountOf(given, 'amount', record.localCurrencyAmt);
  const own = next(record, world);
  await world.upstream.send('card_transaction', {
    ...moved(record, amount),
    ...own,
    transType: transTypes.reversal,
    transCategory: 1,
    fundsDirection: 1,
  });
  return `reversed ${amount} ${record.localCurrency} of ${record.recordNo} as record ${own.recordNo}`;
}

/** Refunds a purchase; with --card instead of --record it refers to none. */
export async function refund(given: Given, world: NetworkWorld): Promise<string> {
  const record =
    given['record'] === undefined ? undefined : await transactionOf(world, textOf(given, 'record'));
  const amount = amountOf(given, 'amount', record?.localCurrencyAmt ?? 10);
  const base = record ? moved(record, amount) : await unlinked(given, world, amount);
  const own = record ? next(record, world) : { recordNo: world.newNumber() };
  await world.upstream.send('card_transaction', {
    ...base,
    ...own,
    transType: transTypes.refund,
    transCategory: given['unsettled'] ? 1 : 2,
    fundsDirection: 1,
  });
  return `refunded ${amount} ${base.localCurrency}${record ? ` of ${record.recordNo}` : ''} as record ${own.recordNo}`;
}

/** A record of its own that refers to the authorization. */
const next = ({ recordNo }: TransactionRow, world: NetworkWorld) => ({
  recordNo: world.newNumber(),
  originRecordNo: recordNo,
});

/** The same purchase with another amount, in the card's currency. */
function moved(
  { settleAmount: _, settleTime: __, originRecordNo: ___, ...record }: TransactionRow,
  amount: number,
): Transaction {
  return {
    ...record,
    transCurrency: record.localCurrency,
    transCurrencyAmt: amount,
    localCurrencyAmt: amount,
    transStatus: '1',
    respCode: '000000',
    respCodeDesc: 'success',
  };
}

async function unlinked(given: Given, world: NetworkWorld, amount: number): Promise<Transaction> {
  const cardId = textOf(given, 'card');
  const { localCurrency } = await world.merchant.call('cardInfo', { cardId });
  return {
    recordNo: world.newNumber(),
    cardId,
    transactionTime: world.now(),
    transCurrency: localCurrency,
    transCurrencyAmt: amount,
    localCurrency,
    localCurrencyAmt: amount,
    merchantName: textOf(given, 'merchant', 'Coffee House'),
    transType: transTypes.refund,
    transStatus: '1',
    transCategory: 2,
    respCode: '000000',
    respCodeDesc: 'success',
  };
}

/** Charges a fee for a transaction. */
export async function fee(given: Given, world: NetworkWorld): Promise<string> {
  const record = await transactionOf(world, textOf(given, 'record'));
  const amount = amountOf(given, 'amount', 0.5);
  await world.upstream.send('trade_fee', {
    cardId: record.cardId,
    opType: amountOf(given, 'type', 99),
    receiptNo: world.newNumber(),
    recordNo: record.recordNo,
    // Whose card it is the platform knows; an upstream's number for the merchant is its own.
    userNo: '0',
    realCcy: record.localCurrency,
    realFee: String(amount),
    createAt: world.now(),
  });
  return `charged a fee of ${amount} ${record.localCurrency} for ${record.recordNo}`;
}

/** Sends a one-time password for a purchase with the card. */
export async function otp(given: Given, world: NetworkWorld): Promise<string> {
  const cardId = textOf(given, 'card');
  const card = await world.merchant.call('cardInfo', { cardId });
  await world.upstream.send('card_3ds_otp', {
    otp: textOf(given, 'otp', String(randomInt(1_000_000)).padStart(6, '0')),
    cardId,
    cardNo: maskCardNumber(card.cardNo),
    transactionCurrency: textOf(given, 'currency', card.localCurrency),
    transactionAmount: String(amountOf(given, 'amount', 20)),
    merchantName: textOf(given, 'merchant', 'Coffee House'),
  });
  return `sent a one-time password for card ${cardId}`;
}
