import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openOperator } from '../../infra/cli/command.ts';
import { startIssuary } from '../../infra/demo/local-issuary.ts';
import type { LocalCloud } from '../../infra/local-cloud/cloud.ts';
import { type Order, orderFrom } from '../../shared/domain/issuing/model/order.ts';
import { auditDifferences } from '../support/clouds/deployment.ts';
import { type KillableCloud, startKillableCloud } from '../support/clouds/killable-cloud.ts';
import { expectReconciled, openTwoClouds, type TwoClouds } from '../support/clouds/two-clouds.ts';
import { exerciseTwoClouds } from '../support/clouds/two-clouds-walkthrough.ts';
import { type FaultyProxy, startFaultyProxy } from '../support/endpoints/faulty-proxy.ts';
import { cardOpening } from '../support/fixtures/cards-over-http.ts';

// Two synthesized clouds: A in this process, B in a process of its own that is killed, and between them proxies that
// can fail.

const ORDERS = 50;
const FEW = 10;

const folder = mkdtempSync(join(tmpdir(), 'issuary-chain-'));
let reseller: LocalCloud;
let atIssuer: KillableCloud;
let [toIssuer, toReseller]: FaultyProxy[] = [];
let clouds: TwoClouds;

beforeAll(async () => {
  const context = { orderGraceSeconds: '1' };
  [reseller, atIssuer] = await Promise.all([
    startIssuary({ dataDir: join(folder, 'a'), inMemory: true, context }),
    startKillableCloud(join(folder, 'b')),
  ]);
  [toIssuer, toReseller] = await Promise.all([
    startFaultyProxy(atIssuer.apiUrl),
    startFaultyProxy(reseller.apiUrl),
  ]);
  const { apiUrl, env, logsDir } = reseller;
  const a = { apiUrl, env, logsDir, operator: openOperator(env) };
  clouds = await openTwoClouds(a, atIssuer, { issuerUrl: toIssuer.url, resellerUrl: toReseller.url });
});
afterAll(async () => {
  await clouds?.close();
  await Promise.all([toIssuer?.close(), toReseller?.close()]);
  clouds?.reseller.operator.close();
  await Promise.all([reseller?.stop(), atIssuer?.kill()]);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const position = async (userReqNo: string): Promise<string> => {
  const request = cardOpening({ userReqNo, binRangeId: 'UV1', authLimitAmount: 10 });
  return (await clouds.merchant.client.call('cardApply', request)).orderId;
};
const placeMany = (what: string, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => position(`${what}-${index}`)));
const orders = async (): Promise<Order[]> =>
  (await clouds.reseller.operator.scan('orders'))
    .filter(({ pk }) => String(pk).startsWith('order/'))
    .map(orderFrom);
/** Runs A's sweeper until the condition holds for all of these orders of A. In the cloud it runs every minute. */
async function sweepUntil(ids: readonly string[], holds: (order: Order) => boolean): Promise<void> {
  for (;;) {
    const open = (await orders()).filter(({ orderId }) => ids.includes(orderId));
    if (open.every(holds)) return;
    await reseller.trigger('WorkerSweepFunction');
  }
}
const isFinal = ({ status }: Order) => status !== 'pending';

/**
 * Expects that all orders succeeded, that each was reported, and that B carried out each once. A sweep beside a message
 * that still waits may post a notification twice: delivery is at least once.
 */
async function expectOnce(ids: readonly string[]): Promise<void> {
  await sweepUntil(ids, isFinal);
  const outcomes = await Promise.all(ids.map((orderId) => clouds.merchant.awaitOrder(orderId)));
  expect(outcomes.map(({ status }) => status)).toEqual(ids.map(() => 1));
  const received = new Set(clouds.merchant.orderNotifications.map(({ orderId }) => orderId));
  expect(ids.filter((id) => !received.has(id))).toEqual([]);
  const there = (await atIssuer.operator.scan('orders')).filter(({ userReqNo }) =>
    ids.includes(String(userReqNo)),
  );
  expect(there).toHaveLength(ids.length);
  expect(await auditDifferences(clouds.reseller, clouds.merchant.userNo)).toEqual([]);
  expect(await auditDifferences(atIssuer, clouds.number)).toEqual([]);
  await expectReconciled(clouds);
}

it('a merchant of A uses cards issued by B, and the books of both agree', async () => {
  await exerciseTwoClouds(clouds);
});

it(`\`B is killed in the middle of ${ORDERS} orders and restarted: A's orders settle, none twice\``, async () => {
  let sent = 0;
  let killed: Promise<void> | undefined;
  if (toIssuer)
    toIssuer.onRequest = (path) => {
      sent += path.endsWith('/card/apply') ? 1 : 0;
      if (sent === ORDERS / 2) killed ??= atIssuer.kill();
    };
  const ids = await placeMany('killed', ORDERS);
  await sweepUntil(ids, ({ status, sentAt }) => status !== 'pending' || sentAt !== undefined);
  await killed;
  expect((await orders()).filter(({ status }) => status === 'pending').length).toBeGreaterThan(0);
  atIssuer = await startKillableCloud(join(folder, 'b'));
  clouds = { ...clouds, issuer: atIssuer };
  if (toIssuer) toIssuer.target = atIssuer.apiUrl;
  await expectOnce(ids);
});

it.each(['HTTP 500', 'nothing'] as const)(
  'B answers %s for a while: orders stay in process and settle later',
  async (way) => {
    if (toIssuer) toIssuer.mode = way;
    const ids = await placeMany(way.replace(' ', '-'), FEW);
    await sweepUntil(ids, ({ inquiries: requested = 0 }) => requested > 0);
    if (toIssuer) toIssuer.mode = 'pass';
    await expectOnce(ids);
  },
);

it('notifications of B are dropped: orders settle through inquiries', async () => {
  if (toReseller) toReseller.mode = 'nothing';
  await expectOnce(await placeMany('dropped', FEW));
});

it('notifications of B arrive twice: orders settle once', async () => {
  if (toReseller) toReseller.mode = 'twice';
  await expectOnce(await placeMany('twice', FEW));
});
