import { beforeAll, describe, expect, it } from 'vitest';
import { withdrawalsCommand } from '../../infra/ops/withdrawals.ts';
import { refusal } from '../support/cards.ts';
import { sharedDeployment } from '../support/deployment.ts';
import { newTxId, openNetworks } from '../support/dpt.ts';
import { type TestMerchant, twoMerchants } from '../support/merchant.ts';
import { openUpstream, type TestUpstream } from '../support/upstream.ts';

const TRON = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
const ETHEREUM = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

const deployment = sharedDeployment();
const both = twoMerchants(deployment);
let merchant: TestMerchant;
let stranger: TestMerchant;
let watcher: TestUpstream;

beforeAll(async () => {
  ({ merchant, stranger } = both);
  await openNetworks(deployment.operator.platform.store);
  watcher = await openUpstream(deployment);
});

const acquire = (changes: object = {}) =>
  merchant.client.call('dptAcquire', { currency: 'USDT', network: 'TRC20', ...changes });
const withdraw = (changes: object = {}) =>
  merchant.client.call('dptWithdraw', {
    currency: 'USDT',
    network: 'TRC20',
    address: TRON,
    amount: 10,
    ...changes,
  });
const inquire = (orderNo: string) => merchant.client.call('dptOrderQuery', { orderNo });

/** What a chain watcher tells of coins that arrived at an order's address. */
const bill = (order: { orderNo: string; address: string }, coins: number, changes: object = {}) => ({
  txId: newTxId(),
  fromAddress: 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8',
  toAddress: order.address,
  paymentAmount: coins,
  factAmount: coins,
  fee: 0,
  serialNumber: order.orderNo,
  orderNo: order.orderNo,
  transactionTime: '2026-03-01T10:00:00.000+08:00',
  ...changes,
});

const balance = async () => {
  const { list } = await merchant.client.call('accountBalance', { accountType: 2, currency: 'USDT' });
  const { availableBalance = 0, frozenBalance = 0 } = list[0] ?? {};
  return { availableBalance, frozenBalance };
};
