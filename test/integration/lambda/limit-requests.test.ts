import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../shared/lambda/logger.ts';
import { merchantOperation } from '../../../shared/lambda/merchant-operation.ts';
import { catalogue } from '../../../shared/wire/contract/catalogue.ts';
import { signRequest } from '../../../shared/wire/signatures/signed-request.ts';
import { newRequestNo } from '../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import {
  type ApiMerchant,
  apiEvent,
  type EventOptions,
  handlersOf,
  invoke,
  openApiMerchant,
} from './api-fixture.ts';

let fixture: TestPlatform;
let handlers: ReturnType<typeof handlersOf>;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  handlers = handlersOf(fixture.deps);
});

afterEach(() => {
  vi.restoreAllMocks();
});

const limited = (userNo: string, burst: number) =>
  openApiMerchant(fixture, userNo, { changes: { requestLimit: { perSecond: 1, burst } } });
const refused = (userNo: string) => ({
  success: false,
  errorCode: '100005',
  errorMsg: 'too many requests',
  result: '',
  userNo,
  async: false,
});
const opening = () => ({
  userReqNo: newRequestNo('limit'),
  localCurrency: 'USD',
  startDate: '2026-03-01',
  endDate: '2027-03-01',
  authLimitAmount: 100,
  enableCurrencyCheck: 0,
});
const answerTo = async (merchant: ApiMerchant, content: object, changes: object = {}) =>
  (await invoke(handlers.cardApply, apiEvent(merchant.envelope(content, changes)))).body;

describe('a merchant beyond its request limit', () => {
  it('is refused in the envelope without effect, and served a second later', async () => {
    const merchant = await limited('60', 2);
    const call = (content: object) => merchant.call(handlers.cardApply, content);
    for (const _ of [1, 2]) expect((await call(opening())).envelope).toMatchObject({ success: true });
    const before = await fixture.snapshot();
    const third = opening();
    expect((await call(third)).envelope).toEqual(refused('60'));
    expect((await merchant.call(handlers.cardBin, {})).envelope).toEqual(refused('60'));
    expect(await fixture.snapshot()).toEqual(before);
    fixture.moveClock(1_000);
    expect((await call(third)).envelope).toMatchObject({ success: true });
    expect((await call(opening())).envelope).toEqual(refused('60'));
  });

  it('is refused before its parameters are checked, and does not affect other merchants', async () => {
    const [merchant, other] = [await limited('61', 1), await limited('62', 1)];
    expect(JSON.parse(await answerTo(merchant, {}))).toMatchObject({ errorCode: '110001' });
    expect(JSON.parse(await answerTo(merchant, { cardAlias: 1 }))).toEqual(refused('61'));
    expect(JSON.parse(await answerTo(other, opening()))).toMatchObject({ success: true });
  });

  it('loses no tokens to requests of others under its userNo', async () => {
    const [merchant, other] = [await limited('63', 1), await limited('64', 1)];
    const dataContent = JSON.parse(other.envelope({})).dataContent;
    for (const _ of [1, 2, 3])
      expect(JSON.parse(await answerTo(merchant, {}, { dataContent }))).toMatchObject({
        errorCode: '100002',
      });
    expect(JSON.parse(await answerTo(merchant, opening()))).toMatchObject({ success: true });
  });
});

/** Returns the answer to a body from an address. */
const answerFrom = async (sourceIp: string, body: string, sent: EventOptions = {}): Promise<string> => {
  const { errorCode = 'success' } = JSON.parse(
    (await invoke(handlers.cardApply, apiEvent(body, { sourceIp, ...sent }))).body,
  );
  return errorCode;
};
/** Returns the path and headers of a body that its merchant signs. */
const signedBy = ({ signer }: ApiMerchant, body: string): EventOptions => {
  const { path } = catalogue.cardApply;
  const moment = { now: fixture.deps.now(), nonce: '0123456789abcdef' };
  return { path, headers: { ...signRequest({ method: 'POST', path, body }, signer, moment) } };
};
const times = async (count: number, ask: () => Promise<string>): Promise<string[]> => {
  const answers: string[] = [];
  for (let request = 0; request < count; request += 1) answers.push(await ask());
  return answers;
};
const [HOME, OTHER] = ['192.0.2.1', '198.51.100.9'];

