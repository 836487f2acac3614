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

let chain: TwoPlatforms;
beforeAll(async () => {
  chain = await openTwoPlatforms();
});
afterEach(async () => {
  expect(await chain.differences()).toEqual([]);
  const { report, agrees } = await reconcileCommand(
    [ISSUER_NAME, '--day', '2026-03-01'],
    chain.reseller.operator,
    chain.link.fetch,
  );
  expect(agrees, report).toBe(true);
});

const order = (orderId: string) => readOrder(chain.reseller.deps.store, orderId);
const placed = async () => (await openCard(opening({ binRangeId: 'UV1' }), chain.call)).orderId;
const opened = async () => {
  const orderId = await placed();
  await chain.settle(orderId);
  return orderId;
};
const cancel = async (cardId: string) =>
  (await cancelCard({ userReqNo: newRequestNo('close'), cardId }, chain.call)).orderId;
const account = async () => {
  const { balances } = await chain.reseller.snapshot();
  const { available = 0n, frozen = 0n } =
    balances.get(`merchant/${chain.call.merchant.userNo}:card/USD` as never) ?? {};
  return { available, frozen };
};

describe('a card that is cancelled here while', () => {
  const rechargedWhileCancelled = async () => {
    const cardId = await opened();
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, chain.call);
    await chain.fulfil(recharge.orderId);
    await chain.fulfilAtIssuer();
    const cancellation = await cancel(cardId);
    expect(await chain.deliverAll()).toEqual(['SUCCESS']);
    expect(await order(recharge.orderId)).toMatchObject({ status: 'success', cost: 50n });
    return { cardId, cancellation };
  };

  it('a recharge succeeds there: it does here, and the money comes back with the cancellation', async () => {
    const before = await account();
    const { cancellation } = await rechargedWhileCancelled();
    await chain.settle(cancellation);
    expect(await order(cancellation)).toMatchObject({ status: 'success', amount: 10_000n, rest: 5_000n });
    // The fees of the opening and of the recharge are all that the merchant paid.
    expect(await account()).toEqual({ ...before, available: before.available - 400n });
  });

  it('a recharge succeeds there: it stays on the card where the cancellation is refused there', async () => {
    const { cardId, cancellation } = await rechargedWhileCancelled();
    await settleOrder(chain.reseller.deps, await order(cancellation), { state: 'refused', reason: 'no' });
    const { balances } = await chain.reseller.snapshot();
    expect(balances.get(cardAccount(cardId, 'USD'))).toMatchObject({ available: 15_000n, frozen: 0n });
  });

  it('the recharge that succeeds there is told last: it fails here at what it cost, and the money is back', async () => {
    const before = await account();
    const cardId = await opened();
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, chain.call);
    await chain.fulfil(recharge.orderId);
    await chain.fulfilAtIssuer();
    const cancellation = await cancel(cardId);
    await chain.fulfil(cancellation);
    await chain.fulfilAtIssuer();
    const [first, last] = (await chain.notifications()).filter(({ status }) => status === 'pending');
    if (!first || !last) throw new Error('two are to be told');
    const late = first.content.includes(recharge.orderId) ? [last, first] : [first, last];
    for (const told of late) expect(await chain.redeliver(told)).toBe('SUCCESS');
    const failed = { status: 'failure', failure: 'card is closed', cost: 50n };
    expect(await order(recharge.orderId)).toMatchObject(failed);
    expect(await order(cancellation)).toMatchObject({ status: 'success', amount: 10_000n });
    expect(await account()).toEqual({ ...before, available: before.available - 300n });
  });

  it('a refund has not gone down yet: that fails there, and what it held follows', async () => {
    const before = await account();
    const cardId = await opened();
    const refund = await refundCard({ ...onCard(cardId), refundAmount: '30' }, chain.call);
    const cancellation = await cancel(cardId);
    await chain.settle(cancellation);
    await chain.settle(refund.orderId);
    expect(await order(refund.orderId)).toMatchObject({
      status: 'failure',
      failure: 'refused by the issuer',
    });
    expect(await account()).toEqual({ ...before, available: before.available - 300n });
  });
});

it('woken several times at once, an order is sent once and stays one there', async () => {
  const orderId = await placed();
  const calls = chain.link.calls.length;
  await Promise.all([1, 2, 3, 4, 5].map(() => chain.fulfil(orderId)));
  const made = chain.link.calls.slice(calls);
  const askings = made.filter((name) => name === 'cardOperateQuery').length;
  expect(made.filter((name) => name === 'cardApply').length).toBeLessThanOrEqual(askings + 1);
  await chain.fulfilAtIssuer();
  await chain.deliverAll();
  expect(await order(orderId)).toMatchObject({ status: 'success' });
  expect(
    (await chain.issuer.snapshot()).orders.filter(({ userReqNo }) => userReqNo === orderId),
  ).toHaveLength(1);
});

describe('a merchant that is set to receive card numbers', () => {
  const delivered = async (orderId: string) => {
    const bodies: string[] = [];
    const post = async (_: string, body: string) => {
      bodies.push(body);
      return { status: 200, body: 'SUCCESS' };
    };
    await deliver(chain.reseller.deps, post, `card_operate/${orderId}`);
    const key = importPublicKey(chain.call.merchant.platformPublicKey);
    const content = openNotification(parseNotificationEnvelope(bodies[0] ?? ''), key);
    return content['cardInfo'] as unknown as Record<string, string>;
  };

  it('gets them from below, or masked where that is silent', async () => {
    await saveMerchant(chain.reseller.deps.store, { ...chain.call.merchant, cardDataInNotifications: true });
    const [whole, masked] = [await opened(), await opened()];
    expect(await delivered(whole)).toMatchObject({
      cardNo: expect.stringMatching(/^\d{16}$/),
      cardVerifyNo: expect.stringMatching(/^\d{3}$/),
    });
    chain.link.plan(() => 'lost');
    const shown = await delivered(masked);
    chain.link.plan(() => undefined);
    expect(shown['cardNo']).toMatch(/^499900\*{6}\d{4}$/);
    expect(shown).not.toHaveProperty('cardVerifyNo');
  });
});
