import { randomInt } from 'node:crypto';
import { maskPan } from '../../../shared/runtime/card-number/pan.ts';
import { transTypes } from '../../../shared/wire/contract/codes.ts';
import type { NotificationContent } from '../../../shared/wire/contract/notifications.ts';
import { chooseCard } from './choose-card.ts';
import { commonOptions, type NetworkCommand, type NetworkOutcome } from './command.ts';
import { openHoldAmount } from './open-hold.ts';
import { amountOption, type OptionValues, textOption } from './options.ts';
import { type NetworkSession, type TransactionRow, transactionOf } from './session.ts';

type Transaction = NotificationContent<'card_transaction'>;

/** Clears an authorization: in full under its own number, or in part under another. */
export const clear: NetworkCommand = {
  summary: 'clears an authorization',
  options: {
    record: commonOptions.record,
    amount: { value: 'AMOUNT', meaning: 'the amount to clear (the open hold)' },
    partial: { meaning: 'keeps the rest on hold; otherwise the authorization is settled' },
  },
  run: sendClearing,
};

async function sendClearing(options: OptionValues, session: NetworkSession): Promise<NetworkOutcome> {
  const record = await transactionOf(session, textOption(options, 'record'));
  const amount = amountOption(options, 'amount', await openHoldAmount(record, session));
  const own = options['partial'] ? followUp(record, session) : { recordNo: record.recordNo };
  await session.upstream.send('card_transaction', {
    ...record,
    ...own,
    transCategory: 2,
    settleAmount: amount,
    settleTime: session.now(),
  });
  const message = `cleared ${amount} ${record.localCurrency} of ${record.recordNo} as record ${own.recordNo}`;
  return { message, result: { recordNo: own.recordNo, amount, cardId: record.cardId } };
}

/** Reverses an authorization, in whole or in part. */
export const reverse: NetworkCommand = {
  summary: 'reverses an authorization or a clearing, in full or in part',
  options: {
    record: commonOptions.record,
    amount: {
      value: 'AMOUNT',
      meaning:
        'the amount to release (the open hold), or with --settled the amount to return (the whole purchase)',
    },
    settled: { meaning: 'returns what was cleared, and releases the rest' },
  },
  run: sendReversal,
};

async function sendReversal(options: OptionValues, session: NetworkSession): Promise<NetworkOutcome> {
  const record = await transactionOf(session, textOption(options, 'record'));
  const whole = options['settled'] ? record.localCurrencyAmt : await openHoldAmount(record, session);
  const amount = amountOption(options, 'amount', whole);
  const own = followUp(record, session);
  await session.upstream.send('card_transaction', {
    ...withAmount(record, amount),
    ...own,
    transType: transTypes.reversal,
    ...(options['settled']
      ? { transCategory: 2, settleAmount: amount, settleTime: session.now() }
      : { transCategory: 1 }),
    fundsDirection: 1,
  });
  const message = `reversed ${amount} ${record.localCurrency} of ${record.recordNo} as record ${own.recordNo}`;
  return { message, result: { recordNo: own.recordNo, amount, cardId: record.cardId } };
}

/** Refunds a purchase, or pays to a card without referring to one. */
export const refund: NetworkCommand = {
  summary: 'refunds money to a card',
  options: {
    record: {
      value: 'RECORD',
      meaning: 'the purchase to refund; without it, the refund refers to none',
    },
    card: { value: 'CARD', meaning: 'without --record: the card (one with money, or else a new one)' },
    amount: { value: 'AMOUNT', meaning: 'the amount to refund (the whole purchase, or else 10)' },
    unsettled: { meaning: 'only announces it: the money comes with its settlement' },
  },
  run: sendRefund,
};

