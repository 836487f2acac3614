import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../infra/demo/seed/seed.ts';
import { catalogue, type OperationName } from '../../shared/wire/contract/catalogue.ts';
import type { Operation } from '../../shared/wire/contract/operations/operation.ts';
import type { ErrorCode } from '../../shared/wire/errors.ts';
import type { CaseContext, Content, RequestFactory } from '../support/cases/case.ts';
import { cases } from '../support/cases/cases.ts';
import { OWN_RANGE } from '../support/cases/opened-cards.ts';
import { EXPENSIVE_RANGE } from '../support/cases/pcc.ts';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { refusalCode } from '../support/fixtures/cards-over-http.ts';
import { openCoinNetworks } from '../support/fixtures/dpt.ts';
import { openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';
import { saveMerchant } from '../support/fixtures/save-parties.ts';
import { openUpstream } from '../support/fixtures/upstream.ts';

const deployment = sharedDeployment();
let context: CaseContext;

/** A single request cannot cause contention; the domain's tests do. */
const CONTENTION_ERROR: ErrorCode = '130001';
/** Tested for all operations with a request number alike. */
const REUSED: ErrorCode = '110009';

const names = Object.keys(catalogue) as OperationName[];
const entry = (name: OperationName): Operation => catalogue[name];
const takesNumber = (name: OperationName) => 'userReqNo' in entry(name).request.shape && cases[name].other;
const call = (merchant: TestMerchant, name: OperationName, request: Content): Promise<object> =>
  merchant.client.call(name, request as never) as Promise<object>;
const balances = () => call(context.merchant, 'accountBalance', {});

/** Returns the answer to the merchant's request, after its order, if any, is final. */
async function settled(name: OperationName, request: Content): Promise<object> {
  const answer = await call(context.merchant, name, request);
  if ('orderId' in answer && entry(name).async) await context.merchant.awaitOrder(String(answer.orderId));
  return answer;
}

const answered = async (...request: Parameters<typeof fetch>) =>
  (await (await fetch(...request)).json()) as { userNo: string; errorCode?: string };

beforeAll(async () => {
  const usd = 100_000_000n;
  const demo = DEMO_RANGES.map(({ binRangeId }) => binRangeId);
  const changes = { binRangeIds: [...demo, OWN_RANGE.binRangeId, EXPENSIVE_RANGE] };
  const [merchant, otherMerchant] = await Promise.all([
    openMerchant(deployment, { usd, changes }),
    openMerchant(deployment),
  ]);
  context = { deployment, merchant, otherMerchant, upstream: await openUpstream(deployment) };
  await openCoinNetworks(deployment.operator.deps.store);
});

// A case may have changed the merchant's record.
afterEach(() => saveMerchant(deployment.operator.deps.store, context.merchant.record));

afterAll(async () => {
  await Promise.all([context.merchant.close(), context.otherMerchant.close()]);
  deployment.operator.close();
});

describe.each(names)('%s', (name) => {
  const { request, answers = {}, refusals, other, foreign } = cases[name];

  it('succeeds with a result that fits its schema', async () => {
    const result = await settled(name, await request(context));
    expect(entry(name).result.safeParse(result).error?.issues).toBeUndefined();
    expect(result).toMatchObject(answers);
  });

  it('has a case for each of its refusals', () => {
    const expected = entry(name).refusals.filter((code) => code !== CONTENTION_ERROR && code !== REUSED);
    expect(Object.keys(refusals).sort()).toEqual([...expected].sort());
  });

  for (const [code, make] of Object.entries(refusals) as [ErrorCode, RequestFactory][]) {
    it(`\`is refused with ${code}, and moves nothing\``, async () => {
      const content = await make(context);
      const before = await balances();
      expect(await refusalCode(call(context.merchant, name, content))).toBe(code);
      expect(await balances()).toEqual(before);
    });
  }

  it.runIf(takesNumber(name))(
    'returns the first result to a repeat, and refuses other content under the same number',
    async () => {
      const content = await request(context);
      const first = await call(context.merchant, name, content);
      if ('orderId' in first && entry(name).async) await context.merchant.awaitOrder(String(first.orderId));
      const before = await balances();
      expect(await call(context.merchant, name, content)).toEqual(first);
      expect(await refusalCode(call(context.merchant, name, other?.(content) ?? {}))).toBe(REUSED);
      expect(await balances()).toEqual(before);
    },
  );

  it('changes nothing when its captured request is replayed, and refuses it at another path', async () => {
    await settled(name, await request(context));
    const [url, captured] = context.merchant.captured();
    const before = await balances();
    const again = await answered(url, captured);
    // The repeat of a final change, or of one without a request number, may be refused by the current state.
    expect(again.userNo).toBe(context.merchant.userNo);
    const otherOperation = names[(names.indexOf(name) + 1) % names.length] ?? name;
    const other = new URL(entry(otherOperation).path, String(url));
    expect(await answered(other, captured)).toMatchObject({ errorCode: '100002' });
    expect(await balances()).toEqual(before);
  });

  it('shows nothing to another merchant and changes nothing for it', async () => {
    const content = await request(context);
    const before = await balances();
    const requested = call(context.otherMerchant, name, content);
    if (foreign === 'refused') expect(await refusalCode(requested)).toBe('120001');
    else if (foreign === 'empty') expect(await requested).toMatchObject({ list: [] });
    else if (foreign === 'separate')
      expect(inCommon(await requested, await call(context.merchant, name, content))).toEqual([]);
    else expect(await answerTo(requested)).not.toContain(context.merchant.userNo);
    expect(await balances()).toEqual(before);
  });
});

/** Returns the rows that are in both pages. */
function inCommon(...pages: object[]): unknown[] {
  const [own, others] = pages.map((page) =>
    (page as { list: object[] }).list.map((row) => JSON.stringify(row)),
  );
  return (own ?? []).filter((row) => others?.includes(row));
}

/** Returns the answer in clear, or the code of the refusal. */
async function answerTo(requested: Promise<object>): Promise<string> {
  const refused = await refusalCode(requested);
  return refused ?? JSON.stringify(await requested);
}

it('leaves clean books', async () => {
  expect(await auditDifferences(deployment, context.merchant.userNo)).toEqual([]);
});
