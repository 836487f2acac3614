import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ratesCommand } from '../../infra/cli/rates.ts';
import { saveRate } from '../../shared/domain/money/rates/table-rates.ts';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { refusalCode } from '../support/fixtures/cards-over-http.ts';
import { depositCoins } from '../support/fixtures/dpt-deposits.ts';
import { openMerchant, type TestMerchant, twoMerchants } from '../support/fixtures/merchant.ts';
import { saveMerchant } from '../support/fixtures/save-parties.ts';

const deployment = sharedDeployment();
const { deps } = deployment.operator;
const both = twoMerchants(deployment);
let merchant: TestMerchant;
let otherMerchant: TestMerchant;
/** A merchant whose client does not retry, so that a refusal with a request to try again is visible. */
let limitedMerchant: TestMerchant;

beforeAll(async () => {
  ({ merchant, otherMerchant } = both);
  const { userNo } = merchant;
  await depositCoins(deps, { userNo, coin: 'USDC', amount: 100_000_000n, reference: `coins/${userNo}` });
  const retry = { maxAttempts: 1, initialDelayMs: 0, maxDelayMs: 0 };
  limitedMerchant = await openMerchant(deployment, { client: { retry } });
});
afterAll(() => limitedMerchant.close());

const exchange = (changes: object = {}, by: TestMerchant = merchant) =>
  by.client.call('accountExchange', { sellCurrency: 'USD', buyCurrency: 'EUR', ...changes });
const transfer = (changes: object = {}, by: TestMerchant = merchant) =>
  by.client.call('accountTransfer', { currency: 'USDC', amount: 10, ...changes });
const quote = (changes: object = {}) =>
  merchant.client.call('accountExchangeRate', { sellCurrency: 'USD', buyCurrency: 'EUR', ...changes });
const balances = async () => {
  const { list } = await merchant.client.call('accountBalance', {});
  return list.map(({ currency, availableBalance }) => `${availableBalance} ${currency}`);
};

describe('Card account exchange', () => {
  it('moves both accounts and the fee, whichever amount is given', async () => {
    expect(await exchange({ sellAmount: 100 })).toMatchObject({
      sellAmount: 100,
      buyAmount: 92,
      exchangeRate: 0.92,
      fee: 0.3,
      status: 1,
    });
    expect(await balances()).toEqual(['92 EUR', '899.7 USD', '100 USDC']);
    expect(await exchange({ buyAmount: '10' })).toMatchObject({
      sellAmount: 10.87,
      buyAmount: 10,
      fee: 0.04,
    });
    expect(await balances()).toEqual(['102 EUR', '888.79 USD', '100 USDC']);
  });

  it('returns the first result to a repeat and moves no more money', async () => {
    const request = { userReqNo: `exchange-${merchant.userNo}`, sellAmount: 1 };
    const first = await exchange(request);
    const before = await balances();
    expect(await exchange(request)).toEqual(first);
    expect(await refusalCode(exchange({ ...request, sellAmount: 2 }))).toBe('110009');
    expect(await balances()).toEqual(before);
    // The same number of another merchant is another request.
    expect(await exchange(request, otherMerchant)).not.toHaveProperty('orderId', first.orderId);
  });

  it.each([
    ['110001', 'both amounts', { sellAmount: 1, buyAmount: 1 }],
    ['110001', 'a coin', { sellCurrency: 'USDC', sellAmount: 1 }],
    ['110002', 'a pair without a rate', { buyCurrency: 'THB', sellAmount: 1 }],
    ['110005', 'more than there is', { sellAmount: 1_000_000 }],
    [
      '110005',
      'a currency that nothing is in',
      { sellCurrency: 'JPY', buyCurrency: 'USD', sellAmount: 1_000 },
    ],
    ['110010', 'a quote that nobody gave', { sellAmount: 1, quoteId: '1234567890123456' }],
  ])('is refused with %s for %s', async (code, _, changes) => {
    const before = await balances();
    expect(await refusalCode(exchange(changes))).toBe(code);
    expect(await balances()).toEqual(before);
  });
});

