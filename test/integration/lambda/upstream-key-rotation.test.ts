import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { upstreamCommand } from '../../../infra/cli/upstream.ts';
import { ResponseUnreadable } from '../../../shared/client/client-errors.ts';
import { UpstreamClient } from '../../../shared/client/upstream-client.ts';
import { authorize } from '../../../shared/domain/issuing/transactions/authorize/authorize.ts';
import { findUpstream } from '../../../shared/domain/parties/upstream.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { networkOperation } from '../../../shared/lambda/network-operation.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import { exportPem, generateRsaKeyPair } from '../../../shared/wire/codec/keys.ts';
import { networkAuthorize } from '../../../shared/wire/contract/card-network.ts';
import { openTestPlatform, START, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { fetchFrom } from './api-fixture.ts';
import { openWebhookUpstream, webhookHandler } from './webhook-fixture.ts';

const DAY = 86_400_000;

let fixture: TestPlatform;
let folder: string;
let handlers: Record<string, ApiGatewayHandler>;
const file = (name: string) => join(folder, name);
const operator = (...args: string[]) => upstreamCommand(args, { ...fixture.operator, deps: fixture.deps });
const moveTo = (time: number) => fixture.moveClock(time - fixture.deps.now());

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  folder = await mkdtemp(join(inject('scratchDir'), 'rotation-'));
  handlers = {
    '/webhook/trade_fee': webhookHandler(fixture, 'trade_fee', async () => undefined),
    '/network/authorize': networkOperation(networkAuthorize, authorize, fixture.deps),
  };
});

const fee = {
  cardId: '1000000000000001',
  opType: 99,
  receiptNo: '1000000000000003',
  recordNo: '1000000000000002',
  userNo: '10',
  realCcy: 'USD',
  realFee: '0.30',
  createAt: '2026-03-01 10:00:00',
};
const purchase = {
  networkId: 'purchase-1',
  cardNo: '4999001000000015',
  cvv2: '123',
  expiry: '2029-03',
  transCurrency: 'USD',
  transCurrencyAmt: 20,
  merchantName: 'Coffee House',
};

/** Creates an upstream, and clients for any keys. */
async function openRotating(userNo: string) {
  moveTo(START);
  const { upstream, privateKey } = await openWebhookUpstream(fixture, userNo);
  const clientWith = (platformPublicKey: string | string[], ownKey = exportPem(privateKey)) =>
    new UpstreamClient({
      baseUrl: 'http://platform.test',
      userNo,
      privateKey: ownKey,
      platformPublicKey,
      now: fixture.deps.now,
      fetch: fetchFrom((path) => handlers[path] ?? expect.fail('no such door')),
    });
  return { platformKey: upstream.platformPublicKey, clientWith };
}

describe('of an upstream', () => {
  it('both keys are accepted at webhooks and network operations in the overlap, and the new one alone afterwards', async () => {
    const pair = await generateRsaKeyPair(2048);
    writeFileSync(file('next.pem'), pair.publicKey);
    const { platformKey, clientWith } = await openRotating('95');
    const [before, after] = [clientWith(platformKey), clientWith(platformKey, pair.privateKey)];
    const isTaken = async (client: UpstreamClient) => {
      await client.send('trade_fee', fee);
      expect(await client.authorize(purchase)).toMatchObject({ approved: 0, respCode: '200001' });
    };
    const isRefused = async (client: UpstreamClient) => {
      await expect(client.send('trade_fee', fee)).rejects.toMatchObject({ status: 401, errorCode: '100002' });
      await expect(client.authorize(purchase)).rejects.toMatchObject({ errorCode: '100002' });
    };
    await isTaken(before);
    await isRefused(after);
    await operator('rotate-key', '95', '--key', file('next.pem'));
    for (const at of [START, START + 7 * DAY - 1]) {
      moveTo(at);
      await isTaken(before);
      await isTaken(after);
    }
    moveTo(START + 7 * DAY);
    await isRefused(before);
    await isTaken(after);
    await operator('enable', '95');
    expect(await findUpstream(fixture.deps.store, '95')).toMatchObject({ publicKey: pair.publicKey });
    await isTaken(after);
  });

  it('authorizations are answered with the platform’s next key once it is active', async () => {
    const { platformKey, clientWith } = await openRotating('96');
    await operator('rotate-platform-key', '96', '--platform-key', file('platform.pem'), '--key-bits', '1024');
    const nextKey = readFileSync(file('platform.pem'), 'utf8');
    const [before, after] = [clientWith(platformKey), clientWith(nextKey)];
    const both = clientWith([platformKey, nextKey]);
    const isReadable = async (client: UpstreamClient) =>
      expect(await client.authorize(purchase)).toMatchObject({ approved: 0 });
    const isUnreadable = (client: UpstreamClient) =>
      expect(client.authorize(purchase)).rejects.toThrow(ResponseUnreadable);
    await isReadable(before);
    await isReadable(both);
    await isUnreadable(after);
    await operator('activate-platform-key', '96');
    await isUnreadable(before);
    await isReadable(both);
    await isReadable(after);
  });
});
