import { beforeAll, describe, expect, it } from 'vitest';
import { reconcileCommand } from '../../../../../../infra/cli/reconcile.ts';
import { cardOf } from '../../../../../../shared/domain/issuing/model/card.ts';
import { readOrder } from '../../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../../shared/domain/issuing/orders/card-opening.ts';
import { rechargeCard } from '../../../../../../shared/domain/issuing/orders/recharge.ts';
import { settleOrder } from '../../../../../../shared/domain/issuing/orders/settle-order.ts';
import {
  ISSUER_NAME,
  openTwoPlatforms,
  RESELLER_NO,
  type TwoPlatforms,
} from '../../../../../support/clouds/two-platforms.ts';
import { newRequestNo, onCard, opening } from '../../../../../support/fixtures/card-steps.ts';
import { type CardNetwork, openCardNetwork } from '../../transactions/authorize/network-fixture.ts';

const DAY = '2026-03-01';

let platforms: TwoPlatforms;
let network: CardNetwork;

beforeAll(async () => {
  platforms = await openTwoPlatforms();
  network = openCardNetwork(platforms.issuer);
});

const reconcile = (day = DAY) =>
  reconcileCommand([ISSUER_NAME, '--day', day], platforms.reseller.operator, platforms.link.fetch);
const differences = async () => {
  const { report, agrees } = await reconcile();
  const [, found = ''] = report.split('\nDifferences:\n');
  expect(agrees).toBe(found === '');
  return found
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('→'));
};
const order = (orderId: string) => readOrder(platforms.reseller.deps.store, orderId);
const index = async () => (await openCard(opening({ binRangeId: 'UV1' }), platforms.call)).orderId;
const opened = async () => {
  const orderId = await index();
  await platforms.settle(orderId);
  return orderId;
};
const issuerCardIdOf = async (cardId: string) =>
  (await cardOf(platforms.reseller.deps.store, platforms.call.merchant.userNo, cardId)).issuerCardId ?? '';

describe('npm run reconcile', () => {
  it('finds no difference after a day with successes, refusals and orders in process', async () => {
    const cardId = await opened();
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, platforms.call);
    await platforms.settle(recharge.orderId);
    await network.authorize(await issuerCardIdOf(cardId));
    await network.authorize(await issuerCardIdOf(cardId));
    await platforms.deliverAll();
    // Refused by the issuer.
    platforms.link.plan((name) => (name === 'cardApply' ? '110005' : undefined));
    await platforms.fulfil(await index());
    platforms.link.plan(() => undefined);
    // Never sent.
    await index();
    // Pending on both sides.
    const open = await index();
    await platforms.fulfil(open);
    // Used at the issuer after it was cancelled here.
    const used = await opened();
    await network.authorize(await issuerCardIdOf(used));
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId: used }, platforms.call);
    await platforms.settle(orderId);
    await platforms.settle(open);
    const { report, agrees } = await reconcile();
    expect(report).toMatch(/^account +1 {2}ok$/m);
    expect(report).toMatch(/^orders +7 {2}ok$/m);
    expect(report).toMatch(/^transactions +3 {2}ok$/m);
    expect(report).toMatch(/^cards +3 {2}ok$/m);
    expect(agrees).toBe(true);
  });

  it('finds what is not reported yet: the order, the money that it moved and the transaction', async () => {
    const [orderId, cardId] = [await index(), await opened()];
    await platforms.fulfil(orderId);
    await platforms.fulfilAtIssuer();
    await network.authorize(await issuerCardIdOf(cardId));
    expect(await differences()).toEqual([
      expect.stringMatching(/^account USD: here \d+(\.\d+)?, at the issuer \d/),
      `order ${orderId} status: here 0, at the issuer 1`,
      expect.stringMatching(/^transaction \d+: here missing, at the issuer present$/),
      expect.stringMatching(/^card \d+ at the issuer: here missing, at the issuer present$/),
      `card ${cardId} balance: here 100, at the issuer 80`,
      `card ${cardId} used: here 0, at the issuer 20`,
    ]);
    await platforms.deliverAll();
    expect(await differences()).toEqual([]);
  });

  it('finds an order that only the issuer has, and one that only this platform has', async () => {
    const merchant = { userNo: RESELLER_NO, binRangeIds: ['V1'] } as never;
    const call = { deps: platforms.issuer.deps, merchant, correlationId: 'stranger' };
    const { orderId: extra } = await openCard(opening({ userReqNo: 'nobody', binRangeId: 'V1' }), call);
    const missing = await index();
    await settleOrder(platforms.reseller.deps, await order(missing), {
      state: 'succeeded',
      issuerResult: { orderId: '5', cardId: '5', cost: 0n },
      card: { maskedNumber: '499900******0000', expiry: '2029-03' },
    });
    expect(await differences()).toEqual(
      expect.arrayContaining([
        `order nobody (${extra} at the issuer): here missing, at the issuer present`,
        `order ${missing}: here success, at the issuer missing`,
      ]),
    );
    const extraOrder = (await platforms.issuer.snapshot()).orders.find(({ orderId }) => orderId === extra);
    if (extraOrder)
      await settleOrder(platforms.issuer.deps, extraOrder, { state: 'refused', reason: 'test' });
  });

  it('finds an order that failed here and succeeded at the issuer', async () => {
    const orderId = await index();
    await platforms.fulfil(orderId);
    await settleOrder(platforms.reseller.deps, await order(orderId), { state: 'refused', reason: 'by hand' });
    await platforms.fulfilAtIssuer();
    expect(await differences()).toContain(`order ${orderId} status: here 2, at the issuer 1`);
  });

  it('compares an order whose day differs between the sides', async () => {
    const { report } = await reconcile('2026-02-28');
    expect(report).toMatch(/^orders +0 {2}ok$/m);
    const examined = async () => {
      const [, count] = /^orders +(\d+) {2}ok$/m.exec((await reconcile('2026-03-02')).report) ?? [];
      return Number(count);
    };
    const before = await examined();
    // Made seconds before midnight here, and after midnight there.
    const orderId = await (async () => {
      const { reseller } = platforms;
      const midnight = Date.UTC(2026, 2, 1, 16);
      platforms.moveClocks(midnight - 1_000 - reseller.deps.now());
      const { orderId: late } = await openCard(opening({ binRangeId: 'UV1' }), platforms.call);
      platforms.moveClocks(2_000);
      return late;
    })();
    await platforms.settle(orderId);
    expect(await examined()).toBe(before + 1);
    expect((await differences()).filter((line) => line.includes(orderId))).toEqual([]);
  });

  it.each([[['unknown']], [[ISSUER_NAME, '--day', 'today']]])('refuses %j', async (args) => {
    await expect(reconcileCommand(args, platforms.reseller.operator, platforms.link.fetch)).rejects.toThrow(
      /connected as unknown|--day/,
    );
  });
});
