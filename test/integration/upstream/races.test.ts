import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reconcileCommand } from '../../../infra/ops/reconcile.ts';
import { openNotification, parseNotificationEnvelope } from '../../../shared/codec/envelope.ts';
import { importPublicKey } from '../../../shared/codec/keys.ts';
import { cardAccount } from '../../../shared/ledger/accounts.ts';
import { deliver } from '../../../shared/notifications/deliver.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { rechargeCard } from '../../../shared/orders/kinds/recharge.ts';
import { refundCard } from '../../../shared/orders/kinds/refund.ts';
import { readOrder } from '../../../shared/orders/order.ts';
import { settleOrder } from '../../../shared/orders/settle.ts';
import { newNumber, onCard, opening } from '../../support/card-steps.ts';
import { BELOW, type Chain, openChain } from '../../support/chain.ts';
import { saveMerchant } from '../../support/records.ts';

let chain: Chain;
beforeAll(async () => {
  chain = await openChain();
});
afterEach(async () => {
  expect(await chain.differences()).toEqual([]);
  const { report, agrees } = await reconcileCommand(
    [BELOW, '--day', '2026-03-01'],
    chain.a.operator,
    chain.line.fetch,
  );
  expect(agrees, report).toBe(true);
});

const order = (orderId: string) => readOrder(chain.a.platform.store, orderId);
const placed = async () => (await openCard(opening({ binRangeId: 'UV1' }), chain.call)).orderId;
const opened = async () => {
  const orderId = await placed();
  await chain.settle(orderId);
  return orderId;
};
const cancel = async (cardId: string) =>
  (await cancelCard({ userReqNo: newNumber('close'), cardId }, chain.call)).orderId;
const account = async () => {
  const { balances } = await chain.a.books();
  const { available = 0n, frozen = 0n } =
    balances.get(`merchant/${chain.call.merchant.userNo}:card/USD` as never) ?? {};
  return { available, frozen };
};

describe('a card that is cancelled here while', () => {
  const rechargedWhileCancelled = async () => {
    const cardId = await opened();
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, chain.call);
    await chain.fulfil(recharge.orderId);
    await chain.fulfilBelow();
    const cancellation = await cancel(cardId);
    expect(await chain.tell()).toEqual(['SUCCESS']);
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
    await settleOrder(chain.a.platform, await order(cancellation), { state: 'refused', reason: 'no' });
    const { balances } = await chain.a.books();
    expect(balances.get(cardAccount(cardId, 'USD'))).toMatchObject({ available: 15_000n, frozen: 0n });
  });

  it('the recharge that succeeds there is told last: it fails here at what it cost, and the money is back', async () => {
    const before = await account();
    const cardId = await opened();
    const recharge = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, chain.call);
    await chain.fulfil(recharge.orderId);
    await chain.fulfilBelow();
    const cancellation = await cancel(cardId);
    await chain.fulfil(cancellation);
    await chain.fulfilBelow();
    const [first, last] = (await chain.notifications()).filter(({ status }) => status === 'pending');
    if (!first || !last) throw new Error('two are to be told');
    const late = first.content.includes(recharge.orderId) ? [last, first] : [first, last];
    for (const told of late) expect(await chain.tellAgain(told)).toBe('SUCCESS');
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
  const calls = chain.line.calls.length;
  await Promise.all([1, 2, 3, 4, 5].map(() => chain.fulfil(orderId)));
  const made = chain.line.calls.slice(calls);
  const askings = made.filter((name) => name === 'cardOperateQuery').length;
  expect(made.filter((name) => name === 'cardApply').length).toBeLessThanOrEqual(askings + 1);
  await chain.fulfilBelow();
  await chain.tell();
  expect(await order(orderId)).toMatchObject({ status: 'success' });
  expect((await chain.b.books()).orders.filter(({ userReqNo }) => userReqNo === orderId)).toHaveLength(1);
});

describe('a merchant that is set to receive card numbers', () => {
  const delivered = async (orderId: string) => {
    const bodies: string[] = [];
    const post = async (_: string, body: string) => {
      bodies.push(body);
      return { status: 200, body: 'SUCCESS' };
    };
    await deliver(chain.a.platform, post, `card_operate/${orderId}`);
    const key = importPublicKey(chain.call.merchant.platformPublicKey);
    const content = openNotification(parseNotificationEnvelope(bodies[0] ?? ''), key);
    return content['cardInfo'] as unknown as Record<string, string>;
  };

  it('gets them from below, or masked where that is silent', async () => {
    await saveMerchant(chain.a.platform.store, { ...chain.call.merchant, cardDataInNotifications: true });
    const [whole, masked] = [await opened(), await opened()];
    expect(await delivered(whole)).toMatchObject({
      cardNo: expect.stringMatching(/^\d{16}$/),
      cardVerifyNo: expect.stringMatching(/^\d{3}$/),
    });
    chain.line.plan(() => 'lost');
    const shown = await delivered(masked);
    chain.line.plan(() => undefined);
    expect(shown['cardNo']).toMatch(/^499900\*{6}\d{4}$/);
    expect(shown).not.toHaveProperty('cardVerifyNo');
  });
});
