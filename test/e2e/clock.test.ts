import { afterAll, beforeAll, expect, it } from 'vitest';
import { setDemoRates } from '../../infra/demo/seed/rates.ts';
import { deadNotifications, findEndpoint } from '../../shared/domain/delivery/notification-queries.ts';
import { rotatePublicKey } from '../../shared/domain/parties/key-rotation.ts';
import { findMerchant, saveMerchant } from '../../shared/domain/parties/merchant.ts';
import { generateRsaKeyPair } from '../../shared/wire/codec/keys.ts';
import { formatDate } from '../../shared/wire/contract/time.ts';
import { type OwnDeployment, ownDeployment } from '../support/clouds/own-cloud.ts';
import { cardOpening, openCard, refusalCode } from '../support/fixtures/cards-over-http.ts';
import { openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';
import { openUpstream } from '../support/fixtures/upstream.ts';

const DAY_MS = 86_400_000;

let deployment: OwnDeployment;
const opened: TestMerchant[] = [];

beforeAll(async () => {
  deployment = await ownDeployment();
});
afterAll(async () => {
  await Promise.all(opened.map((merchant) => merchant.close()));
  await deployment.stop();
});

const now = () => deployment.clock.now();

async function merchantOf(options: Parameters<typeof openMerchant>[1] = {}): Promise<TestMerchant> {
  const merchant = await openMerchant(deployment, { ...options, client: { now } });
  opened.push(merchant);
  return merchant;
}

/** An acceptable opening at the platform's time. */
const opening = () =>
  cardOpening({
    startDate: formatDate(now(), '+08:00'),
    endDate: formatDate(now() + 365 * DAY_MS, '+08:00'),
  });

it('ends a quote', async () => {
  const { client } = await merchantOf();
  const pair = { sellCurrency: 'USD', buyCurrency: 'EUR' };
  const { quoteId } = await client.call('accountExchangeRate', pair);
  const { quoteId: other } = await client.call('accountExchangeRate', pair);
  const exchange = (id: string) => client.call('accountExchange', { ...pair, sellAmount: 10, quoteId: id });
  await deployment.clock.advance('50s');
  expect(await refusalCode(exchange(quoteId))).toBeUndefined();
  await deployment.clock.advance('11s');
  expect(await refusalCode(exchange(other))).toBe('110010');
});

it('attempts a notification at every step of its schedule, and gives it up after the last', async () => {
  const merchant = await merchantOf({ endpoint: () => ({ status: 500 }) });
  const { orderId } = await merchant.client.call('cardApply', opening());
  await merchant.awaitOrder(orderId);
  await deployment.clock.advance('7s');
  await merchant.awaitOrder(orderId, 2);
  await deployment.clock.advance('34h');
  expect(merchant.orderNotifications.map((content) => content.orderId)).toEqual(Array(8).fill(orderId));
  expect(await deadNotifications(deployment.operator.deps.store, {})).toMatchObject([
    { userNo: merchant.userNo, attempts: 8 },
  ]);
});

it('refuses a signature of the time before', async () => {
  const { client, captured } = await merchantOf();
  await client.call('accountBalance', {});
  const [url, init] = captured();
  await deployment.clock.advance('10m');
  const answer = await fetch(url, init);
  expect(await answer.json()).toMatchObject({ errorCode: '100002' });
  expect(await refusalCode(client.call('accountBalance', {}))).toBeUndefined();
  expect(Math.abs(Date.parse(answer.headers.get('date') ?? '') - now())).toBeLessThan(60_000);
});

it('ends the overlap of a merchant’s keys', async () => {
  const { userNo, client } = await merchantOf();
  const { store } = deployment.operator.deps;
  const record = (await findMerchant(store, userNo)) ?? expect.fail();
  const next = await generateRsaKeyPair(1024);
  await saveMerchant(store, rotatePublicKey(record, next.publicKey, { now: now(), overlapMs: 2 * DAY_MS }));
  await deployment.clock.advance('47h');
  expect(await refusalCode(client.call('accountBalance', {}))).toBeUndefined();
  await deployment.clock.advance('61m');
  expect(await refusalCode(client.call('accountBalance', {}))).toBe('100002');
});

it('lets rates become too old to be used', async () => {
  const { client } = await merchantOf();
  const ask = () => client.call('accountExchangeRate', { sellCurrency: 'USD', buyCurrency: 'EUR' });
  await setDemoRates({ ...deployment.operator.deps, now });
  expect(await refusalCode(ask())).toBeUndefined();
  await deployment.clock.advance('1d1m');
  expect(await refusalCode(ask())).toBe('130001');
});

it('releases a hold that was not cleared', async () => {
  const merchant = await merchantOf();
  const network = await openUpstream(deployment, {}, now);
  const cardId = await openCard(merchant, opening());
  const { cardNo, cardExpiryDate, cardVerifyNo } = await merchant.client.call('cardInfo', { cardId });
  const { recordNo } = await network.client.authorize({
    networkId: 'clock-1',
    ...{ cardNo, expiry: cardExpiryDate, cvv2: cardVerifyNo, transCurrency: 'USD', transCurrencyAmt: 20 },
    ...{ merchantName: 'Coffee House', merchantCategoryCode: '5814', merchantCountry: 'USA' },
  });
  const balance = async () => (await merchant.client.call('cardInfo', { cardId })).balanceAmt;
  await deployment.clock.advance('9d');
  expect(await balance()).toBe(80);
  await deployment.clock.advance('25h');
  expect(await balance()).toBe(100);
  const reversal = await merchant.awaitNotification('card_transaction', ({ transType }) => transType === '2');
  expect(reversal).toMatchObject({ originRecordNo: recordNo, localCurrencyAmt: 20 });
});

it('pauses an endpoint that fails for five days', async () => {
  const merchant = await merchantOf({ endpoint: () => ({ status: 500 }) });
  await merchant.client.call('cardApply', opening());
  const status = async () => (await findEndpoint(deployment.operator.deps.store, merchant.userNo))?.status;
  await deployment.clock.advance('119h');
  expect(await status()).toBe('strained');
  await deployment.clock.advance('2h');
  await merchant.client.call('cardApply', opening());
  await deployment.clock.settle();
  expect(await status()).toBe('paused');
});

it('answers over HTTP, to programs on this machine only', async () => {
  const clock = (body?: object, headers = {}) =>
    fetch(`${deployment.apiUrl}/_control/clock`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers,
    });
  const before = now();
  expect(await (await clock({ advance: '1h30m' })).json()).toMatchObject({ now: expect.any(String) });
  expect(now() - before).toBeGreaterThanOrEqual(5_400_000);
  const { now: reported } = (await (await clock()).json()) as { now: string };
  const refused = await clock({ set: new Date(before).toISOString() });
  expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'TIME_PASSED' }]);
  expect(Date.parse(reported)).toBeGreaterThan(before);
  expect((await clock({ advance: '1h' }, { origin: 'https://example.com' })).status).toBe(403);
});
