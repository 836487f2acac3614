import { transferCoins } from '../../../shared/accounts/transfer.ts';
import { acquire } from '../../../shared/dpt/acquire.ts';
import { queryDptOrder } from '../../../shared/dpt/inquiry.ts';
import { applyPaymentBill } from '../../../shared/dpt/payment.ts';
import { merchantDptAccount } from '../../../shared/ledger/accounts.ts';
import { type Balance, readBalance } from '../../../shared/ledger/balance.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import type { Told } from '../../../shared/upstreams/told.ts';
import { newNumber } from '../../support/card-steps.ts';
import { type Bill, openNetworks, paymentBill } from '../../support/dpt.ts';
import { entitled } from '../../support/rights.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';

/** What a test of the dpt room stands on: open networks, a merchant, and what it can do. */
export interface DptWorld extends TestPlatform {
  readonly own: Call;
  readonly stranger: Call;
  /** Makes an acquiring order; the demo's rate is 1 %. */
  order(changes?: object): ReturnType<typeof acquire>;
  /** Tells a chain watcher's bill. */
  tell(bill: Bill): Promise<void>;
  /** Pays coins to a new order's address. */
  deposit(coins: string): Promise<void>;
  /** Takes coins off the account, in minor units of USDT. */
  spendCoins(amount: bigint): Promise<void>;
  balance(coin?: string): Promise<Pick<Balance, 'available' | 'frozen'>>;
  /** By how much a step changes what is available, in minor units of USDT. */
  credited(step: () => Promise<unknown>): Promise<bigint>;
  /** What the merchant was told of an order's payments, in no order. */
  toldOf(orderNo: string): Promise<Record<string, unknown>[]>;
  inquire(orderNo: string): ReturnType<typeof queryDptOrder>;
}

/** Opens a world of its own for a test file. */
export async function openDptWorld(): Promise<DptWorld> {
  const world = await openTestPlatform();
  const { platform } = world;
  await openNetworks(platform.store);
  const [own, stranger] = [
    world.call(await world.merchant('701', 100_000n)),
    world.call(await world.merchant('702', 100_000n)),
  ];
  const told = { platform, upstream: entitled('900001'), correlationId: 'watcher-1' } as Told;
  const order = (changes: object = {}) =>
    acquire({ userReqNo: newNumber('acquire'), currency: 'USDT', network: 'TRC20', ...changes }, own);
  const tell = (bill: Bill) => applyPaymentBill(bill, told);
  const balance = async (coin = 'USDT') => {
    const account = merchantDptAccount(own.merchant.userNo, coin);
    const { available, frozen } = await readBalance(platform.store, account);
    return { available, frozen };
  };
  return {
    ...world,
    own,
    stranger,
    order,
    tell,
    deposit: async (coins) => tell(paymentBill(await order(), coins)),
    spendCoins: async (amount) => {
      const coins = (Number(amount) / 1e6).toFixed(6);
      await transferCoins(
        { userReqNo: newNumber('spend'), currency: 'USDT', amount: coins, targetCurrency: 'USD' },
        own,
      );
    },
    balance,
    credited: async (step) => {
      const { available } = await balance();
      await step();
      return (await balance()).available - available;
    },
    toldOf: async (orderNo) =>
      (await world.books()).notifications
        .filter(({ notificationId }) => notificationId.endsWith(`/${orderNo}`))
        .map(({ content }) => JSON.parse(content)),
    inquire: (orderNo) => queryDptOrder({ orderNo }, own),
  };
}
