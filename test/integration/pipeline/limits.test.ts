import { beforeAll, describe, expect, it } from 'vitest';
import { logger } from '../../../shared/lambda/logger.ts';
import { newNumber } from '../../support/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { type ApiMerchant, apiEvent, handlersOf, invoke, openApiMerchant } from './api.ts';

let world: TestPlatform;
let handlers: ReturnType<typeof handlersOf>;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  world = await openTestPlatform();
  handlers = handlersOf(world.platform);
});

const limited = (userNo: string, burst: number) =>
  openApiMerchant(world, userNo, { changes: { requestLimit: { perSecond: 1, burst } } });
const refused = (userNo: string) => ({
  success: false,
  errorCode: '100005',
  errorMsg: 'too many requests',
  result: '',
  userNo,
  async: false,
});
const opening = () => ({
  userReqNo: newNumber('limit'),
  localCurrency: 'USD',
  startDate: '2026-03-01',
  endDate: '2027-03-01',
  authLimitAmount: 100,
  enableCurrencyCheck: 0,
});
const answerTo = async (merchant: ApiMerchant, content: object, changes: object = {}) =>
  (await invoke(handlers.cardApply, apiEvent(merchant.envelope(content, changes)))).body;

describe('a merchant beyond its request limit', () => {
  it('is refused in the envelope, which changes nothing, and served a moment later', async () => {
    const merchant = await limited('60', 2);
    const call = (content: object) => merchant.call(handlers.cardApply, content);
    for (const _ of [1, 2]) expect((await call(opening())).envelope).toMatchObject({ success: true });
    const before = await world.books();
    const third = opening();
    expect((await call(third)).envelope).toEqual(refused('60'));
    expect((await merchant.call(handlers.cardBin, {})).envelope).toEqual(refused('60'));
    expect(await world.books()).toEqual(before);
    world.moveClock(1_000);
    expect((await call(third)).envelope).toMatchObject({ success: true });
    expect((await call(third)).envelope).toEqual(refused('60'));
  });

  it('is refused before its parameters are looked at, and leaves others alone', async () => {
    const [merchant, other] = [await limited('61', 1), await limited('62', 1)];
    expect(JSON.parse(await answerTo(merchant, {}))).toMatchObject({ errorCode: '110001' });
    expect(JSON.parse(await answerTo(merchant, {}))).toEqual(refused('61'));
    expect(JSON.parse(await answerTo(other, opening()))).toMatchObject({ success: true });
  });

  it('pays nothing for what others send under its number', async () => {
    const [merchant, other] = [await limited('63', 1), await limited('64', 1)];
    const dataContent = JSON.parse(other.envelope({})).dataContent;
    for (const _ of [1, 2, 3])
      expect(JSON.parse(await answerTo(merchant, {}, { dataContent }))).toMatchObject({
        errorCode: '100002',
      });
    expect(JSON.parse(await answerTo(merchant, opening()))).toMatchObject({ success: true });
  });
});
