import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../infra/demo/seed/seed.ts';
import { catalogue, type OperationName } from '../../shared/wire/contract/catalogue.ts';
import type { Operation } from '../../shared/wire/contract/operations/operation.ts';
import { type CaseContext, type Content, requestNumber } from '../support/cases/case.ts';
import { cases } from '../support/cases/cases.ts';
import { OWN_RANGE, UNKNOWN_ID } from '../support/cases/opened-cards.ts';
import { EXPENSIVE_RANGE } from '../support/cases/pcc.ts';
import { sharedDeployment } from '../support/clouds/deployment.ts';
import { refusalCode } from '../support/fixtures/cards-over-http.ts';
import { openCoinNetworks } from '../support/fixtures/dpt.ts';
import { openMerchant } from '../support/fixtures/merchant.ts';
import { openUpstream } from '../support/fixtures/upstream.ts';

// Requests as in the documentation of the API family and of its clients (contract section 2): every unused criterion as
// "" or null, numbers as text and digits as numbers, dates without a time, ids as long as a Java long.

const deployment = sharedDeployment();
let context: CaseContext;

const names = Object.keys(catalogue) as OperationName[];
const entry = (name: OperationName): Operation => catalogue[name];
const call = (name: OperationName, request: Content): Promise<object> =>
  context.merchant.client.call(name, request as never) as Promise<object>;

/**
 * Returns a request of the operation that succeeds. Its period, if any, is over, so that the answer does not change.
 */
async function requestOf(name: OperationName): Promise<Content> {
  const request = await cases[name].request(context);
  return 'beginTime' in entry(name).request.shape ? { ...request, ...PAST } : request;
}
const PAST = { beginTime: '2026-01-01 00:00:00', endTime: '2026-01-02 23:59:59' };

/** Returns the answer to the request, after its order, if any, is final. */
async function answerTo(name: OperationName, request: Content): Promise<object> {
  const answer = await call(name, request);
  if ('orderId' in answer && entry(name).async) await context.merchant.awaitOrder(String(answer.orderId));
  return settled(answer);
}

/** Returns the answer without the fields of a quote, which are new each time. */
function settled(answer: object): object {
  const { quoteId: _, quoteTime: __, expireTime: ___, ...stays } = answer as Record<string, unknown>;
  return stays;
}

/** Returns the request with `absent` as the value of every missing field. */
function padded(name: OperationName, request: Content, absent: unknown): Content {
  const left = Object.keys(entry(name).request.shape).filter((field) => request[field] === undefined);
  return { ...Object.fromEntries(left.map((field) => [field, absent])), ...request };
}

/** Fields that stay text: names, addresses, dates and card numbers. All other texts of digits are numbers. */
const TEXTS = new Set([
  'userReqNo',
  'billingZipCode',
  'certificateNo',
  'cardNo',
  'cardAlias',
  'cardLabel',
  'remark',
]);
const asNumber = (field: string, value: unknown): unknown =>
  typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) && !TEXTS.has(field) ? Number(value) : value;
const asText = (_: string, value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
const withValues = (request: Content, change: (field: string, value: unknown) => unknown): Content =>
  Object.fromEntries(Object.entries(request).map(([field, value]) => [field, change(field, value)]));

beforeAll(async () => {
  const demo = DEMO_RANGES.map(({ binRangeId }) => binRangeId);
  const changes = { binRangeIds: [...demo, OWN_RANGE.binRangeId, EXPENSIVE_RANGE] };
  const [merchant, otherMerchant] = await Promise.all([
    openMerchant(deployment, { usd: 100_000_000n, changes }),
    openMerchant(deployment),
  ]);
  context = { deployment, merchant, otherMerchant, upstream: await openUpstream(deployment) };
  await openCoinNetworks(deployment.operator.deps.store);
});
afterAll(async () => {
  await Promise.all([context.merchant.close(), context.otherMerchant.close()]);
  deployment.operator.close();
});

describe.each(names)('%s', (name) => {
  const fields = Object.keys(entry(name).request.shape);

  it('gives the same answer to "" and null for absent fields, numbers as text and digits as numbers', async () => {
    const request = await requestOf(name);
    const plain = await answerTo(name, request);
    const same = [
      padded(name, request, ''),
      padded(name, request, null),
      withValues(request, asText),
      withValues(request, asNumber),
    ];
    for (const other of same) expect(settled(await call(name, other))).toEqual(plain);
  });

  it.runIf(fields.includes('beginTime'))(
    'accepts dates as whole days, and refuses a period that ends before it begins',
    async () => {
      const request = await requestOf(name);
      const dates = { beginTime: '2026-01-01', endTime: '2026-01-02' };
      expect(await call(name, { ...request, ...dates })).toEqual(await call(name, request));
      expect(
        await refusalCode(call(name, { ...request, beginTime: '2026-01-02', endTime: '2026-01-01' })),
      ).toBe('110001');
      const backwards = { beginTime: '2026-01-01 00:00:01', endTime: '2026-01-01 00:00:00' };
      expect(await refusalCode(call(name, { ...request, ...backwards }))).toBe('110001');
    },
  );

  const ids = fields.filter((field) => /(Id|orderNo|recordNo)$/.test(field) && field !== 'binRangeId');
  it.runIf(ids.length > 0)('answers an id of the maximum length like an unknown one', async () => {
    const request = await requestOf(name);
    for (const field of ids) {
      const requested = (id: string) => {
        const numbered = 'userReqNo' in request && { userReqNo: requestNumber() };
        return refusalCode(call(name, { ...request, ...numbered, [field]: id }));
      };
      const code = await requested('9223372036854775807');
      expect(code).toBe(await requested(UNKNOWN_ID));
      expect(code).not.toBe('110001');
    }
  });
});

it('opens a card with the request that the documentation of the family prints', async () => {
  const [range] = DEMO_RANGES;
  const { orderId } = (await call('cardApply', {
    userReqNo: requestNumber(),
    localCurrency: 'USD',
    channelType: '1',
    authLimitAmount: '100',
    enableMultiUse: '',
    enableCurrencyCheck: '0',
    cardAlias: '',
    binRangeId: range?.cardBin,
    groupId: '',
    cardUserId: '',
    sceneCode: '',
    airLineCode: '',
    ...openable(),
  })) as { orderId: string };
  expect(await context.merchant.awaitOrder(orderId)).toMatchObject({ status: 1, opType: 15 });
});

/** Returns the dates of a new card: today, and a year from today, in the platform's zone. */
function openable() {
  const day = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
  return { startDate: day(Date.now()), endDate: day(Date.now() + 365 * 86_400_000) };
}
