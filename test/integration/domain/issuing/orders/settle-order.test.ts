import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../../../../infra/demo/seed/seed.ts';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { saveBinRange } from '../../../../../shared/domain/issuing/model/bin-range.ts';
import type { OrderOutcome } from '../../../../../shared/domain/issuing/model/issuer.ts';
import { orderFrom, orderKey } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { settleOrder } from '../../../../../shared/domain/issuing/orders/settle-order.ts';
import { cardAccount, merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { StatusNotSuitable } from '../../../../../shared/wire/errors.ts';
import { newRequestNo, onCard, openedCard, opening } from '../../../../support/fixtures/card-steps.ts';
import { saveMerchant } from '../../../../support/fixtures/save-parties.ts';
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';

let fixture: TestPlatform;
let merchants = 0;
const newCall = async () => {
  merchants += 1;
  return fixture.call(await fixture.merchant(String(500 + merchants), 1_000_000n));
};
const orderOf = async (orderId: string) =>
  orderFrom((await fixture.deps.store.get('orders', orderKey(orderId))) ?? {});
const balances = async (call: MerchantCall, cardId: string) => {
  const books = await fixture.snapshot();
  const sides = (account: Parameters<typeof books.balances.get>[0]) => {
    const { available = 0n, frozen = 0n } = books.balances.get(account) ?? {};
    return [available, frozen];
  };
  return {
    account: sides(merchantCardAccount(call.merchant.userNo, 'USD')),
    card: sides(cardAccount(cardId, 'USD')),
  };
};
const expectCleanAudit = async () =>
  expect((await fixture.audit()).flatMap(({ differences }) => differences)).toEqual([]);
const close = (cardId: string) => ({ userReqNo: newRequestNo('close'), cardId });

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
});

describe('an order that several workers carry out at once', () => {
  it('has one outcome, which each worker returns', async () => {
    const { orderId } = await openCard(opening(), await newCall());
    const orders = await Promise.all(Array.from({ length: 8 }, () => fulfilOrder(fixture.deps, orderId)));
    expect(orders.map((order) => order?.status)).toEqual(Array(8).fill('success'));
    await expectCleanAudit();
  });

  it('keeps its first outcome when another comes later', async () => {
    const call = await newCall();
    const { orderId } = await openCard(opening(), call);
    const pending = await orderOf(orderId);
    await settleOrder(fixture.deps, pending, { state: 'refused', reason: 'no' });
    const card = { maskedNumber: '499900******0000', expiry: '2029-03' };
    expect(await settleOrder(fixture.deps, pending, { state: 'succeeded', card })).toMatchObject({
      status: 'failure',
      failure: 'no',
    });
    expect(await orderOf(orderId)).toMatchObject({ status: 'failure' });
    expect((await balances(call, orderId)).account).toEqual([1_000_000n, 0n]);
    await expectCleanAudit();
  });
});

describe('an order that the issuer refuses', () => {
  const refused: OrderOutcome = { state: 'refused', reason: 'declined by the issuer' };

  it.each([
    ['an opening', [1_000_000n, 0n], [0n, 0n], async (call: MerchantCall) => openCard(opening(), call)],
    [
      'a recharge',
      [989_900n, 0n],
      [10_000n, 0n],
      async (call: MerchantCall, cardId: string) =>
        rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, call),
    ],
    [
      'a refund',
      [989_900n, 0n],
      [10_000n, 0n],
      async (call: MerchantCall, cardId: string) =>
        refundCard({ ...onCard(cardId), refundAmount: '10' }, call),
    ],
    [
      'a cancellation',
      [989_900n, 0n],
      [10_000n, 0n],
      async (call: MerchantCall, cardId: string) => cancelCard(close(cardId), call),
    ],
  ])('leaves the money where it was: %s', async (kind, account, card, send) => {
    const call = await newCall();
    const cardId = kind === 'an opening' ? '' : await openedCard(call);
    const { orderId } = await send(call, cardId);
    expect(await settleOrder(fixture.deps, await orderOf(orderId), refused)).toMatchObject({
      status: 'failure',
    });
    expect(await balances(call, cardId || orderId)).toEqual({ account, card });
    if (cardId)
      await fulfilOrder(
        fixture.deps,
        (await rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, call)).orderId,
      );
    expect(
      (await fixture.snapshot()).orders.filter(
        ({ status, userNo }) => status === 'success' && userNo === call.merchant.userNo,
      ),
    ).toHaveLength(cardId ? 2 : 0);
    await expectCleanAudit();
  });

  it('stays open while the issuer does not know', async () => {
    const { orderId } = await openCard(opening(), await newCall());
    expect(await settleOrder(fixture.deps, await orderOf(orderId), { state: 'unknown' })).toMatchObject({
      status: 'pending',
    });
    expect(await orderOf(orderId)).toMatchObject({ status: 'pending', dueAt: expect.any(Number) });
  });
});

describe('an empty card', () => {
  it('is cancelled after a refund of all its money', async () => {
    const call = await newCall();
    const cardId = await openedCard(call);
    await fulfilOrder(
      fixture.deps,
      (await refundCard({ ...onCard(cardId), refundAmount: '100' }, call)).orderId,
    );
    const { orderId } = await cancelCard(close(cardId), call);
    expect(await fulfilOrder(fixture.deps, orderId)).toMatchObject({ status: 'success', amount: 0n });
  });

  it('is cancelled even if it never had money', async () => {
    const [range] = DEMO_RANGES;
    if (!range) throw new Error('no demo range');
    const rules = range.rules.map((rule) => ({ ...rule, minAmount: 0n }));
    await saveBinRange(fixture.deps.store, { ...range, binRangeId: 'ZERO', rules });
    const { merchant } = await newCall();
    const call = fixture.call({ ...merchant, binRangeIds: ['ZERO'] });
    await saveMerchant(fixture.deps.store, call.merchant);
    const cardId = await openedCard(call, { authLimitAmount: '0', binRangeId: 'ZERO' });
    const { orderId } = await cancelCard(close(cardId), call);
    expect(await fulfilOrder(fixture.deps, orderId)).toMatchObject({ status: 'success', amount: 0n });
    await expectCleanAudit();
  });
});

it('one of several concurrent cancellations and refunds cancels the card, and the books are clean', async () => {
  const call = await newCall();
  const cardId = await openedCard(call);
  const closes = Array.from({ length: 5 }, () => cancelCard(close(cardId), call));
  const refunds = Array.from({ length: 5 }, () =>
    refundCard({ ...onCard(cardId), refundAmount: '10' }, call),
  );
  const recharges = Array.from({ length: 5 }, () =>
    rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, call),
  );
  const [closed, moved] = await Promise.all([
    Promise.allSettled(closes),
    Promise.allSettled([...refunds, ...recharges]),
  ]);
  expect(closed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of [...closed, ...moved])
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(StatusNotSuitable);
  await fixture.fulfilAll();
  expect((await balances(call, cardId)).card).toEqual([0n, 0n]);
  await expectCleanAudit();
});
