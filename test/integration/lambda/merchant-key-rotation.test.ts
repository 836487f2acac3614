import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { merchantCommand } from '../../../infra/cli/merchant.ts';
import { MerchantClient, type MerchantClientOptions } from '../../../shared/client/client.ts';
import { NotificationUnreadable, ResponseUnreadable } from '../../../shared/client/client-errors.ts';
import { AccessRefused } from '../../../shared/client/refusals.ts';
import { deliver } from '../../../shared/domain/delivery/deliver.ts';
import { findMerchant } from '../../../shared/domain/parties/merchant.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import type { RequestCipher } from '../../../shared/wire/codec/envelope.ts';
import { fingerprintOf, generateRsaKeyPair, type RsaKeyPairPem } from '../../../shared/wire/codec/keys.ts';
import { openedCard } from '../../support/fixtures/card-steps.ts';
import { openTestPlatform, START, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, fetchFrom, handlersOf, openApiMerchant } from './api-fixture.ts';

const DAY = 86_400_000;

let fixture: TestPlatform;
let handler: ApiGatewayHandler;
let folder: string;
let opened = 0;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  handler = handlersOf(fixture.deps).accountBalance;
  folder = await mkdtemp(join(inject('scratchDir'), 'rotation-'));
});

const operator = (...args: string[]) => merchantCommand(args, { ...fixture.operator, deps: fixture.deps });
const moveTo = (time: number) => fixture.moveClock(time - fixture.deps.now());
const recordOf = (userNo: string) => findMerchant(fixture.deps.store, userNo);

/** Creates a merchant with its own key pair, and clients for any keys. */
async function openRotating(cipher: RequestCipher = 'merchant-private') {
  moveTo(START);
  opened += 1;
  const userNo = String(80 + opened);
  const changes = { notifyUrl: 'https://shop.example/' };
  const api: ApiMerchant = await openApiMerchant(fixture, userNo, { cipher, changes });
  const [ownKey = ''] = api.keys;
  const clientWith = (
    platformPublicKey: MerchantClientOptions['platformPublicKey'],
    merchantPrivateKey = ownKey,
  ) =>
    new MerchantClient({
      baseUrl: 'http://platform.test',
      userNo,
      requestCipher: cipher,
      merchantPrivateKey,
      platformPublicKey,
      retry: { maxAttempts: 1 },
      now: fixture.deps.now,
      fetch: fetchFrom(() => handler),
    });
  return { userNo, merchant: api.merchant, ownKey, platformKey: api.merchant.platformPublicKey, clientWith };
}

const balance = (client: MerchantClient) => client.call('accountBalance', { currency: 'USD' });
const succeeds = async (client: MerchantClient) =>
  expect((await balance(client)).list).toMatchObject([{ accountType: 1, currency: 'USD' }]);
/** Expects the uniform answer to a caller that is not authenticated. */
const isRefused = (client: MerchantClient) =>
  expect(balance(client)).rejects.toMatchObject({
    constructor: AccessRefused,
    errorCode: '100002',
    message: expect.stringContaining('authentication failed'),
  });
const isUnreadable = (client: MerchantClient) => expect(balance(client)).rejects.toThrow(ResponseUnreadable);

describe("a merchant's key is rotated:", () => {
  let pair: RsaKeyPairPem;
  const file = () => join(folder, 'their-next.pem');
  beforeEach(async () => {
    pair = await generateRsaKeyPair(2048);
    writeFileSync(file(), pair.publicKey);
  });

  it('both keys are accepted in the overlap, and afterwards the old one is refused like an unknown one', async () => {
    const { userNo, ownKey, platformKey, clientWith } = await openRotating();
    const [before, after] = [clientWith(platformKey), clientWith(platformKey, pair.privateKey)];
    await succeeds(before);
    await isRefused(after);
    await operator('rotate-key', userNo, '--key', file(), '--overlap-days', '3');
    for (const at of [START, START + 3 * DAY - 1]) {
      moveTo(at);
      await succeeds(before);
      await succeeds(after);
    }
    moveTo(START + 3 * DAY);
    await isRefused(before);
    await succeeds(after);
    const otherKey = clientWith(platformKey, (await generateRsaKeyPair(1024)).privateKey);
    const answers = await Promise.all([before, otherKey].map((client) => balance(client).catch(String)));
    expect(answers[0]).toBe(answers[1]);
    expect(ownKey).not.toBe(pair.privateKey);
  });

  it('the old key leaves the record with the next command after the overlap', async () => {
    const { userNo, merchant } = await openRotating();
    await operator('rotate-key', userNo, '--key', file());
    moveTo(START + 7 * DAY - 1);
    await operator('enable', userNo);
    expect((await recordOf(userNo))?.publicKey).toBe(merchant.publicKey);
    moveTo(START + 7 * DAY);
    await operator('enable', userNo);
    expect(await recordOf(userNo)).toEqual({
      ...merchant,
      pk: `merchant/${userNo}`,
      publicKey: pair.publicKey,
      version: 5,
    });
  });
});

