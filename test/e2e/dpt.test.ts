import { beforeAll, describe, expect, it } from 'vitest';
import { withdrawalsCommand } from '../../infra/cli/withdrawals.ts';
import { MessageRefused } from '../../shared/client/client-errors.ts';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { refusalCode } from '../support/fixtures/cards-over-http.ts';
import { newTxId, openCoinNetworks, type SentBill, sentPaymentBill } from '../support/fixtures/dpt.ts';
import { type TestMerchant, twoMerchants } from '../support/fixtures/merchant.ts';
import { openUpstream, type TestUpstream } from '../support/fixtures/upstream.ts';

const TRON = 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV';
const ETHEREUM = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

const deployment = sharedDeployment();
const both = twoMerchants(deployment);
let merchant: TestMerchant;
let otherMerchant: TestMerchant;
let watcher: TestUpstream;

beforeAll(async () => {
  ({ merchant, otherMerchant } = both);
  await openCoinNetworks(deployment.operator.deps.store);
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

const report = (content: SentBill) => watcher.client.send('dpt_payment_bill', content);

/** Returns the HTTP status and code of the refusal of a message. */
async function refusedMessage(content: SentBill): Promise<string> {
  try {
    await report(content);
    return 'SUCCESS';
  } catch (error) {
    if (error instanceof MessageRefused) return `${error.status} ${error.errorCode}`;
    throw error;
  }
}

const balance = async () => {
  const { list } = await merchant.client.call('accountBalance', { accountType: 2, currency: 'USDT' });
  return list[0] ?? { availableBalance: 0, frozenBalance: 0 };
};

/** Pays coins to the merchant's dpt account. */
async function deposit(coins: number): Promise<void> {
  await report(sentPaymentBill(await acquire(), coins));
}

describe('Digital currency acquiring', () => {
  it('credits several payments less the fee, and a repeated payment once', async () => {
    const userReqNo = `acquire-${merchant.userNo}`;
    const order = await acquire({ userReqNo, amount: 100 });
    expect(order).toMatchObject({ userReqNo, currency: 'USDT', network: 'TRC20', amount: 100 });
    expect(order.address).toMatch(/^T[1-9A-HJ-NP-Za-km-z]{33}$/);
    const before = (await balance()).availableBalance;

    const first = sentPaymentBill(order, 40);
    await report(first);
    const received = await merchant.awaitNotification('dpt_payment_bill', ({ txId }) => txId === first.txId);
    expect(received).toEqual({ ...first, factAmount: 39.6, fee: 0.4, serialNumber: userReqNo });
    expect(await inquire(order.orderNo)).toMatchObject({
      status: 0,
      receivedAmount: 40,
      txIds: [first.txId],
    });

    const second = sentPaymentBill(order, 70.000001);
    await report(second);
    await report(first);
    await report(second);
    await merchant.awaitNotification('dpt_payment_bill', ({ txId }) => txId === second.txId);
    const paid = {
      status: 1,
      statusDesc: 'paid',
      receivedAmount: 110.000001,
      fee: 1.100001,
      factAmount: 108.9,
    };
    expect(await inquire(order.orderNo)).toMatchObject(paid);
    expect((await balance()).availableBalance).toBeCloseTo(before + 108.9, 6);
  });

  it('gives addresses of the other networks too, and accepts any payment where no amount is named', async () => {
    const order = await acquire({ network: 'ERC20', currency: 'USDC' });
    expect(order.address).toMatch(/^0x[0-9a-fA-F]{40}$/);
    expect(order).not.toHaveProperty('amount');
    await report(
      sentPaymentBill(order, 0.01, { toAddress: order.address.toLowerCase(), txId: `0x${newTxId()}` }),
    );
    expect(await inquire(order.orderNo)).toMatchObject({ status: 1, factAmount: 0.0099 });
  });

  it('returns the first result for a repeated userReqNo, and refuses other content and a closed network', async () => {
    const request = { userReqNo: `once-${merchant.userNo}`, amount: 5 };
    const order = await acquire(request);
    expect(await acquire(request)).toEqual(order);
    expect(await refusalCode(acquire({ ...request, amount: 6 }))).toBe('110009');
    expect(await refusalCode(acquire({ network: 'BEP20' }))).toBe('110002');
  });

  it('refuses invalid payment reports and moves nothing', async () => {
    const [order, other] = [await acquire(), await acquire({ network: 'ERC20' })];
    const known = sentPaymentBill(order, 1);
    await report(known);
    const before = await balance();
    expect(await refusedMessage({ ...known, paymentAmount: 2 })).toBe('409 110009');
    expect(await refusedMessage(sentPaymentBill(order, 1, { toAddress: other.address }))).toBe('404 120001');
    expect(await refusedMessage(sentPaymentBill(order, 1, { orderNo: '1000000000000001' }))).toBe(
      '404 120001',
    );
    expect(await refusedMessage(sentPaymentBill(order, 0))).toBe('400 110001');
    expect(await refusedMessage(sentPaymentBill(order, 1, { txId: '' }))).toBe('400 110001');
    expect(await balance()).toEqual(before);
  });
});

describe('Digital Withdraw', () => {
  it('freezes amount and fee until the chain watcher confirms it', async () => {
    await deposit(100);
    const before = await balance();
    const order = await withdraw({ amount: 10.5 });
    expect(order).toMatchObject({ currency: 'USDT', amount: 10.5, fee: 1, status: 0 });
    const frozen = await balance();
    expect(frozen.availableBalance).toBeCloseTo(before.availableBalance - 11.5, 6);
    expect(frozen.frozenBalance).toBeCloseTo(before.frozenBalance + 11.5, 6);
    expect(await inquire(order.orderNo)).toMatchObject({ orderType: 2, status: 0, address: TRON, txIds: [] });

    const confirmation = sentPaymentBill({ ...order, address: TRON }, 10.5);
    expect(await refusedMessage({ ...confirmation, paymentAmount: 10 })).toBe('400 110001');
    await report(confirmation);
    await report(confirmation);
    expect(await inquire(order.orderNo)).toMatchObject({ status: 1, fee: 1, txIds: [confirmation.txId] });
    const after = await balance();
    expect(after).toMatchObject({ frozenBalance: before.frozenBalance });
    expect(after.availableBalance).toBe(frozen.availableBalance);
    expect(await refusedMessage(sentPaymentBill({ ...order, address: TRON }, 10.5))).toBe('409 110004');
  });

  it('returns amount and fee when an operator fails it, which is final', async () => {
    await deposit(100);
    const before = await balance();
    const { orderNo } = await withdraw();
    await withdrawalsCommand(['fail', orderNo, '--reason', 'address on hold'], deployment.operator);
    expect(await inquire(orderNo)).toMatchObject({ status: 2, statusDesc: 'address on hold' });
    expect(await balance()).toEqual(before);
    expect(await refusedMessage(sentPaymentBill({ orderNo, address: TRON }, 10))).toBe('409 110004');
    expect(await balance()).toEqual(before);
  });

  it('returns the first result for a repeated userReqNo', async () => {
    await deposit(100);
    const request = { userReqNo: `withdraw-${merchant.userNo}` };
    const order = await withdraw(request);
    const after = await balance();
    expect(await withdraw(request)).toEqual(order);
    expect(await refusalCode(withdraw({ ...request, amount: 11 }))).toBe('110009');
    expect(await balance()).toEqual(after);
  });

  it.each([
    ['110001', { address: ETHEREUM }],
    ['110001', { network: 'ERC20', address: ETHEREUM.replace('aA', 'Aa') }],
    ['110001', { address: 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb' }],
    ['110002', { network: 'BEP20', address: ETHEREUM }],
    ['110005', { amount: 1_000_000 }],
  ])('is refused with %s for %j, and nothing moves', async (code, changes) => {
    const before = await balance();
    expect(await refusalCode(withdraw(changes))).toBe(code);
    expect(await balance()).toEqual(before);
  });
});

describe('Digital Order Inquiry', () => {
  it('finds an order by either number, and no order of another merchant', async () => {
    const { orderNo, userReqNo } = await acquire({ amount: 7 });
    const order = await inquire(orderNo);
    expect(order).toMatchObject({
      orderNo,
      userReqNo,
      orderType: 1,
      amount: 7,
      receivedAmount: 0,
      status: 0,
    });
    expect(await merchant.client.call('dptOrderQuery', { userReqNo })).toEqual(order);
    expect(await refusalCode(otherMerchant.client.call('dptOrderQuery', { orderNo }))).toBe('120001');
    expect(await refusalCode(otherMerchant.client.call('dptOrderQuery', { userReqNo }))).toBe('120001');
    expect(await refusalCode(merchant.client.call('dptOrderQuery', {}))).toBe('110001');
  });
});

it('leaves the books clean', async () => {
  expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
});
