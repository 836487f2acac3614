import { privateEncrypt } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { handle3dsOtp } from '../../../shared/domain/issuing/cards/card-3ds-otp-webhook.ts';
import { handleActivationCode } from '../../../shared/domain/issuing/cards/physical/activation-webhooks.ts';
import { cardKey } from '../../../shared/domain/issuing/model/card.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import { sealNotification } from '../../../shared/wire/codec/envelope.ts';
import { generateRsaKeyPair, importPrivateKey } from '../../../shared/wire/codec/keys.ts';
import {
  NotEntitled,
  NothingFound,
  RequestNumberReused,
  StatusNotSuitable,
  TryAgainLater,
} from '../../../shared/wire/errors.ts';
import { openedCard } from '../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { openWebhookUpstream, responseTo, type WebhookUpstream, webhookHandler } from './webhook-fixture.ts';

const TEXT = 'text/plain; charset=utf-8';
const UNIFORM = `401 ${TEXT} 100002 authentication failed`;

let fixture: TestPlatform;
let handler: ApiGatewayHandler;
let upstream: WebhookUpstream;
let content: Record<string, unknown>;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  const cardId = await openedCard(fixture.call(await fixture.merchant('10', 100_000n)));
  content = {
    otp: '314159',
    cardId,
    cardNo: '499900******0000',
    transactionCurrency: 'USD',
    transactionAmount: '20',
    merchantName: 'Bookshop',
  };
  handler = webhookHandler(fixture, 'card_3ds_otp', handle3dsOtp);
  upstream = await openWebhookUpstream(fixture, '90');
});

const sent = (changes: object = {}, envelope: object = {}) =>
  responseTo(handler, upstream.notification('card_3ds_otp', { ...content, ...changes }, envelope));

