import { exchange } from '../../../shared/accounts/exchange.ts';
import { transferCoins } from '../../../shared/accounts/transfer.ts';
import {
  type Account,
  feesAccount,
  fxAccount,
  merchantCardAccount,
  merchantDptAccount,
} from '../../../shared/ledger/accounts.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import { quoteRate } from '../../../shared/rates/quote.ts';
import { saveRate } from '../../../shared/rates/table-rates.ts';
import { newNumber } from '../../support/card-steps.ts';
import { bookCoins } from '../../support/coins.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';

type ExchangeRequest = Parameters<typeof exchange>[0];
type TransferRequest = Parameters<typeof transferCoins>[0];

/** What a test of account operations stands on: a merchant with 1000 USD and 1000 USDT, and what it can do. */
export interface AccountWorld extends TestPlatform {
  readonly own: Call;
  readonly stranger: Call;
  /** A checked request that sells USD for EUR. */
  exchangeRequest(changes?: Partial<ExchangeRequest>): ExchangeRequest;
  exchange(changes?: Partial<ExchangeRequest>, call?: Call): ReturnType<typeof exchange>;
  transferRequest(changes?: Partial<TransferRequest>): TransferRequest;
  transfer(changes?: Partial<TransferRequest>, call?: Call): ReturnType<typeof transferCoins>;
  /** A quote of USD to EUR, unless told. */
  quote(pair?: readonly [string, string], call?: Call): ReturnType<typeof quoteRate>;
  setRate(from: string, to: string, value: string, at?: number): Promise<void>;
  /** By how much a step changes each account of the merchant and of the platform, in minor units. */
  changes(step: () => Promise<unknown>): Promise<Record<string, bigint>>;
}

/** Opens a world of its own for a test file. */
export async function openAccountWorld(): Promise<AccountWorld> {
  const world = await openTestPlatform();
  const { platform } = world;
  const [own, stranger] = [
    world.call(await world.merchant('801', 100_000n)),
    world.call(await world.merchant('802', 100_000n)),
  ];
  await bookCoins(platform, { userNo: '801', coin: 'USDT', amount: 1_000_000_000n, reference: 'test/coins' });
  const exchangeRequest: AccountWorld['exchangeRequest'] = ({ ...changes } = {}) => ({
    userReqNo: newNumber('exchange'),
    sellCurrency: 'USD',
    buyCurrency: 'EUR',
    ...(changes.sellAmount === undefined && changes.buyAmount === undefined && { sellAmount: '10' }),
    ...changes,
  });
  const transferRequest: AccountWorld['transferRequest'] = (changes = {}) => ({
    userReqNo: newNumber('transfer'),
    currency: 'USDT',
    amount: '10',
    targetCurrency: 'USD',
    ...changes,
  });
  return {
    ...world,
    own,
    stranger,
    exchangeRequest,
    exchange: (changes, call = own) => exchange(exchangeRequest(changes), call),
    transferRequest,
    transfer: (changes, call = own) => transferCoins(transferRequest(changes), call),
    quote: ([sellCurrency, buyCurrency] = ['USD', 'EUR'], call = own) =>
      quoteRate({ sellCurrency, buyCurrency }, call),
    setRate: (from, to, value, at = platform.now()) =>
      saveRate(platform.store, { from, to, value, at, source: 'test' }),
    changes: async (step) => {
      const before = await totals(world, own);
      await step();
      const after = await totals(world, own);
      const changed = [...after].map(([name, amount]) => [name, amount - (before.get(name) ?? 0n)] as const);
      return Object.fromEntries(changed.filter(([, amount]) => amount !== 0n));
    },
  };
}

/** What the journal says is on the accounts of the merchant and of the platform that conversions touch. */
async function totals(world: TestPlatform, { merchant }: Call): Promise<Map<string, bigint>> {
  const { entries } = await world.books();
  const names = new Map<Account, string>(
    ['USD', 'EUR', 'JPY', 'KWD', 'USDT'].flatMap((currency) => [
      [merchantCardAccount(merchant.userNo, currency), `card ${currency}`],
      [merchantDptAccount(merchant.userNo, currency), `dpt ${currency}`],
      [fxAccount(currency), `fx ${currency}`],
      [feesAccount(currency), `fees ${currency}`],
    ]),
  );
  const sums = new Map<string, bigint>();
  for (const { account, amount } of entries.flatMap(({ postings }) => postings)) {
    const name = names.get(account);
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0n) + amount);
  }
  return sums;
}