describe('a captured request', () => {
  it('that is replayed takes no tokens of its merchant, and is limited by its source address', async () => {
    const merchant = await limited('65', 3);
    const seen = merchant.envelope(opening());
    expect(await answerFrom(HOME, seen)).toBe('success');
    const replays = await times(5, () => answerFrom(OTHER, seen));
    expect(replays).toEqual(['success', 'success', 'success', '100005', '100005']);
    expect(await answerFrom(HOME, merchant.envelope(opening()))).toBe('success');
    // The merchant's own repeat still gets its result.
    expect(await answerFrom(HOME, seen)).toBe('success');
    expect(await answerFrom(HOME, merchant.envelope(opening()))).toBe('success');
    expect(await answerFrom(HOME, merchant.envelope(opening()))).toBe('100005');
    fixture.moveClock(1_000);
    expect(await times(2, () => answerFrom(OTHER, seen))).toEqual(['success', '100005']);
  });

  it('is recognised however its hex is written', async () => {
    const merchant = await limited('66', 1);
    const { dataContent, ...envelope } = JSON.parse(merchant.envelope(opening()));
    const upper = JSON.stringify({ ...envelope, dataContent: dataContent.toUpperCase() });
    expect(await answerFrom(HOME, JSON.stringify({ ...envelope, dataContent }))).toBe('success');
    expect(await answerFrom(OTHER, upper)).toBe('success');
    expect(await answerFrom(OTHER, upper)).toBe('100005');
  });

  it('that was refused beyond the limit takes a token when it is repeated', async () => {
    const merchant = await limited('67', 1);
    const [first, second] = [merchant.envelope(opening()), merchant.envelope(opening())];
    expect(await answerFrom(HOME, first)).toBe('success');
    expect(await times(2, () => answerFrom(HOME, second))).toEqual(['100005', '100005']);
    fixture.moveClock(1_000);
    expect(await answerFrom(HOME, second)).toBe('success');
    expect(await answerFrom(HOME, merchant.envelope(opening()))).toBe('100005');
  });
});