async function sendRefund(options: OptionValues, session: NetworkSession): Promise<NetworkOutcome> {
  const record =
    options['record'] === undefined ? undefined : await transactionOf(session, textOption(options, 'record'));
  const amount = amountOption(options, 'amount', record?.localCurrencyAmt ?? 10);
  const base = record ? withAmount(record, amount) : await unreferencedRefund(options, session, amount);
  const own = record ? followUp(record, session) : { recordNo: session.newNumber() };
  await session.upstream.send('card_transaction', {
    ...base,
    ...own,
    transType: transTypes.refund,
    transCategory: options['unsettled'] ? 1 : 2,
    fundsDirection: 1,
  });
  const message = `refunded ${amount} ${base.localCurrency}${record ? ` of ${record.recordNo}` : ''} as record ${own.recordNo}`;
  return { message, result: { recordNo: own.recordNo, amount, cardId: base.cardId } };
}

/** The numbers of another record that refers to the authorization. */
const followUp = ({ recordNo }: TransactionRow, session: NetworkSession) => ({
  recordNo: session.newNumber(),
  originRecordNo: recordNo,
});

/** Returns the same purchase with another amount, in the card's currency. */
function withAmount(
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

async function unreferencedRefund(
  options: OptionValues,
  session: NetworkSession,
  amount: number,
): Promise<Transaction> {
  const cardId = await chooseCard(options, session);
  const { localCurrency } = await session.merchant.call('cardInfo', { cardId });
  return {
    recordNo: session.newNumber(),
    cardId,
    transactionTime: session.now(),
    transCurrency: localCurrency,
    transCurrencyAmt: amount,
    localCurrency,
    localCurrencyAmt: amount,
    merchantName: textOption(options, 'merchant', 'Coffee House'),
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
    record: commonOptions.record,
    amount: { value: 'AMOUNT', meaning: 'the fee (0.5)' },
    back: { meaning: 'refunds the fee' },
    type: { value: 'NUMBER', meaning: "the kind of fee: 91 to 99 in the contract's list (99)" },
  },
  run: sendFee,
};

async function sendFee(options: OptionValues, session: NetworkSession): Promise<NetworkOutcome> {
  const record = await transactionOf(session, textOption(options, 'record'));
  const amount = amountOption(options, 'amount', 0.5);
  const receiptNo = session.newNumber();
  await session.upstream.send('trade_fee', {
    cardId: record.cardId,
    opType: amountOption(options, 'type', 99),
    receiptNo,
    recordNo: record.recordNo,
    // The platform knows whose card it is; an upstream's number for the merchant is its own.
    userNo: '0',
    realCcy: record.localCurrency,
    realFee: String(options['back'] ? -amount : amount),
    createAt: session.now(),
  });
  const what = options['back'] ? 'refunded' : 'charged';
  const message = `${what} a fee of ${amount} ${record.localCurrency} for ${record.recordNo}`;
  return { message, result: { receiptNo, amount, recordNo: record.recordNo, cardId: record.cardId } };
}

/** Sends a one-time password for a purchase with the card. */
export const otp: NetworkCommand = {
  summary: 'sends a one-time password for a purchase (3-D Secure)',
  options: {
    card: commonOptions.card,
    amount: { value: 'AMOUNT', meaning: 'the amount of the purchase (20)' },
    currency: { value: 'CODE', meaning: "the currency of the purchase (the card's)" },
    merchant: commonOptions.merchant,
    otp: { value: 'CODE', meaning: 'the password (six random digits)' },
  },
  run: sendOtp,
};

async function sendOtp(options: OptionValues, session: NetworkSession): Promise<NetworkOutcome> {
  const cardId = await chooseCard(options, session);
  const card = await session.merchant.call('cardInfo', { cardId });
  await session.upstream.send('card_3ds_otp', {
    otp: textOption(options, 'otp', String(randomInt(1_000_000)).padStart(6, '0')),
    cardId,
    cardNo: maskPan(card.cardNo),
    transactionCurrency: textOption(options, 'currency', card.localCurrency),
    transactionAmount: String(amountOption(options, 'amount', 20)),
    merchantName: textOption(options, 'merchant', 'Coffee House'),
  });
  return { message: `sent a one-time password for card ${cardId}`, result: { cardId } };
}
