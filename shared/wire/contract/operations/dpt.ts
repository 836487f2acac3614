import * as z from 'zod/mini';
import { COINS } from '../../money/currency.ts';
import { amount, describe, id, text, textChoice, userReqNo } from '../fields/fields.ts';
import { COIN_NETWORKS } from '../reference-data/coin-networks.ts';
import { defineOperation } from './operation.ts';

const coin = () => describe(textChoice(...COINS), 'The coin: USDT or USDC.');
const network = () => describe(textChoice(...COIN_NETWORKS), 'The network that the coin moves on.');
const userReqNoParam = () => describe(userReqNo(), 'Your number of the request, unique for ever.');

const orderFields = {
  orderNo: describe(z.string(), 'The order.'),
  userReqNo: describe(z.string(), 'Your number of the request.'),
  currency: describe(z.string(), 'The coin.'),
  network: describe(z.string(), 'The network.'),
};

export const dptAcquire = defineOperation({
  title: 'Digital currency acquiring',
  summary:
    'An address of its own for one payment. Whatever arrives there is credited to the dpt account less the fee.',
  path: '/openapi/dpt/acquire',
  function: 'dpt/acquire',
  async: true,
  request: z.object({
    userReqNo: describe(
      userReqNo(),
      'Your number of the request; dpt_payment_bill repeats it as serialNumber.',
    ),
    currency: coin(),
    network: network(),
    amount: z.optional(
      describe(amount(), 'What the payer is asked for, in coins; without it any amount pays.'),
    ),
  }),
  result: z.object({
    ...orderFields,
    address: describe(z.string(), 'Where the payer sends the coins. It belongs to this order alone.'),
    amount: z.optional(describe(z.number(), 'What the payer is asked for, in coins.')),
    expireTime: describe(
      z.string(),
      'Until when the payment is awaited, yyyy-MM-dd HH:mm:ss: 24 hours. What arrives later is credited all the same.',
    ),
  }),
  access: { merchants: 'read', orders: 'write', dpt: 'write' },
  refusals: ['110002', '110003', '110009', '130001'],
});

export const dptWithdraw = defineOperation({
  title: 'Digital Withdraw',
  summary:
    'Sends coins of the dpt account to an address. Amount and fee are frozen until the network has confirmed it; a failure gives both back.',
  path: '/openapi/dpt/withdraw',
  function: 'dpt/withdraw',
  async: true,
  request: z.object({
    userReqNo: userReqNoParam(),
    currency: coin(),
    network: network(),
    address: describe(text(64), 'Where the coins go: an address of the network, its checksum right.'),
    amount: describe(amount(), 'What arrives there, in coins; the fee comes on top.'),
  }),
  result: z.object({
    orderNo: describe(
      z.string(),
      'The order: Digital Order Inquiry tells its outcome, no notification does.',
    ),
    userReqNo: orderFields.userReqNo,
    currency: orderFields.currency,
    amount: describe(z.number(), 'What will arrive, in coins.'),
    fee: describe(z.number(), 'What it costs on top, in coins.'),
    status: describe(z.number(), '0 in process.'),
  }),
  access: { merchants: 'read', ledger: 'write', orders: 'write', dpt: 'write' },
  refusals: ['110002', '110003', '110005', '110009', '130001'],
});

export const dptOrderQuery = defineOperation({
  title: 'Digital Order Inquiry',
  summary: 'An acquiring or withdrawal order by orderNo or userReqNo, with what has become of it.',
  path: '/openapi/dpt/order/query',
  function: 'dpt/order-query',
  async: false,
  request: z.object({
    orderNo: z.optional(describe(id(), 'The order; this or userReqNo is required.')),
    userReqNo: z.optional(describe(userReqNo(), 'Your number of the request that made the order.')),
  }),
  result: z.object({
    ...orderFields,
    orderType: describe(z.number(), '1 acquiring, 2 withdrawal.'),
    address: describe(z.string(), 'The address that is paid.'),
    amount: z.optional(describe(z.number(), 'What was asked for or is withdrawn, in coins.')),
    receivedAmount: z.optional(describe(z.number(), 'Acquiring: what has arrived so far, in coins.')),
    factAmount: z.optional(describe(z.number(), 'Acquiring: what was credited of it, in coins.')),
    fee: describe(
      z.number(),
      'What it cost, in coins; of a withdrawal that failed, what it would have cost.',
    ),
    status: describe(
      z.number(),
      '0 in process; 1 success, which for acquiring is all of the amount, or anything where none was named; 2 failure, which for acquiring is expired with nothing received.',
    ),
    statusDesc: describe(z.string(), 'The status in words; of a withdrawal that failed, why.'),
    txIds: describe(z.array(z.string()), 'The transactions on the chain, at most 100 of them.'),
    createAt: describe(z.string(), 'When the order was accepted, yyyy-MM-dd HH:mm:ss.'),
    expireTime: z.optional(describe(z.string(), 'Acquiring: until when the payment is awaited.')),
  }),
  example: { orderNo: '1238793332297834' },
  access: { merchants: 'read', orders: 'read', dpt: 'read' },
  refusals: ['120001'],
});
