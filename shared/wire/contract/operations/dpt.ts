import * as z from 'zod/mini';
import { COINS } from '../../money/currency.ts';
import { amount, describe, id, text, textChoice, userReqNo } from '../fields/fields.ts';
import { COIN_NETWORKS } from '../reference-data/coin-networks.ts';
import { defineOperation } from './operation.ts';

const coin = () => describe(textChoice(...COINS), 'The coin: USDT or USDC.');
const network = () => describe(textChoice(...COIN_NETWORKS), 'The blockchain network of the coin.');
const userReqNoParam = () => describe(userReqNo(), "The merchant's request number, unique for ever.");

const orderFields = {
  orderNo: describe(z.string(), 'The order.'),
  userReqNo: describe(z.string(), "The merchant's request number."),
  currency: describe(z.string(), 'The coin.'),
  network: describe(z.string(), 'The network.'),
};

export const dptAcquire = defineOperation({
  title: 'Digital currency acquiring',
  summary:
    'Assigns a dedicated address for one payment. Whatever arrives there is credited to the dpt account, less the fee.',
  path: '/openapi/dpt/acquire',
  function: 'dpt/acquire',
  async: true,
  request: z.object({
    userReqNo: describe(
      userReqNo(),
      "The merchant's request number; dpt_payment_bill repeats it as serialNumber.",
    ),
    currency: coin(),
    network: network(),
    amount: z.optional(
      describe(amount(), 'The requested amount in coins. Without it any amount is accepted.'),
    ),
  }),
  result: z.object({
    ...orderFields,
    address: describe(
      z.string(),
      'The address to which the payer sends the coins. It belongs to this order only.',
    ),
    amount: z.optional(describe(z.number(), 'The requested amount in coins.')),
    expireTime: describe(
      z.string(),
      'When the order expires, yyyy-MM-dd HH:mm:ss: after 24 hours. Later payments are still credited.',
    ),
  }),
  access: { merchants: 'read', orders: 'write', dpt: 'write' },
  refusals: ['110002', '110003', '110009', '130001'],
});

export const dptWithdraw = defineOperation({
  title: 'Digital Withdraw',
  summary:
    'Sends coins of the dpt account to an address. Amount and fee are frozen until the network has confirmed the transfer; a failure releases both.',
  path: '/openapi/dpt/withdraw',
  function: 'dpt/withdraw',
  async: true,
  request: z.object({
    userReqNo: userReqNoParam(),
    currency: coin(),
    network: network(),
    address: describe(text(64), 'The destination: an address of the network with a valid checksum.'),
    amount: describe(amount(), 'The amount to send, in coins. The fee is charged in addition.'),
  }),
  result: z.object({
    orderNo: describe(
      z.string(),
      'The order. Digital Order Inquiry returns its outcome; there is no notification.',
    ),
    userReqNo: orderFields.userReqNo,
    currency: orderFields.currency,
    amount: describe(z.number(), 'The amount to send, in coins.'),
    fee: describe(z.number(), 'The fee in addition, in coins.'),
    status: describe(z.number(), '0 in process.'),
  }),
  access: { merchants: 'read', ledger: 'write', orders: 'write', dpt: 'write' },
  refusals: ['110002', '110003', '110005', '110009', '130001'],
});

export const dptOrderQuery = defineOperation({
  title: 'Digital Order Inquiry',
  summary: 'Returns an acquiring or withdrawal order with its status, by orderNo or userReqNo.',
  path: '/openapi/dpt/order/query',
  function: 'dpt/order-query',
  async: false,
  request: z.object({
    orderNo: z.optional(describe(id(), 'The order. Either orderNo or userReqNo is required.')),
    userReqNo: z.optional(
      describe(userReqNo(), "The merchant's number of the request that created the order."),
    ),
  }),
  result: z.object({
    ...orderFields,
    orderType: describe(z.number(), '1 acquiring, 2 withdrawal.'),
    address: describe(z.string(), 'The address that receives the coins.'),
    amount: z.optional(describe(z.number(), 'The requested or withdrawn amount, in coins.')),
    receivedAmount: z.optional(describe(z.number(), 'Acquiring: the amount received so far, in coins.')),
    factAmount: z.optional(describe(z.number(), 'Acquiring: the amount credited so far, in coins.')),
    fee: describe(
      z.number(),
      'The fee in coins; for a failed withdrawal, the fee that would have been charged.',
    ),
    status: describe(
      z.number(),
      '0 in process; 1 success, for acquiring the full amount received, or any amount when none was requested; 2 failure, for acquiring expired with nothing received.',
    ),
    statusDesc: describe(z.string(), 'The status in words; for a failed withdrawal, the reason.'),
    txIds: describe(z.array(z.string()), 'The transaction ids on the blockchain, at most 100.'),
    createAt: describe(z.string(), 'When the order was accepted, yyyy-MM-dd HH:mm:ss.'),
    expireTime: z.optional(describe(z.string(), 'Acquiring: when the order expires.')),
  }),
  example: { orderNo: '1238793332297834' },
  access: { merchants: 'read', orders: 'read', dpt: 'read' },
  refusals: ['120001'],
});
