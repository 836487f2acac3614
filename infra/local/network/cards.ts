import { randomInt } from 'node:crypto';
import { maskCardNumber } from '../../../shared/cards/number.ts';
import { transTypes } from '../../../shared/contract/codes.ts';
import type { NotificationContent } from '../../../shared/contract/notifications.ts';
import { cardAtHand } from './card-at-hand.ts';
import { type NetworkCommand, shared } from './command.ts';
import { stillHeld } from './held.ts';
import { amountOf, type Given, textOf } from './options.ts';
import { type NetworkWorld, type TransactionRow, transactionOf } from './world.ts';

type Transaction = NotificationContent<'card_transaction'>;

/** Clears an authorization: the whole of it under its own number, or a part under another. */
export const clear: NetworkCommand = {
  summary: 'clears an authorization: the purchase is paid',
  options: {
    record: shared.record,
    amount: { value: 'AMOUNT', meaning: 'what is cleared (what is still held)' },
    partial: { meaning: 'the rest stays held; without it the whole is settled' },
  },
  run: tellClearing,
};

async function tellClearing(given: Given, world: NetworkWorld): Promise<string> {
  const record = await transactionOf(world, textOf(given, 'record'));
  const amount = amountOf(given, 'amount', await stillHeld(record, world));
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
export const reverse: NetworkCommand = {
  summary: 'reverses an authorization or a clearing: the purchase is not made, or for less',
  options: {
    record: shared.record,
    amount: {
      value: 'AMOUNT',
      meaning:
        'what is released (what is still held), or with --settled what comes back (the whole purchase)',
    },
    settled: { meaning: 'what was cleared comes back; what was not is released' },
  },
  run: tellReversal,
};

async function tellReversal(given: Given, world: NetworkWorld): Promise<string> {
  const record = await transactionOf(world, textOf(given, 'record'));
  const whole = given['settled'] ? record.localCurrencyAmt : await stillHeld(record, world);
  const amount = amountOf(given, 'amount', whole);
  const own = next(record, world);
  await world.upstream.send('card_transaction', {
    ...moved(record, amount),
    ...own,
    transType: transTypes.reversal,
    ...(given['settled']
      ? { transCategory: 2, settleAmount: amount, settleTime: world.now() }
      : { transCategory: 1 }),
    fundsDirection: 1,
  });
  return `reversed ${amount} ${record.localCurrency} of ${record.recordNo} as record ${own.recordNo}`;
}

/** Refunds a purchase, or a card without one. */
export const refund: NetworkCommand = {
  summary: 'pays money back to a card',
  options: {
    record: {
      value: 'RECORD',
      meaning: 'the purchase that is refunded; without it the refund refers to none',
    },
    card: { value: 'CARD', meaning: 'without --record: the card (one with money on it, or else a new one)' },
    amount: { value: 'AMOUNT', meaning: 'what is paid back (the whole purchase, else 10)' },
    unsettled: { meaning: 'announced only: it comes with its settlement' },
  },
  run: tellRefund,
};

async function tellRefund(given: Given, world: NetworkWorld): Promise<string> {
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
  const cardId = await cardAtHand(given, world);
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
export const fee: NetworkCommand = {
  summary: 'charges a fee for a transaction',
  options: {
    record: shared.record,
    amount: { value: 'AMOUNT', meaning: 'the fee (0.5)' },
    back: { meaning: 'gives it back' },
    type: { value: 'NUMBER', meaning: "what for: 91 to 99 by the contract's list (99)" },
  },
  run: tellFee,
};

async function tellFee(given: Given, world: NetworkWorld): Promise<string> {
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
    realFee: String(given['back'] ? -amount : amount),
    createAt: world.now(),
  });
  const what = given['back'] ? 'gave back' : 'charged';
  return `${what} a fee of ${amount} ${record.localCurrency} for ${record.recordNo}`;
}

/** Sends a one-time password for a purchase with the card. */
export const otp: NetworkCommand = {
  summary: 'sends a one-time password for a purchase (3-D Secure)',
  options: {
    card: shared.card,
    amount: { value: 'AMOUNT', meaning: 'what is bought (20)' },
    currency: { value: 'CODE', meaning: "the currency of the purchase (the card's)" },
    merchant: shared.merchant,
    otp: { value: 'CODE', meaning: 'the password (six random digits)' },
  },
  run: sendOtp,
};

async function sendOtp(given: Given, world: NetworkWorld): Promise<string> {
  const cardId = await cardAtHand(given, world);
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
