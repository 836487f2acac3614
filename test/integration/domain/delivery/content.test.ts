import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelCard } from '../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { fulfilOrder } from '../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../shared/domain/issuing/orders/recharge.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';
import { openCardData } from '../../../../shared/wire/codec/card-data.ts';
import { openNotification, parseNotificationEnvelope } from '../../../../shared/wire/codec/envelope.ts';
import { exportPem, importPublicKey } from '../../../../shared/wire/codec/keys.ts';
import { SignatureInvalid } from '../../../../shared/wire/signatures/signature-errors.ts';
import { type ReceivedRequest, verifyRequest } from '../../../../shared/wire/signatures/signed-request.ts';
import { withBody } from '../../../support/endpoints/http-endpoint.ts';
import { newRequestNo, onCard } from '../../../support/fixtures/card-steps.ts';
import { newCodecKeyPair } from '../../../support/fixtures/codec-keys.ts';
import { fulfilledLater } from '../../../support/fixtures/test-platform.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

let fixture: DeliveryFixture;

beforeAll(async () => {
  fixture = await openDeliveryFixture(fulfilledLater);
});
beforeEach(() => {
  fixture.endpoint.requests.length = 0;
});
afterAll(() => fixture.endpoint.close());

/** Returns the content of the only notification that the merchant received. */
function received({ platformPublicKey }: Merchant) {
  const [request, another] = fixture.endpoint.requests;
  expect(another).toBeUndefined();
  const envelope = parseNotificationEnvelope(request?.body ?? '');
  return { envelope, content: openNotification(envelope, importPublicKey(platformPublicKey)) };
}

describe('a notification to a merchant', () => {
  it('is sealed for the merchant in the contract’s form', async () => {
    const { merchant, id } = await fixture.newCardNotification();
    await fixture.deliverNow(id);
    const { envelope } = received(merchant);
    expect(fixture.endpoint.requests[0]).toMatchObject({ path: '/notify', contentType: 'application/json' });
    expect(envelope).toMatchObject({ type: 'card_operate', version: '1.0.0', userNo: merchant.userNo });
    const sent = JSON.parse(fixture.endpoint.requests[0]?.body ?? '');
    expect(sent.userNo).toBe(Number(merchant.userNo));
    expect(Object.keys(sent).sort()).toEqual(['data', 'type', 'userNo', 'version']);
  });

  it('of an opening has the card with its number masked', async () => {
    const { merchant, cardId, id } = await fixture.newCardNotification();
    await fixture.deliverNow(id);
    const { cardNo } = (await fixture.deps.vault.read(cardId)) ?? { cardNo: '' };
    expect(received(merchant).content).toEqual({
      orderId: cardId,
      cardId,
      userReqNo: expect.any(String),
      opType: 15,
      status: 1,
      amount: 100,
      fee: 1,
      createAt: '2026-03-01 10:00:00',
      cardInfo: {
        cardNo: `${cardNo.slice(0, 6)}******${cardNo.slice(-4)}`,
        cardExpiryDate: '2029-03',
        cardAlias: 'travel',
        cardLabel: '',
        localCurrency: 'USD',
        startActiveDate: '2026-03-01',
        endCloseDate: '2027-03-01',
      },
    });
  });

  it('has the full number and CVV2 only where the merchant is set to receive them', async () => {
    const { merchant, cardId, id } = await fixture.newCardNotification({ cardDataInNotifications: true });
    await fixture.deliverNow(id);
    const secrets = await fixture.deps.vault.read(cardId);
    expect(received(merchant).content['cardInfo']).toMatchObject({
      cardNo: secrets?.cardNo,
      cardVerifyNo: secrets?.cvv2,
    });
    expect(secrets?.cardNo).toMatch(/^\d{16}$/);
  });

  it('has neither where card data is masked, and both as JWE in that mode', async () => {
    const { publicKey, privateKey } = await newCodecKeyPair(2048);
    const masked = await fixture.newCardNotification({ cardDataInNotifications: true, cardData: 'masked' });
    await fixture.deliverNow(masked.id);
    const info = received(masked.merchant).content['cardInfo'];
    expect(info).toMatchObject({ cardNo: expect.stringMatching(/^\d{6}\*{6}\d{4}$/) });
    expect(info).not.toHaveProperty('cardVerifyNo');
    fixture.endpoint.requests.length = 0;
    const changes = {
      cardDataInNotifications: true,
      cardData: 'jwe',
      publicKey: exportPem(publicKey),
    } satisfies Partial<Merchant>;
    const sealed = await fixture.newCardNotification(changes, 2048);
    await fixture.deliverNow(sealed.id);
    const secrets = await fixture.deps.vault.read(sealed.cardId);
    const cardInfo = received(sealed.merchant).content['cardInfo'] as Record<string, string>;
    expect(await openCardData(cardInfo, [privateKey])).toMatchObject({
      cardNo: secrets?.cardNo,
      cardVerifyNo: secrets?.cvv2,
    });
    expect(cardInfo['cardNo']).not.toContain(secrets?.cardNo);
  });

  it('of a failed recharge and of a cancellation has their outcome', async () => {
    const { merchant, cardId } = await fixture.newCardNotification();
    const call = fixture.call(merchant);
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, call);
    const close = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, call);
    for (const { orderId } of [close, recharge]) await fulfilOrder(fixture.deps, orderId);
    const notified = async (orderId: string) => {
      fixture.endpoint.requests.length = 0;
      await fixture.deliverNow(`${merchant.userNo}/card_operate/${orderId}`);
      return received(merchant).content;
    };
    expect(await notified(recharge.orderId)).toMatchObject({
      cardId,
      opType: 16,
      status: 2,
      amount: 10,
      fee: 0.1,
    });
    expect(await notified(close.orderId)).toMatchObject({
      cardId,
      opType: 19,
      status: 1,
      amount: 100,
      fee: 0,
    });
    expect(await notified(close.orderId).catch(() => 'nothing more')).toBe('nothing more');
  });
});