describe("the platform's key is rotated:", () => {
  /** Returns the bodies of the notification of a card's opening. */
  async function notified(userNo: string): Promise<string> {
    const merchant = await recordOf(userNo);
    if (!merchant) throw new Error(`there is no merchant ${userNo}`);
    const bodies: string[] = [];
    const cardId = await openedCard(fixture.call(merchant), { startDate: '2026-03-10' });
    const post = async (_: string, body: string) => {
      bodies.push(body);
      return { status: 200, body: 'SUCCESS' };
    };
    await deliver(fixture.deps, post, `${userNo}/card_operate/${cardId}`);
    expect(bodies).toHaveLength(1);
    return bodies[0] ?? '';
  }
  const opens = (client: MerchantClient, body: string) =>
    expect(client.openNotification(body)).toMatchObject({ type: 'card_operate' });
  const cannotOpen = (client: MerchantClient, body: string) =>
    expect(() => client.openNotification(body)).toThrow(NotificationUnreadable);

  async function rotate(userNo: string, ...more: string[]): Promise<string> {
    const file = join(folder, `platform-${userNo}.pem`);
    await operator('rotate-platform-key', userNo, '--platform-key', file, '--key-bits', '1024', ...more);
    return readFileSync(file, 'utf8');
  }

  it('answers and notifications are sealed with the next key from the given time on', async () => {
    const { userNo, merchant, platformKey, clientWith } = await openRotating();
    const nextKey = await rotate(userNo, '--from', '2026-03-03 10:00:00', '--overlap-days', '1');
    expect(nextKey).not.toBe(platformKey);
    const clients = {
      before: clientWith(platformKey),
      after: clientWith([nextKey]),
      both: clientWith([platformKey, nextKey]),
    };
    for (const at of [START, START + 2 * DAY - 1]) {
      moveTo(at);
      await succeeds(clients.before);
      await succeeds(clients.both);
      await isUnreadable(clients.after);
    }
    const early = await notified(userNo);
    opens(clients.before, early);
    opens(clients.both, early);
    cannotOpen(clients.after, early);
    for (const at of [START + 2 * DAY, START + 3 * DAY, START + 300 * DAY]) {
      moveTo(at);
      await isUnreadable(clients.before);
      await succeeds(clients.both);
      await succeeds(clients.after);
    }
    moveTo(START + 2 * DAY);
    const late = await notified(userNo);
    cannotOpen(clients.before, late);
    opens(clients.both, late);
    opens(clients.after, late);
    moveTo(START + 3 * DAY);
    await operator('enable', userNo);
    const record = await recordOf(userNo);
    expect(record).not.toHaveProperty('platformKeyRotation');
    expect(record?.platformPublicKey).toBe(nextKey);
    const stored = (await fixture.operator.scan('keys')).filter(({ pk }) =>
      String(pk).startsWith(`merchant/${userNo}/`),
    );
    expect(new Map(stored.map(({ pk, privateKey }) => [pk, privateKey !== undefined]))).toEqual(
      new Map([
        [`merchant/${userNo}/${fingerprintOf(merchant.platformPublicKey)}`, false],
        [`merchant/${userNo}/${fingerprintOf(nextKey)}`, true],
      ]),
    );
    await succeeds(clients.after);
  });

  it('the next key waits for its activation, and then seals at once', async () => {
    const { userNo, platformKey, clientWith } = await openRotating();
    const nextKey = await rotate(userNo);
    const both = clientWith([nextKey, platformKey]);
    moveTo(START + 300 * DAY);
    await succeeds(clientWith(platformKey));
    await succeeds(both);
    await operator('activate-platform-key', userNo);
    await isUnreadable(clientWith(platformKey));
    await succeeds(clientWith(nextKey));
    await succeeds(both);
  });

  it('requests sealed with either public key are opened until the overlap ends', async () => {
    const { userNo, platformKey, clientWith } = await openRotating('platform-public');
    const nextKey = await rotate(userNo);
    const [before, after] = [clientWith([platformKey, nextKey]), clientWith([nextKey, platformKey])];
    await succeeds(before);
    await succeeds(after);
    await operator('activate-platform-key', userNo, '--overlap-days', '2');
    for (const at of [START, START + 2 * DAY - 1]) {
      moveTo(at);
      await succeeds(before);
      await succeeds(after);
    }
    moveTo(START + 2 * DAY);
    await isRefused(before);
    await succeeds(after);
    await succeeds(clientWith(nextKey));
  });
});