describe('Exchange rate inquiry', () => {
  it('gives a quote that keeps its rate when the rate changes, for its merchant and pair alone', async () => {
    const pair = { sellCurrency: 'USD', buyCurrency: 'SGD' };
    await ratesCommand(['set', 'USD', 'SGD', '1.35'], deployment.operator);
    const { quoteId, exchangeRate } = await quote(pair);
    expect(exchangeRate).toBe(1.35);
    await ratesCommand(['set', 'USD', 'SGD', '1.2'], deployment.operator);
    const quoted = { ...pair, sellAmount: 10, quoteId };
    expect(await exchange(quoted)).toMatchObject({ buyAmount: 13.5, exchangeRate: 1.35 });
    expect(await exchange({ ...quoted, quoteId: undefined })).toMatchObject({ buyAmount: 12 });
    expect(await refusalCode(exchange(quoted, otherMerchant))).toBe('110010');
    expect(await refusalCode(exchange({ ...quoted, buyCurrency: 'EUR' }))).toBe('110010');
  });

  it('is refused without a rate, and with a rate that is too old', async () => {
    const twoDaysAgo = Date.now() - 2 * 86_400_000;
    await saveRate(deps.store, { from: 'USD', to: 'MXN', value: '18', at: twoDaysAgo, source: 'test' });
    const ask = (buyCurrency: string) =>
      limitedMerchant.client.call('accountExchangeRate', { sellCurrency: 'USD', buyCurrency });
    expect(await refusalCode(ask('THB'))).toBe('110002');
    expect(await refusalCode(ask('MXN'))).toBe('130001');
    expect(await refusalCode(exchange({ buyCurrency: 'MXN', sellAmount: 1 }, limitedMerchant))).toBe(
      '130001',
    );
  });
});

describe('Dpt Transfer Card Account', () => {
  it('moves coins, less the fee, onto the card account', async () => {
    const before = (await merchant.client.call('accountBalance', { accountType: 1, currency: 'USD' }))
      .list[0];
    expect(await transfer()).toMatchObject({
      currency: 'USDC',
      amount: 10,
      fee: 0.05,
      exchangeRate: 0.9995,
      targetCurrency: 'USD',
      targetAmount: 9.94,
      status: 1,
    });
    const { list } = await merchant.client.call('accountBalance', { accountType: '2' });
    expect(list).toEqual([
      { accountType: 2, currency: 'USDC', currentBalance: 90, availableBalance: 90, frozenBalance: 0 },
    ]);
    const [after] = (await merchant.client.call('accountBalance', { accountType: 1, currency: 'USD' })).list;
    expect(after?.availableBalance).toBeCloseTo((before?.availableBalance ?? 0) + 9.94, 9);
  });

  it('returns the first result to a repeat and moves no more money', async () => {
    const request = { userReqNo: `transfer-${merchant.userNo}`, amount: '5', targetCurrency: 'EUR' };
    const first = await transfer(request);
    const before = await balances();
    expect(await transfer(request)).toEqual(first);
    expect(await refusalCode(transfer({ ...request, amount: 6 }))).toBe('110009');
    expect(await balances()).toEqual(before);
  });

  it.each([
    ['110001', 'money that is no coin', { currency: 'USD' }],
    ['110001', 'less than a cent', { amount: 0.000001 }],
    ['110002', 'a currency without a rate', { targetCurrency: 'THB' }],
    ['110005', 'more than there is', { amount: 1_000_000 }],
    ['110005', 'a coin that nothing is in', { currency: 'USDT' }],
  ])('is refused with %s for %s', async (code, _, changes) => {
    const before = await balances();
    expect(await refusalCode(transfer(changes))).toBe(code);
    expect(await balances()).toEqual(before);
  });

  it('leaves the coins of other merchants alone', async () => {
    expect(await refusalCode(transfer({}, otherMerchant))).toBe('110005');
  });
});

it('neither exchange nor transfer works without fee rules', async () => {
  const { fees: _, ...record } = limitedMerchant.record;
  await saveMerchant(deps.store, record);
  expect(await refusalCode(exchange({ sellAmount: 1 }, limitedMerchant))).toBe('110003');
  expect(await refusalCode(transfer({}, limitedMerchant))).toBe('110003');
});

it('leaves the books clean', async () => {
  expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
});
