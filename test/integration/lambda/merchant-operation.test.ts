import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { logger } from '../../../shared/lambda/logger.ts';
import type { RequestCipher } from '../../../shared/wire/codec/envelope.ts';
import type { RsaModulusBits } from '../../../shared/wire/codec/keys.ts';
import { catalogue } from '../../../shared/wire/contract/catalogue.ts';
import { newRequestNo } from '../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, apiEvent, handlersOf, invoke, openApiMerchant } from './api-fixture.ts';

let fixture: TestPlatform;
let handlers: ReturnType<typeof handlersOf>;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  handlers = handlersOf(fixture.deps);
});

/** Calls an operation and checks that its result has exactly the fields of the catalogue. */
async function call(merchant: ApiMerchant, name: keyof typeof handlers, content: object) {
  const { envelope, result } = await merchant.call(handlers[name], content);
  expect(envelope).toMatchObject({
    success: true,
    userNo: merchant.merchant.userNo,
    async: catalogue[name].async,
  });
  expect(result).toEqual(z.parse(catalogue[name].result as z.ZodMiniType, result));
  return result;
}

const apply = (changes: object = {}) => ({
  userReqNo: newRequestNo('apply'),
  localCurrency: 'USD',
  startDate: '2026-03-01',
  endDate: '2027-03-01',
  authLimitAmount: 100,
  enableCurrencyCheck: 0,
  ...changes,
});

const MODES: [RequestCipher, RsaModulusBits][] = [
  ['merchant-private', 1024],
  ['merchant-private', 2048],
  ['platform-public', 1024],
  ['platform-public', 2048],
];

describe.each(MODES)('with %s keys of %i bits', (cipher, bits) => {
  it('opens, funds, refunds and cancels a card, and every result fits the catalogue', async () => {
    const merchant = await openApiMerchant(
      fixture,
      `2${MODES.findIndex((mode) => mode[0] === cipher && mode[1] === bits)}`,
      {
        cipher,
        bits,
      },
    );
    const finished = async (name: keyof typeof handlers, content: object) => {
      const { orderId } = await call(merchant, name, content);
      await fixture.fulfilAll();
      return orderId;
    };
    const cardId = await finished('cardApply', apply());
    await finished('cardRecharge', { userReqNo: newRequestNo('r'), cardId, authLimitAmount: 50 });
    await finished('cardRefund', {
      userReqNo: newRequestNo('r'),
      cardId: Number(cardId),
      refundAmount: '20.5',
    });
    const card = await call(merchant, 'cardInfo', { cardId });
    expect(card).toMatchObject({ cardStatus: '1', balanceAmt: 129.5 });
    expect(card['cardNo']).toMatch(/^49990010\d{8}$/);
    await finished('cardClose', { userReqNo: newRequestNo('c'), cardId });
    expect(await call(merchant, 'cardInfo', { cardId })).toMatchObject({
      cardStatus: '0',
      cardClosedAmt: 129.5,
    });
    expect(await call(merchant, 'cardPage', {})).toMatchObject({ totalCount: 1 });
    expect(await call(merchant, 'cardOperateQuery', { cardId })).toMatchObject({ totalCount: 4 });
    expect(await call(merchant, 'cardBin', {})).toMatchObject({ list: expect.any(Array) });
    expect(await call(merchant, 'accountBalance', { currency: 'USD' })).toEqual({
      list: [
        {
          accountType: 1,
          currency: 'USD',
          currentBalance: 9_998.5,
          availableBalance: 9_998.5,
          frozenBalance: 0,
        },
      ],
    });
  });
});

describe('a request', () => {
  let merchant: ApiMerchant;
  beforeAll(async () => {
    merchant = await openApiMerchant(fixture, '30');
  });

  it('is answered with HTTP 200 and JSON, also when its body arrives as Base64', async () => {
    for (const base64 of [false, true]) {
      const response = await invoke(handlers.cardBin, apiEvent(merchant.envelope({}), { base64 }));
      expect(response).toEqual({
        statusCode: 200,
        headers: { 'content-type': 'application/json', 'issuary-request-id': 'request-1' },
        body: expect.any(String),
      });
      expect(JSON.parse(response.body)).toEqual({
        success: true,
        userNo: '30',
        async: false,
        result: expect.stringMatching(/^([0-9a-f]{256})+$/),
      });
    }
  });

  it('may have its userNo as text, and unknown fields in envelope and content', async () => {
    const body = merchant.envelope({ cardType: '1', unknown: [1] }, { userNo: '30', unknown: true });
    const { body: answer } = await invoke(handlers.cardBin, apiEvent(body));
    expect(JSON.parse(answer)).toMatchObject({ success: true, userNo: '30' });
  });

  it('may have null for absent fields', async () => {
    const content = apply({ cardAlias: null, groupId: null, channelType: null, cardUserId: null });
    expect((await merchant.call(handlers.cardApply, content)).envelope).toMatchObject({ success: true });
  });

  it('may have unknown numbers in any precision', async () => {
    const { envelope } = await merchant.call(
      handlers.cardBin,
      '{"cardType":1,"other":0.10000000000000000001}',
    );
    expect(envelope).toMatchObject({ success: true });
  });

  it('that was answered before gets the same order when it is written differently', async () => {
    const content = apply();
    const first = await call(merchant, 'cardApply', content);
    const text = JSON.stringify({
      unknown: 1,
      ...content,
      authLimitAmount: '100.00',
      enableCurrencyCheck: '0',
      cardAlias: null,
    });
    expect((await merchant.call(handlers.cardApply, text)).result).toEqual(first);
    const { envelope } = await merchant.call(handlers.cardApply, { ...content, cardAlias: 'other' });
    expect(envelope).toMatchObject({ success: false, errorCode: '110009' });
  });
});