describe('the webhook', () => {
  it('answers SUCCESS to a message and its repeats, and notifies once', async () => {
    const body = upstream.notification('card_3ds_otp', { ...content, merchantName: 'Once' });
    for (const _ of [1, 2, 3]) expect(await responseTo(handler, body)).toBe(`200 ${TEXT} SUCCESS`);
    const { notifications } = await fixture.snapshot();
    expect(notifications.filter((one) => one.content.includes('"Once"'))).toHaveLength(1);
  });

  it('recognises a captured message wherever empty blocks are inserted', async () => {
    const captured = JSON.parse(
      upstream.notification('card_3ds_otp', { ...content, merchantName: 'Padded' }),
    );
    const empty = privateEncrypt(upstream.privateKey.key, Buffer.alloc(0)).toString('hex');
    const { data } = captured;
    const between = data.slice(0, empty.length) + empty + data.slice(empty.length);
    for (const cut of [data + empty, data, data + empty + empty, empty + data, between.toUpperCase()])
      expect(await responseTo(handler, JSON.stringify({ ...captured, data: cut }))).toBe(
        `200 ${TEXT} SUCCESS`,
      );
    const { notifications } = await fixture.snapshot();
    expect(notifications.filter((one) => one.content.includes('"Padded"'))).toHaveLength(1);
  });

  it('neither resets attempts nor restores an old code for a captured activation code with empty blocks', async () => {
    const { store } = fixture.deps;
    const key = cardKey(await openedCard(fixture.call(await fixture.merchant('11', 100_000n))));
    const set = (changes: object) =>
      store.write([{ kind: 'update', table: 'cards', key, set: { ...changes } }]);
    const cardId = key.pk.replace('card/', '');
    const codes = webhookHandler(fixture, 'card_activation_code', handleActivationCode);
    const request = (activationCode: string) =>
      upstream.notification('card_activation_code', { cardId, activationCode });
    await set({ status: 'awaiting-activation' });
    for (const code of ['11111112', '22222223'])
      expect(await responseTo(codes, request(code))).toContain('SUCCESS');
    await set({ activationAttempts: 5 });
    const before = await store.get('cards', key);
    const empty = privateEncrypt(upstream.privateKey.key, Buffer.alloc(0)).toString('hex');
    for (const captured of [request('11111112'), request('22222223')].map((body) => JSON.parse(body)))
      for (const count of [1, 2])
        await responseTo(codes, JSON.stringify({ ...captured, data: captured.data + empty.repeat(count) }));
    expect(await store.get('cards', key)).toEqual(before);
  });

  it('accepts nulls and unknown fields', async () => {
    expect(await sent({ colour: 'red', merchantName: 'Tolerant', secret: null })).toBe(`200 ${TEXT} SUCCESS`);
  });

  it('accepts codes as numbers, and substitutes invalid informational fields of a purchase', async () => {
    const malformed = { otp: 314159, transactionCurrency: 840, transactionAmount: 'much', merchantName: '' };
    expect(await sent({ ...malformed, cardNo: null })).toBe(`200 ${TEXT} SUCCESS`);
    const { notifications } = await fixture.snapshot();
    expect(notifications.map((one) => JSON.parse(one.content))).toContainEqual(
      expect.objectContaining({
        transactionCurrency: '840',
        transactionAmount: '0',
        merchantName: 'unknown',
      }),
    );
  });

  it('gives one answer to every message before its upstream is known', async () => {
    const disabled = await openWebhookUpstream(fixture, '91', { enabled: false });
    const unknownKey = importPrivateKey((await generateRsaKeyPair(1024)).privateKey);
    const genuine = upstream.notification('card_3ds_otp', content);
    const bodies = [
      null,
      '',
      'userNo=90',
      '[]',
      '{}',
      genuine.slice(0, -1),
      JSON.stringify({ ...JSON.parse(genuine), userNo: 99 }),
      JSON.stringify({ ...JSON.parse(genuine), data: 'zz' }),
      JSON.stringify({ ...JSON.parse(genuine), data: `${JSON.parse(genuine).data}00` }),
      JSON.stringify(sealNotification('card_3ds_otp', content, '90', unknownKey)),
      disabled.notification('card_3ds_otp', content),
    ];
    for (const body of bodies) expect(await responseTo(handler, body)).toBe(UNIFORM);
  });

  it.each<[string, () => Promise<string>, string]>([
    ['another type than that of the path', () => sent({}, { type: 'trade_fee' }), '400 100004'],
    ['another version', () => sent({}, { version: '2.0.0' }), '400 100004'],
    ['a missing field', () => sent({ otp: undefined }), '400 110001 otp: is required'],
    ['an invalid field', () => sent({ otp: ['1'] }), '400 110001 otp: '],
    ['an unknown card', () => sent({ cardId: '1150000000000000' }), '404 120001'],
  ])('refuses %s', async (_, send, answer) => {
    expect((await send()).replace(`${TEXT} `, '')).toContain(answer);
  });

  it('refuses a card of another issuer like an unknown one', async () => {
    const other = await openWebhookUpstream(fixture, '93', { issuer: 'upstream' });
    expect(await responseTo(handler, other.notification('card_3ds_otp', content))).toContain('404 ');
  });

  it('refuses an address that is not allowed, and accepts one that is', async () => {
    const listed = await openWebhookUpstream(fixture, '94', { allowedAddresses: ['192.0.2.0/24'] });
    const body = listed.notification('card_3ds_otp', { ...content, merchantName: 'Listed' });
    expect(await responseTo(handler, body, '198.51.100.1')).toContain('403 ');
    expect(await responseTo(handler, body, '192.0.2.7')).toContain('SUCCESS');
  });

  it.each([
    [new RequestNumberReused(), '409 ', '110009'],
    [new StatusNotSuitable('card'), '409 ', '110004'],
    [new TryAgainLater(), '503 ', '130001'],
    [new Error('the number is 4999001012345678'), '500 ', '999999 system error'],
  ])('answers %s with its status and no details', async (error, status, code) => {
    const failing = webhookHandler(fixture, 'card_3ds_otp', () => Promise.reject(error));
    const answer = await responseTo(failing, upstream.notification('card_3ds_otp', content));
    expect(answer).toContain(status);
    expect(answer).toContain(code);
    expect(answer).not.toContain('4999001012345678');
  });

  it.each([
    ['contradicts an earlier one', new RequestNumberReused()],
    ['contradicts the books', new StatusNotSuitable('card')],
    ['its upstream may not send', new NotEntitled('send card_3ds_otp')],
  ])('raises an alarm for a message that %s', async (_, error) => {
    const [alarm, warning] = [vi.spyOn(logger, 'error'), vi.spyOn(logger, 'warn')];
    const refusing = webhookHandler(fixture, 'card_3ds_otp', () => Promise.reject(error));
    await responseTo(refusing, upstream.notification('card_3ds_otp', content));
    expect(alarm).toHaveBeenCalledTimes(1);
    await sent({ cardId: '1150000000000000' });
    expect(alarm).toHaveBeenCalledTimes(1);
    expect(warning).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });

  it.each([
    ['is refused for good', new NothingFound(), 1],
    ['has to be sent again raises none', new TryAgainLater(), 0],
  ])(
    'raises an alarm only for a final refusal of a message about money: one that %s',
    async (_, error, alarms) => {
      const alarm = vi.spyOn(logger, 'error');
      const refusing = webhookHandler(fixture, 'card_operate', () => Promise.reject(error));
      const answer = { orderId: '7', userReqNo: `${alarms}8`, opType: 16, status: 1, amount: 1, fee: 0 };
      await responseTo(refusing, upstream.notification('card_operate', answer));
      expect(alarm).toHaveBeenCalledTimes(alarms);
      vi.restoreAllMocks();
    },
  );
});
