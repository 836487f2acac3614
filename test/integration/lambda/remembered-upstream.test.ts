import type { APIGatewayProxyResult } from 'aws-lambda';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UpstreamClient } from '../../../shared/client/upstream-client.ts';
import { authorize } from '../../../shared/domain/issuing/transactions/authorize/authorize.ts';
import { findUpstream, type Upstream } from '../../../shared/domain/parties/upstream.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { networkOperation } from '../../../shared/lambda/network-operation.ts';
import { exportPem } from '../../../shared/wire/codec/keys.ts';
import { networkAuthorize } from '../../../shared/wire/contract/card-network.ts';
import { capturingLog } from '../../support/fixtures/captured-log.ts';
import { openedCard } from '../../support/fixtures/card-steps.ts';
import { saveUpstream } from '../../support/fixtures/save-parties.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type CountedRounds, countedRounds } from '../../support/stores/counted-rounds.ts';
import { interruptedStore } from '../../support/stores/interrupted-store.ts';
import { openCardNetwork } from '../domain/issuing/transactions/authorize/network-fixture.ts';
import { fetchFrom } from './api-fixture.ts';
import { openWebhookUpstream, type WebhookUpstream } from './webhook-fixture.ts';

let fixture: TestPlatform;
let cardId: string;
let upstream: WebhookUpstream;
/** The function's requests to the store. */
let counted: CountedRounds;
/** What runs concurrently with the next read of the upstream. */
let beside: () => Promise<unknown>;
let client: UpstreamClient;
/** The source address of the client's requests, and the function's last answer. */
let sourceIp: string;
let answer: APIGatewayProxyResult;
let numbers = 300;

beforeAll(async () => {
  fixture = await openTestPlatform();
  cardId = await openedCard(fixture.call(await fixture.merchant('10', 10_000_000n)));
});

beforeEach(async () => {
  logger.setLogLevel('SILENT');
  numbers += 1;
  upstream = await openWebhookUpstream(fixture, String(numbers));
  beside = async () => {};
  sourceIp = '192.0.2.1';
  const { store } = fixture.deps;
  counted = countedRounds({
    ...interruptedStore(store, async () => {}),
    batchGet: async (addresses) => {
      await beside();
      return store.batchGet(addresses);
    },
  });
  const deps = { ...fixture.deps, store: counted.store };
  const handler = networkOperation(networkAuthorize, authorize, deps);
  const { userNo, platformPublicKey } = upstream.upstream;
  client = new UpstreamClient({
    baseUrl: 'http://platform.test',
    userNo,
    privateKey: exportPem(upstream.privateKey),
    platformPublicKey,
    now: deps.now,
    fetch: fetchFrom(() => async ({ requestContext, ...event }, context) => {
      const from = { ...requestContext, identity: { ...requestContext.identity, sourceIp } };
      answer = await handler({ ...event, requestContext: from }, context);
      return answer;
    }),
  });
});

const purchase = async (changes: object = {}) => {
  const { transCurrencyAmt: _, ...request } = await openCardNetwork(fixture).purchase(cardId);
  return client.authorize({ ...request, transCurrencyAmt: 1, ...changes } as never);
};
const change = async (changes: Partial<Upstream>) => {
  const current = await findUpstream(fixture.deps.store, upstream.upstream.userNo);
  await saveUpstream(fixture.deps.store, { ...(current as Upstream), ...changes });
};
const holds = async () =>
  (await fixture.operator.scan('ledger')).filter(({ pk }) => String(pk).startsWith('entry/'));

describe('an upstream that a function remembers', () => {
  it('is decided for in three rounds, and is read in the first of them', async () => {
    await purchase();
    counted.rounds.length = 0;
    expect(await purchase()).toMatchObject({ approved: 1 });
    expect(counted.rounds).toEqual([
      ['vault transactions merchants'],
      ['cards vault merchants ledger'],
      ['transactions transactions cards notifications ledger ledger'],
    ]);
  });

  it('is refused as soon as it is disabled, though it is remembered', async () => {
    await purchase();
    await change({ enabled: false });
    const before = await holds();
    await expect(purchase()).rejects.toMatchObject({ errorCode: '100002' });
    expect(await holds()).toEqual(before);
  });

  it('gets no signature when it is disabled, whatever the remembered record refused', async () => {
    await change({ allowedAddresses: [sourceIp] });
    await purchase();
    sourceIp = '203.0.113.7';
    await expect(purchase()).rejects.toMatchObject({ errorCode: '100003' });
    expect(answer.headers).toHaveProperty('signature');
    await change({ enabled: false });
    await expect(purchase()).rejects.toMatchObject({ errorCode: '100002' });
    expect(answer.headers).not.toHaveProperty('signature');
  });

  it.each<[string, Partial<Upstream>, string]>([
    ['right', { types: ['trade_fee'] }, '110002'],
    ['BIN range', { binRangeIds: ['M1'] }, '110002'],
    ['address', { allowedAddresses: ['203.0.113.7'] }, '100003'],
  ])('is refused by its current %s, also when that changes while it is decided', async (_, changes, code) => {
    await purchase();
    const before = await holds();
    beside = async () => {
      beside = async () => {};
      await change(changes);
    };
    await expect(purchase()).rejects.toMatchObject({ errorCode: code });
    await expect(purchase()).rejects.toMatchObject({ errorCode: code });
    expect(await holds()).toEqual(before);
  });

  it('is let in by what it was given since it was remembered', async () => {
    await change({ types: ['trade_fee'] });
    await expect(purchase()).rejects.toMatchObject({ errorCode: '110002' });
    await change({ types: ['authorize'] });
    expect(await purchase()).toMatchObject({ approved: 1 });
  });

  it('gets no refusal of its request’s content before its current record is read', async () => {
    await purchase();
    await expect(purchase({ transCurrencyAmt: 1.234 })).rejects.toMatchObject({ errorCode: '110001' });
    await change({ enabled: false });
    await expect(purchase({ transCurrencyAmt: 1.234 })).rejects.toMatchObject({ errorCode: '100002' });
    await change({ enabled: true });
    await purchase();
    await change({ enabled: false });
    await expect(purchase({ merchantName: undefined })).rejects.toMatchObject({ errorCode: '100002' });
  });
});

it('a decision’s line in the log has its times and nothing of the card', async () => {
  const request = await openCardNetwork(fixture).purchase(cardId);
  logger.setLogLevel('INFO');
  const { lines, text } = await capturingLog(() => purchase());
  expect(lines.filter(({ message }) => message === 'answered')).toEqual([
    expect.objectContaining({
      operation: 'network/authorize',
      received: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      readMs: expect.any(Number),
      decidedMs: expect.any(Number),
      answeredMs: expect.any(Number),
    }),
  ]);
  expect(text).not.toContain(request.cardNo);
});
