import type { MerchantCall } from '../../../../shared/domain/dependencies.ts';
import { acquire } from '../../../../shared/domain/dpt/acquire.ts';
import { inquireDptOrder } from '../../../../shared/domain/dpt/dpt-order-inquiry.ts';
import { handlePaymentBill } from '../../../../shared/domain/dpt/payment-bill-webhook.ts';
import { transferCoins } from '../../../../shared/domain/money/exchange/transfer.ts';
import { merchantDptAccount } from '../../../../shared/domain/money/ledger/account.ts';
import { type Balance, readBalance } from '../../../../shared/domain/money/ledger/balance.ts';
import type { UpstreamCall } from '../../../../shared/domain/upstream-call.ts';
import { newRequestNo } from '../../../support/fixtures/card-steps.ts';
import { type Bill, openCoinNetworks, paymentBill } from '../../../support/fixtures/dpt.ts';
import { openTestPlatform, type TestPlatform } from '../../../support/fixtures/test-platform.ts';
import { permittedUpstream } from '../../../support/fixtures/upstream-permissions.ts';

/** Fixture of the dpt tests: open coin networks, a merchant and its calls. */
export interface DptFixture extends TestPlatform {
  readonly own: MerchantCall;
  readonly otherCall: MerchantCall;
  /** Creates an acquiring order; the demo's rate is 1 %. */
  order(changes?: object): ReturnType<typeof acquire>;
  /** Sends the bill as a coin watcher does. */
  sendBill(bill: Bill): Promise<void>;
  /** Pays coins to a new order's address. */
  deposit(coins: string): Promise<void>;
  /** Takes coins from the account, in minor units of USDT. */
  spendCoins(amount: bigint): Promise<void>;
  balance(coin?: string): Promise<Pick<Balance, 'available' | 'frozen'>>;
  /** Returns by how much a step changes the available balance, in minor units of USDT. */
  credited(step: () => Promise<unknown>): Promise<bigint>;
  /** Returns the notifications of an order's payments, in no particular order. */
  notificationsOf(orderNo: string): Promise<Record<string, unknown>[]>;
  inquire(orderNo: string): ReturnType<typeof inquireDptOrder>;
}

/** Opens a platform with empty tables for a test file. */
export async function openDptFixture(): Promise<DptFixture> {
  const fixture = await openTestPlatform();
  const { deps } = fixture;
  await openCoinNetworks(deps.store);
  const [own, otherCall] = [
    fixture.call(await fixture.merchant('701', 100_000n)),
    fixture.call(await fixture.merchant('702', 100_000n)),
  ];
  const call = { deps, upstream: permittedUpstream('900001'), correlationId: 'watcher-1' } as UpstreamCall;
  const order = (changes: object = {}) =>
    acquire({ userReqNo: newRequestNo('acquire'), currency: 'USDT', network: 'TRC20', ...changes }, own);
  const sendBill = (bill: Bill) => handlePaymentBill(bill, call);
  const balance = async (coin = 'USDT') => {
    const account = merchantDptAccount(own.merchant.userNo, coin);
    const { available, frozen } = await readBalance(deps.store, account);
    return { available, frozen };
  };
  return {
    ...fixture,
    own,
    otherCall,
    order,
    sendBill,
    deposit: async (coins) => sendBill(paymentBill(await order(), coins)),
    spendCoins: async (amount) => {
      const coins = (Number(amount) / 1e6).toFixed(6);
      await transferCoins(
        { userReqNo: newRequestNo('spend'), currency: 'USDT', amount: coins, targetCurrency: 'USD' },
        own,
      );
    },
    balance,
    credited: async (step) => {
      const { available } = await balance();
      await step();
      return (await balance()).available - available;
    },
    notificationsOf: async (orderNo) =>
      (await fixture.snapshot()).notifications
        .filter(({ notificationId }) => notificationId.endsWith(`/${orderNo}`))
        .map(({ content }) => JSON.parse(content)),
    inquire: (orderNo) => inquireDptOrder({ orderNo }, own),
  };
}