describe('the outbox', () => {
  it('never contains a full number, CVV2 or key, delivered or not', async () => {
    const all = await Promise.all([
      fixture.newCardNotification(),
      fixture.newCardNotification({ cardDataInNotifications: true }),
      fixture.newCardNotification(),
    ]);
    await Promise.all(all.slice(1).map(({ id }) => fixture.deliverNow(id)));
    const items = await fixture.operator.scan('notifications');
    for (const { cardId } of all) {
      const { cardNo } = (await fixture.deps.vault.read(cardId)) ?? {};
      expect(cardNo).toMatch(/^\d{16}$/);
      expect(JSON.stringify(items)).not.toContain(cardNo);
    }
    const contents = items.map(({ content }) => String(content));
    expect(contents.filter((content) => /cardVerifyNo|cvv|BEGIN/i.test(content))).toEqual([]);
    expect(contents.filter((content) => content.includes('"cardNo":"499900******'))).not.toEqual([]);
  });
});

it('delivers nothing for an unknown id', async () => {
  expect(await fixture.deliverNow('700/card_operate/1')).toBeUndefined();
  expect(fixture.endpoint.requests).toEqual([]);
});

describe('the signature of a notification', () => {
  it('covers the path, with a new nonce for each attempt, where the merchant wants signatures', async () => {
    const { merchant, id } = await fixture.newCardNotification({ requireSignature: true });
    fixture.endpoint.respondWith(withBody('no'));
    await fixture.deliverNow(id);
    fixture.moveClock(10_000);
    fixture.endpoint.respondWith(withBody('SUCCESS'));
    await fixture.deliverNow(id);
    const { requests } = fixture.endpoint;
    const inputs = fixture.endpoint.headers.slice(-2).map((headers, nth) => {
      const { path = '', body = '' } = requests[nth] ?? {};
      const sender = { keyId: merchant.userNo, keys: [importPublicKey(merchant.platformPublicKey)] };
      const signed = (request: Partial<ReceivedRequest>) =>
        verifyRequest({ method: 'POST', path, headers, body, ...request }, sender, fixture.deps.now());
      expect(signed({})).toBeDefined();
      expect(() => signed({ path: '/other' })).toThrow(SignatureInvalid);
      // The signature covers the header by which a merchant deduplicates.
      expect(() => signed({ headers: { ...headers, 'webhook-id': 'another' } })).toThrow(SignatureInvalid);
      return headers['signature-input'];
    });
    expect(new Set(inputs).size).toBe(2);
  });

  it('is absent for other merchants', async () => {
    const { id } = await fixture.newCardNotification();
    await fixture.deliverNow(id);
    expect(fixture.endpoint.headers.at(-1)).not.toHaveProperty('signature');
  });
});
