import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reconcileCommand } from '../../../../../../infra/cli/reconcile.ts';
import { deliver } from '../../../../../../shared/domain/delivery/deliver.ts';
import { readOrder } from '../../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../../shared/domain/issuing/orders/card-opening.ts';
import { rechargeCard } from '../../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../../shared/domain/issuing/orders/refund.ts';
import { settleOrder } from '../../../../../../shared/domain/issuing/orders/settle-order.ts';
import { cardAccount } from '../../../../../../shared/domain/money/ledger/account.ts';
import { openNotification, parseNotificationEnvelope } from '../../../../../../shared/wire/codec/envelope.ts';
import { importPublicKey } from '../../../../../../shared/wire/codec/keys.ts';
import {
  ISSUER_NAME,
  openTwoPlatforms,
  type TwoPlatforms,
} from '../../../../../support/clouds/two-platforms.ts';
import { newRequestNo, onCard, opening } from '../../../../../support/fixtures/card-steps.ts';
import { saveMerchant } from '../../../../../support/fixtures/save-parties.ts';

let platforms: TwoPlatforms;
beforeAll(async () => {
  platforms = await openTwoPlatforms();
});
afterEach(async () => {
  expect(await platforms.differences()).toEqual([]);
  const { report, agrees } = await reconcileCommand(
    [ISSUER_NAME, '--day', '2026-03-01'],
    platforms.reseller.operator,
    platforms.link.fetch,
  );
  expect(agrees, report).toBe(true);
});

const order = (orderId: string) => readOrder(platforms.reseller.deps.store, orderId);
const placed = async () => (await openCard(opening({ binRangeId: 'UV1' }), platforms.call)).orderId;
const opened = async () => {
  const orderId = await placed();
  await platforms.settle(orderId);
  return orderId;
};
const cancel = async (cardId: string) =>
  (await cancelCard({ userReqNo: newRequestNo('close'), cardId }, platforms.call)).orderId;
const account = async () => {
  const { balances } = await platforms.reseller.snapshot();
  const { available = 0n, frozen = 0n } =
    balances.get(`merchant/${platforms.call.merchant.userNo}:card/USD` as never) ?? {};
  return { available, frozen };
};

describe('a cancellation here while', () => {
  const rechargedWhileCancelled = async () => {
    const cardId = await opened();
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, platforms.call);
    await platforms.fulfil(recharge.orderId);
    await platforms.fulfilAtIssuer();
    const cancellation = await cancel(cardId);
    expect(await platforms.deliverAll()).toEqual(['SUCCESS']);
    expect(await order(recharge.orderId)).toMatchObject({ status: 'success', cost: 50n });
    return { cardId, cancellation };
  };

  it('a recharge succeeds at the issuer: it succeeds here too, and the cancellation returns its money', async () => {
    const before = await account();
    const { cancellation } = await rechargedWhileCancelled();
    await platforms.settle(cancellation);
    expect(await order(cancellation)).toMatchObject({
      status: 'success',
      amount: 10_000n,
      balanceChange: 5_000n,
    });
    // The merchant paid nothing but the fees of the opening and the recharge.
    expect(await account()).toEqual({ ...before, available: before.available - 400n });
  });

  it('a recharge succeeds at the issuer: it stays on the card when the cancellation is refused', async () => {
    const { cardId, cancellation } = await rechargedWhileCancelled();
    await settleOrder(platforms.reseller.deps, await order(cancellation), { state: 'refused', reason: 'no' });
    const { balances } = await platforms.reseller.snapshot();
    expect(balances.get(cardAccount(cardId, 'USD'))).toMatchObject({ available: 15_000n, frozen: 0n });
  });

  it('a recharge succeeds at the issuer and is notified last: it fails here with its cost, and the money is returned', async () => {
    const before = await account();
    const cardId = await opened();
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, platforms.call);
    await platforms.fulfil(recharge.orderId);
    await platforms.fulfilAtIssuer();
    const cancellation = await cancel(cardId);
    await platforms.fulfil(cancellation);
    await platforms.fulfilAtIssuer();
    const [first, last] = (await platforms.notifications()).filter(({ status }) => status === 'pending');
    if (!first || !last) throw new Error('two are to be told');
    const late = first.content.includes(recharge.orderId) ? [last, first] : [first, last];
    for (const received of late) expect(await platforms.redeliver(received)).toBe('SUCCESS');
    const failed = { status: 'failure', failure: 'card is closed', cost: 50n };
    expect(await order(recharge.orderId)).toMatchObject(failed);
    expect(await order(cancellation)).toMatchObject({ status: 'success', amount: 10_000n });
    expect(await account()).toEqual({ ...before, available: before.available - 300n });
  });

  it('a refund is not sent yet: it fails at the issuer, and its money follows the cancellation', async () => {
    const before = await account();
    const cardId = await opened();
    const refund = await refundCard({ ...onCard(cardId), refundAmount: '30' }, platforms.call);
    const cancellation = await cancel(cardId);
    await platforms.settle(cancellation);
    await platforms.settle(refund.orderId);
    expect(await order(refund.orderId)).toMatchObject({
      status: 'failure',
      failure: 'refused by the issuer',
    });
    expect(await account()).toEqual({ ...before, available: before.available - 300n });
  });
});

it('an order is sent once when several workers carry it out at the same time', async () => {
  const orderId = await placed();
  const calls = platforms.link.calls.length;
  await Promise.all([1, 2, 3, 4, 5].map(() => platforms.fulfil(orderId)));
  const made = platforms.link.calls.slice(calls);
  const inquiries = made.filter((name) => name === 'cardOperateQuery').length;
  expect(made.filter((name) => name === 'cardApply').length).toBeLessThanOrEqual(inquiries + 1);
  await platforms.fulfilAtIssuer();
  await platforms.deliverAll();
  expect(await order(orderId)).toMatchObject({ status: 'success' });
  expect(
    (await platforms.issuer.snapshot()).orders.filter(({ userReqNo }) => userReqNo === orderId),
  ).toHaveLength(1);
});

describe('a merchant that is set to receive card numbers', () => {
  const delivered = async (orderId: string) => {
    const bodies: string[] = [];
    const post = async (_: string, body: string) => {
      bodies.push(body);
      return { status: 200, body: 'SUCCESS' };
    };
    await deliver(platforms.reseller.deps, post, `${platforms.call.merchant.userNo}/card_operate/${orderId}`);
    const key = importPublicKey(platforms.call.merchant.platformPublicKey);
    const content = openNotification(parseNotificationEnvelope(bodies[0] ?? ''), key);
    return content['cardInfo'] as unknown as Record<string, string>;
  };

  it('gets those of the issuer, or masked ones where the issuer does not answer', async () => {
    await saveMerchant(platforms.reseller.deps.store, {
      ...platforms.call.merchant,
      cardDataInNotifications: true,
    });
    const [whole, masked] = [await opened(), await opened()];
    expect(await delivered(whole)).toMatchObject({
      cardNo: expect.stringMatching(/^\d{16}$/),
      cardVerifyNo: expect.stringMatching(/^\d{3}$/),
    });
    platforms.link.plan(() => 'lost');
    const shown = await delivered(masked);
    platforms.link.plan(() => undefined);
    expect(shown['cardNo']).toMatch(/^499900\*{6}\d{4}$/);
    expect(shown).not.toHaveProperty('cardVerifyNo');
  });
});
