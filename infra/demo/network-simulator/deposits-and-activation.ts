import { randomBytes, randomInt } from 'node:crypto';
import { CommandError } from '../../../clients/cli/common/command-error.ts';
import { newRequestNumber } from '../../../shared/client/request-number.ts';
import { chooseCardToActivate } from './choose-card.ts';
import type { NetworkCommand, NetworkOutcome } from './command.ts';
import { amountOption, type OptionValues, textOption } from './options.ts';
import type { NetworkSession } from './session.ts';

/** The demo's payer. */
const PAYER = 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8';

/** Pays to the address of an acquiring order, which is opened when none is given. */
export const deposit: NetworkCommand = {
  summary: 'coins arrive at the address of an acquiring order',
  options: {
    order: { value: 'ORDER', meaning: 'the acquiring order (a new one)' },
    amount: { value: 'AMOUNT', meaning: 'the amount that arrives (that of the order, or else 100)' },
    tx: { value: 'HASH', meaning: 'the chain transaction (a new one)' },
    log: { value: 'INDEX', meaning: 'the index of the transfer in the log of the transaction' },
    confirmations: { value: 'COUNT', meaning: 'blocks on top of it; without it, the transaction is final' },
    removed: { meaning: 'the transaction was reorganised out of the chain' },
  },
  run: sendDeposit,
};

async function sendDeposit(options: OptionValues, session: NetworkSession): Promise<NetworkOutcome> {
  const order = await acquiringOrder(options, session);
  const amount = amountOption(options, 'amount', order.amount ?? 100);
  const txId = textOption(options, 'tx', randomBytes(32).toString('hex'));
  const count = (option: string) =>
    options[option] === undefined ? undefined : amountOption(options, option, 0);
  const [logIndex, confirmations] = [count('log'), count('confirmations')];
  await session.upstream.send('dpt_payment_bill', {
    txId,
    fromAddress: PAYER,
    toAddress: order.address,
    paymentAmount: amount,
    factAmount: amount,
    fee: 0,
    serialNumber: order.userReqNo,
    orderNo: order.orderNo,
    transactionTime: new Date().toISOString(),
    ...(logIndex !== undefined && { logIndex }),
    ...(confirmations !== undefined && { confirmations }),
    ...(options['removed'] && { removed: 1 }),
  });
  const what = options['removed'] ? 'reversed' : 'paid';
  const message = `${what} ${amount} ${order.currency} to ${order.address} for order ${order.orderNo} by ${txId}`;
  return { message, result: { orderNo: order.orderNo, txId, amount } };
}

async function acquiringOrder(options: OptionValues, { merchant }: NetworkSession) {
  if (options['order'] === undefined)
    return merchant.call('dptAcquire', {
      userReqNo: newRequestNumber(),
      currency: 'USDT',
      network: 'TRC20',
      amount: amountOption(options, 'amount', 100),
    });
  const order = await merchant.call('dptOrderQuery', { orderNo: textOption(options, 'order') });
  if (order.orderType !== 1) throw new CommandError(`order ${order.orderNo} is not an acquiring order`);
  return order;
}

/** Sends the activation code of a physical card, like its personalisation bureau. */
export const activationCode: NetworkCommand = {
  summary: 'sends the activation code of a physical card',
  options: {
    card: { value: 'CARD', meaning: 'the card (the latest that awaits its activation)' },
    code: { value: 'DIGITS', meaning: 'the code (eight random digits)' },
  },
  run: sendActivationCode,
};

async function sendActivationCode(options: OptionValues, session: NetworkSession): Promise<NetworkOutcome> {
  const cardId = await chooseCardToActivate(options, session);
  await session.upstream.send('card_activation_code', {
    cardId,
    cardNo: await maskedCardNumber(cardId, session),
    activationCode: textOption(options, 'code', String(randomInt(100_000_000)).padStart(8, '0')),
  });
  const message = `sent an activation code for card ${cardId}: see the merchant's receiver`;
  return { message, result: { cardId } };
}

/** Reports the result of the activation of a physical card. */
export const activationStatus: NetworkCommand = {
  summary: 'reports the result of the activation of a physical card',
  options: {
    card: { value: 'CARD', meaning: 'the card (the latest that awaits its activation)' },
    fail: { meaning: 'the activation failed' },
  },
  run: sendActivationStatus,
};

async function sendActivationStatus(options: OptionValues, session: NetworkSession): Promise<NetworkOutcome> {
  const cardId = await chooseCardToActivate(options, session);
  const status = options['fail'] ? 2 : 1;
  await session.upstream.send('card_activation_status', { cardId: Number(cardId), staus: status, status });
  const message = `reported that card ${cardId} was ${options['fail'] ? 'not ' : ''}activated`;
  return { message, result: { cardId, status } };
}

/** The masked number, as in the list of cards. */
async function maskedCardNumber(cardId: string, { merchant }: NetworkSession): Promise<string> {
  const { list } = await merchant.call('cardPage', { pageSize: 50 });
  return list.find((card) => card.cardId === cardId)?.cardNo ?? '****************';
}
