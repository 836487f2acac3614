import { newTxId } from '../fixtures/dpt.ts';
import { saveMerchant } from '../fixtures/save-parties.ts';
import { type CaseContext, type Cases, type Content, requestNumber } from './case.ts';
import { UNKNOWN_ID } from './opened-cards.ts';

const ADDRESS = 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV';

const acquiring = (changes: Content = {}) => ({
  userReqNo: requestNumber(),
  currency: 'USDT',
  network: 'TRC20',
  amount: 100,
  ...changes,
});
const withdrawal = (changes: Content = {}) => ({
  userReqNo: requestNumber(),
  currency: 'USDT',
  network: 'TRC20',
  address: ADDRESS,
  amount: 5,
  ...changes,
});

/** Reports a payment of coins to the merchant's dpt account, as a coin watcher does. */
export async function depositCoins({ merchant, upstream }: CaseContext, coins: number): Promise<void> {
  const order = await merchant.client.call('dptAcquire', acquiring() as never);
  const txId = newTxId();
  await upstream.client.send('dpt_payment_bill', {
    txId,
    fromAddress: ADDRESS,
    toAddress: order.address,
    paymentAmount: coins,
    factAmount: coins,
    fee: 0,
    serialNumber: order.userReqNo,
    orderNo: order.orderNo,
    transactionTime: '2026-03-01T10:00:00.000+08:00',
  });
}

/** Removes the merchant's fee rules until its record is saved again. */
export async function removeFees({ deployment, merchant }: CaseContext): Promise<void> {
  const { fees: _, ...record } = merchant.record;
  await saveMerchant(deployment.operator.deps.store, record);
}

export const dptCases = {
  dptAcquire: {
    request: () => acquiring(),
    answers: { currency: 'USDT', network: 'TRC20', amount: 100 },
    refusals: {
      110002: () => acquiring({ network: 'BEP20' }),
      110003: async (context) => {
        await removeFees(context);
        return acquiring();
      },
    },
    other: (request) => ({ ...request, amount: 101 }),
    foreign: 'own',
  },
  dptWithdraw: {
    request: async (context) => {
      await depositCoins(context, 20);
      return withdrawal();
    },
    answers: { amount: 5, fee: 1, status: 0 },
    refusals: {
      110002: () => withdrawal({ network: 'BEP20', address: `0x${'1'.repeat(40)}` }),
      110003: async (context) => {
        await removeFees(context);
        return withdrawal();
      },
      110005: () => withdrawal({ amount: 1_000_000 }),
    },
    other: (request) => ({ ...request, amount: 6 }),
    foreign: 'own',
  },
  dptOrderQuery: {
    request: async ({ merchant }) => {
      const { orderNo } = await merchant.client.call('dptAcquire', acquiring() as never);
      return { orderNo };
    },
    answers: { orderType: 1, status: 0 },
    refusals: { 120001: () => ({ orderNo: UNKNOWN_ID }) },
    foreign: 'refused',
  },
} as const satisfies Partial<Cases>;
