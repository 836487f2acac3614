import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { exchange } from '../../../../../shared/domain/money/exchange/exchange.ts';
import { quoteRate } from '../../../../../shared/domain/money/exchange/quote.ts';
import { transferCoins } from '../../../../../shared/domain/money/exchange/transfer.ts';
import {
  type Account,
  feesAccount,
  fxAccount,
  merchantCardAccount,
  merchantDptAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { saveRate } from '../../../../../shared/domain/money/rates/table-rates.ts';
import { newRequestNo } from '../../../../support/fixtures/card-steps.ts';
import { depositCoins } from '../../../../support/fixtures/dpt-deposits.ts';
import {
  type DependencyChanges,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';

type ExchangeRequest = Parameters<typeof exchange>[0];
type TransferRequest = Parameters<typeof transferCoins>[0];

/** Fixture of the account operations: a merchant with 1000 USD and 1000 USDT, and its calls. */
export interface ExchangeFixture extends TestPlatform {
  readonly own: MerchantCall;
  readonly otherCall: MerchantCall;
  /** Returns a checked request that sells USD for EUR. */
  exchangeRequest(changes?: Partial<ExchangeRequest>): ExchangeRequest;
  exchange(changes?: Partial<ExchangeRequest>, call?: MerchantCall): ReturnType<typeof exchange>;
  transferRequest(changes?: Partial<TransferRequest>): TransferRequest;
  transfer(changes?: Partial<TransferRequest>, call?: MerchantCall): ReturnType<typeof transferCoins>;
  /** Quotes a rate, from USD to EUR by default. */
  quote(pair?: readonly [string, string], call?: MerchantCall): ReturnType<typeof quoteRate>;
  setRate(from: string, to: string, value: string, at?: number): Promise<void>;
  /** Returns by how much a step changes each account of the merchant and of the platform, in minor units. */
  changes(step: () => Promise<unknown>): Promise<Record<string, bigint>>;
}

/** Opens a platform with empty tables for a test file. */
export async function openExchangeFixture(changes?: DependencyChanges): Promise<ExchangeFixture> {
  const fixture = await openTestPlatform(changes);
  const { deps } = fixture;
  const [own, otherCall] = [
    fixture.call(await fixture.merchant('801', 100_000n)),
    fixture.call(await fixture.merchant('802', 100_000n)),
  ];
  await depositCoins(deps, { userNo: '801', coin: 'USDT', amount: 1_000_000_000n, reference: 'test/coins' });
  const exchangeRequest: ExchangeFixture['exchangeRequest'] = ({ ...changes } = {}) => ({
    userReqNo: newRequestNo('exchange'),
    sellCurrency: 'USD',
    buyCurrency: 'EUR',
    ...(changes.sellAmount === undefined && changes.buyAmount === undefined && { sellAmount: '10' }),
    ...changes,
  });
  const transferRequest: ExchangeFixture['transferRequest'] = (changes = {}) => ({
    userReqNo: newRequestNo('transfer'),
    currency: 'USDT',
    amount: '10',
    targetCurrency: 'USD',
    ...changes,
  });
  return {
    ...fixture,
    own,
    otherCall,
    exchangeRequest,
    exchange: (changes, call = own) => exchange(exchangeRequest(changes), call),
    transferRequest,
    transfer: (changes, call = own) => transferCoins(transferRequest(changes), call),
    quote: ([sellCurrency, buyCurrency] = ['USD', 'EUR'], call = own) =>
      quoteRate({ sellCurrency, buyCurrency }, call),
    setRate: (from, to, value, at = deps.now()) =>
      saveRate(deps.store, { from, to, value, at, source: 'test' }),
    changes: async (step) => {
      const before = await totals(fixture, own);
      await step();
      const after = await totals(fixture, own);
      const changed = [...after].map(([name, amount]) => [name, amount - (before.get(name) ?? 0n)] as const);
      return Object.fromEntries(changed.filter(([, amount]) => amount !== 0n));
    },
  };
}

/** Returns the sums of the accounts that conversions change, by the journal. */
async function totals(fixture: TestPlatform, { merchant }: MerchantCall): Promise<Map<string, bigint>> {
  const { entries } = await fixture.snapshot();
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