describe('requests that no key opens', () => {
  /** Returns a handler that admits three failures of an address at once and one per second; `used` counts the reads. */
  const strict = () => {
    const reads = (['get', 'getMany', 'query', 'count'] as const).map((name) =>
      vi.spyOn(fixture.deps.store, name),
    );
    const deps = { ...fixture.deps, failedSignInLimit: { perSecond: 1, burst: 3 } };
    const { cardApply } = handlersOf(deps);
    const ask = async (sourceIp: string, body: string): Promise<string> =>
      JSON.parse((await invoke(cardApply, apiEvent(body, { sourceIp }))).body).errorCode ?? 'success';
    return { ask, used: () => reads.reduce((sum, { mock }) => sum + mock.calls.length, 0) };
  };
  const unreadable = (userNo: string) =>
    JSON.stringify({ version: '1.0.0', userNo, dataType: 'JSON', dataContent: '00'.repeat(128) });

  it('are refused without a read of the tables once an address has sent too many, whatever userNo they claim', async () => {
    const { ask, used } = strict();
    const named = await limited('68', 5);
    expect(await times(3, () => ask(OTHER, unreadable('68')))).toEqual(['100002', '100002', '100002']);
    const before = used();
    expect(await ask(OTHER, unreadable('68'))).toBe('100005');
    expect(await ask(OTHER, unreadable('699'))).toBe('100005');
    expect(used()).toBe(before);
    expect(await ask(HOME, named.envelope(opening()))).toBe('success');
    expect(await ask(HOME, unreadable('68'))).toBe('100002');
    fixture.moveClock(1_000);
    expect(await times(2, () => ask(OTHER, unreadable('68')))).toEqual(['100002', '100005']);
  });

  it.each([
    ['', '75'],
    ['{"no":1}', '76'],
    ['[', '77'],
    ['{"userNo":"68"}', '78'],
  ])('are refused likewise when they are no envelope: %j', async (body, userNo) => {
    const { ask, used } = strict();
    const known = await limited(userNo, 5);
    const before = used();
    expect(await times(5, () => ask(OTHER, body))).toEqual([
      ...Array(3).fill('100002'),
      ...Array(2).fill('100005'),
    ]);
    expect(await ask(OTHER, known.envelope(opening()))).toBe('100005');
    expect(used()).toBe(before);
    expect(await ask(HOME, body)).toBe('100002');
    fixture.moveClock(1_000);
    expect(await times(2, () => ask(OTHER, body))).toEqual(['100002', '100005']);
    fixture.moveClock(1_000);
    expect(await ask(OTHER, known.envelope(opening()))).toBe('success');
    await times(4, () => ask(OTHER, body));
    expect(await ask(OTHER, known.envelope(opening()))).toBe('success');
  });

  it('do not affect a merchant that has signed in from the same address', async () => {
    const { ask } = strict();
    const [known, unknown] = [await limited('69', 9), await limited('70', 9)];
    expect(await ask(OTHER, known.envelope(opening()))).toBe('success');
    await times(9, () => ask(OTHER, unreadable('71')));
    expect(await ask(OTHER, unreadable('71'))).toBe('100005');
    expect(await ask(OTHER, known.envelope(opening()))).toBe('success');
    expect(await ask(OTHER, unknown.envelope(opening()))).toBe('100005');
  });

  it('include those of a merchant from an address that is not allowed', async () => {
    const { ask } = strict();
    const listed = await openApiMerchant(fixture, '72', { changes: { allowedAddresses: [HOME] } });
    const request = await times(4, () => ask(OTHER, listed.envelope(opening())));
    expect(request).toEqual(['100003', '100003', '100003', '100005']);
    expect(await ask(HOME, listed.envelope(opening()))).toBe('success');
  });
});

describe('a request that is too long for one without images', () => {
  it.each([
    ['unsigned', '73', false],
    ['signed', '79', true],
  ])('is refused before a key is used: %s', async (_, userNo, requireSignature) => {
    const merchant = await openApiMerchant(fixture, userNo, { changes: { requireSignature } });
    const answer = (content: object) => {
      const body = merchant.envelope(content);
      return answerFrom(HOME, body, requireSignature ? signedBy(merchant, body) : {});
    };
    const { counterpartyKeys } = fixture.deps;
    const keys = [vi.spyOn(counterpartyKeys, 'publicKeys'), vi.spyOn(counterpartyKeys, 'requestKeys')];
    expect(await answer({ ...opening(), cardAlias: 'x'.repeat(64 * 1024) })).toBe('100002');
    for (const spy of keys) expect(spy).not.toHaveBeenCalled();
    expect(await answer({ ...opening(), remark: 'x'.repeat(42_000) })).toBe('success');
    for (const spy of keys) expect(spy).toHaveBeenCalled();
  });

  it('is accepted by an operation with images', async () => {
    const merchant = await limited('74', 5);
    const apply = merchantOperation(
      catalogue.cardholderApply,
      async () => ({ cardUserId: '1', status: 1 }),
      fixture.deps,
    );
    const content = { certificateFrontImageBase64: 'A'.repeat(120_000) };
    const { body } = await invoke(apply, apiEvent(merchant.envelope(content), { sourceIp: HOME }));
    expect(JSON.parse(body).errorCode).toBe('110001');
  });
});
