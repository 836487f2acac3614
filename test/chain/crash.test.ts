import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { MerchantClient } from '../../shared/client/client.ts';
import { auditDifferences } from '../support/clouds/deployment.ts';
import { type KillableCloud, startKillableCloud } from '../support/clouds/killable-cloud.ts';
import { cardOpening } from '../support/fixtures/cards-over-http.ts';
import { openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';

const ORDERS = 100;
const KILL_AFTER = 50;

const dataDir = mkdtempSync(join(tmpdir(), 'issuary-crash-'));
let cloud: KillableCloud | undefined;

afterAll(async () => {
  await cloud?.kill();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

/**
 * Places orders concurrently and kills the cloud after half of them are answered. Returns the order ids by userReqNo.
 */
async function placeOrdersUntilKilled(
  merchant: TestMerchant,
  running: KillableCloud,
): Promise<Map<string, string>> {
  const accepted = new Map<string, string>();
  let killed: Promise<void> | undefined;
  const position = async (index: number) => {
    const userReqNo = `crash-${index}`;
    const { orderId } = await merchant.client.call(
      'cardApply',
      cardOpening({ userReqNo, authLimitAmount: 10 }),
    );
    accepted.set(userReqNo, orderId);
    if (accepted.size === KILL_AFTER) killed = running.kill();
  };
  const outcomes = await Promise.allSettled(Array.from({ length: ORDERS }, (_, index) => position(index)));
  await killed;
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  for (const failure of failures) expect(failure.code).toMatch(/^(?:OUTCOME_UNKNOWN|PLATFORM_UNREACHABLE)$/);
  return accepted;
}

it('SIGKILL in the middle of 100 orders: after a restart every order becomes final and is notified, none twice', async () => {
  const first = await startKillableCloud(dataDir);
  const merchant = await openMerchant(first, { usd: 200_000n, client: { retry: { maxAttempts: 1 } } });
  const accepted = await placeOrdersUntilKilled(merchant, first);
  expect(accepted.size).toBeGreaterThanOrEqual(KILL_AFTER);

  cloud = await startKillableCloud(dataDir);
  // The merchant makes no requests: it only receives.
  const received = await Promise.all([...accepted.values()].map((orderId) => merchant.awaitOrder(orderId)));
  expect(received.map(({ status }) => status)).toEqual(received.map(() => 1));

  // Orders whose answer was lost: wherever the crash met them, the same number is the same order.
  const client = new MerchantClient({
    baseUrl: cloud.apiUrl,
    userNo: merchant.userNo,
    merchantPrivateKey: merchant.privateKey,
    platformPublicKey: merchant.record.platformPublicKey,
  });
  for (let index = 0; index < ORDERS; index += 1) {
    const userReqNo = `crash-${index}`;
    const { orderId } = await client.call('cardApply', cardOpening({ userReqNo, authLimitAmount: 10 }));
    expect(orderId).toBe(accepted.get(userReqNo) ?? orderId);
    accepted.set(userReqNo, orderId);
  }
  await Promise.all([...accepted.values()].map((orderId) => merchant.awaitOrder(orderId)));

  expect(new Set(accepted.values()).size).toBe(ORDERS);
  expect((await client.call('cardPage', {})).totalCount).toBe(ORDERS);
  const { list } = await client.call('accountBalance', { currency: 'USD' });
  expect(list[0]).toMatchObject({ availableBalance: 2_000 - ORDERS * 11, frozenBalance: 0 });
  expect(await auditDifferences(cloud, merchant.userNo)).toEqual([]);
  await merchant.close();
});
