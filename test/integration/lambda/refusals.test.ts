import { beforeAll, describe, expect, it } from 'vitest';
import { logger } from '../../../shared/lambda/logger.ts';
import { merchantOperation } from '../../../shared/lambda/merchant-operation.ts';
import { parseResponseEnvelope } from '../../../shared/wire/codec/envelope.ts';
import { catalogue } from '../../../shared/wire/contract/catalogue.ts';
import { ParameterInvalid } from '../../../shared/wire/errors.ts';
import { newRequestNo } from '../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { withoutRefusals } from '../../support/fixtures/without-refusals.ts';
import { type ApiMerchant, apiEvent, handlersOf, invoke, openApiMerchant } from './api-fixture.ts';

let fixture: TestPlatform;
let handlers: ReturnType<typeof handlersOf>;
let merchant: ApiMerchant;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  handlers = handlersOf(fixture.deps);
  merchant = await openApiMerchant(fixture, '50');
});

const failure = (errorCode: string, errorMsg: unknown = expect.any(String)) => ({
  success: false,
  errorCode,
  errorMsg,
  result: '',
  userNo: '50',
  async: false,
});
const answerTo = async (body: string) =>
  parseResponseEnvelope((await invoke(handlers.cardBin, apiEvent(body))).body);

describe('an envelope', () => {
  it.each([
    [{ version: '1.0' }, 'version not supported'],
    [{ version: '' }, 'version not supported'],
    [{ version: '2.0.0', dataType: 'XML' }, 'version not supported'],
    [{ dataType: 'json' }, 'dataType not supported'],
    [{ dataType: 'XML' }, 'dataType not supported'],
  ])('with %j is refused with 100004 once the merchant is known', async (changes, message) => {
    expect(await answerTo(merchant.envelope({}, changes))).toEqual(failure('100004', message));
  });
});

describe('business parameters', () => {
  const apply = (fields: string) =>
    `{"userReqNo":"${newRequestNo('bad')}","localCurrency":"USD","startDate":"2026-03-01","endDate":"2027-03-01","enableCurrencyCheck":0,${fields}}`;
  const amountRefused = 'authLimitAmount: must be an amount of zero or more of at most 15 digits';

  const inexact = 'has more digits than a JSON number keeps: send it as text';

  it.each([
    ['"authLimitAmount":0.10000000000000000001', `${amountRefused}, but ${inexact}`],
    ['"authLimitAmount":100.00000000000000000000001', `${amountRefused}, but ${inexact}`],
    ['"authLimitAmount":1e308', amountRefused],
    ['"authLimitAmount":1e400', `${amountRefused}, but ${inexact}`],
    ['"authLimitAmount":-1', `${amountRefused}, but is negative`],
    ['"authLimitAmount":9007199254740993', `${amountRefused}, but ${inexact}`],
    ['"authLimitAmount":true', `${amountRefused}, but is true or false`],
    ['"authLimitAmount":10.001', 'authLimitAmount: USD has 2 decimals'],
    ['"authLimitAmount":null', 'authLimitAmount: is required'],
    [
      '"authLimitAmount":100,"groupId":9007199254740993',
      `groupId: must be an id of up to 19 digits, but ${inexact}`,
    ],
    [
      '"authLimitAmount":100,"cardAlias":{"deep":null}',
      'cardAlias: must be text of 1 to 64 characters, but is an object',
    ],
    ['"authLimitAmount":100,"channelType":2', 'groupId: is required for channelType 2'],
  ])('with %s are refused with 110001 naming the field, and change nothing', async (fields, message) => {
    const before = withoutRefusals(await fixture.snapshot());
    const { envelope } = await merchant.call(handlers.cardApply, apply(fields));
    expect(envelope).toEqual(failure('110001', message));
    expect(withoutRefusals(await fixture.snapshot())).toEqual(before);
  });

  it.each([
    ['cardInfo', {}, 'cardId'],
    ['cardRecharge', { userReqNo: 'x', authLimitAmount: 1 }, 'cardId'],
    ['cardOperateQuery', {}, 'orderId'],
    ['cardPage', { pageSize: 51 }, 'pageSize'],
    ['cardClose', { userReqNo: '', cardId: 1 }, 'userReqNo'],
  ] as const)('of %s with %j are refused with 110001 naming the field', async (name, content, field) => {
    const { envelope } = await merchant.call(handlers[name], content);
    expect(envelope).toEqual(failure('110001', expect.stringMatching(new RegExp(`^${field}: `))));
  });

  it('that no table can store are refused with 110001', async () => {
    const content = apply('"authLimitAmount":100').replace('"bad-', '"\\ud800bad-');
    const { envelope } = await merchant.call(handlers.cardApply, content);
    expect(envelope).toEqual(failure('110001', expect.stringMatching(/^userReqNo: /)));
  });

  it.each(['cardInfo', 'cardClose', 'cardRecharge', 'cardRefund'] as const)(
    '%s of an unknown card is refused with 120001',
    async (name) => {
      const content = {
        userReqNo: newRequestNo('none'),
        cardId: '1150000000000000',
        authLimitAmount: 1,
        refundAmount: 1,
      };
      expect((await merchant.call(handlers[name], content)).envelope).toEqual(
        failure('120001', 'cardId: no such card'),
      );
    },
  );
});

describe('a fault of the platform', () => {
  const working = (work: () => Promise<object>, deps = fixture.deps) =>
    merchantOperation(catalogue.cardBin, work as never, deps);

  it('is answered with 999999 without details', async () => {
    const handler = working(() => Promise.reject(new Error(`no table for ${merchant.keys[0]}`)));
    expect((await merchant.call(handler, {})).envelope).toEqual(failure('999999', 'system error'));
  });

  it('in the result is answered with 999999', async () => {
    const handler = working(async () => ({ list: [{ openFee: Number.NaN }] }));
    expect((await merchant.call(handler, {})).envelope).toEqual(failure('999999', 'system error'));
  });

  it('before the merchant is known is answered with 999999', async () => {
    const store = {
      ...fixture.deps.store,
      get: () => Promise.reject(new Error('the table is out of reach')),
    };
    const handler = working(async () => ({}), { ...fixture.deps, store });
    expect((await merchant.call(handler, {})).envelope).toEqual(failure('999999', 'system error'));
  });

  it('has no effect on the next request', async () => {
    let calls = 0;
    const handler = working(async () => {
      calls += 1;
      if (calls === 1) throw new ParameterInvalid('field', 'x'.repeat(300));
      return { list: [] };
    });
    expect((await merchant.call(handler, {})).envelope).toEqual(
      failure('110001', `field: ${'x'.repeat(249)}`),
    );
    expect((await merchant.call(handler, {})).result).toEqual({ list: [] });
    const unknown = await invoke(handler, apiEvent('garbage'));
    expect(JSON.parse(unknown.body)).toMatchObject({ errorCode: '100002', userNo: '' });
  });
});
