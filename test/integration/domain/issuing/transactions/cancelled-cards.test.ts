import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { settleOrder } from '../../../../../shared/domain/issuing/orders/settle-order.ts';
import { merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { newRequestNo, openedCard } from '../../../../support/fixtures/card-steps.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { openTransactionFixture, type TransactionFixture } from './transaction-fixture.ts';

let world: TransactionFixture;
beforeAll(async () => {
  world = await openTransactionFixture();
});
afterAll(async () => {
  expect(await world.differences()).toEqual([]);
});

const settled = (of: ReceivedTransaction, settleAmount: string): ReceivedTransaction => ({
  ...of,
  transCategory: 2,
  settleAmount,
});

describe('of a cancelled card', () => {
  const cancel = async (cardId: string) => {
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, world.own);
    return () => fulfilOrder(world.deps, orderId);
  };

  it('what is released goes to the account, and what is taken beyond the hold comes from there', async () => {
    const cardId = await world.card();
    const [less, more] = [await world.sendTransaction(cardId), await world.sendTransaction(cardId)];
    await (await cancel(cardId))();
    const [before] = await world.onAccount();
    expect(await world.onCard(cardId)).toEqual([0n, 8_000n]);
    await world.apply(settled(less, '25'));
    await world.apply(settled(more, '50'));
    expect(await world.onCard(cardId)).toEqual([0n, 0n]);
    expect(await world.onAccount()).toEqual([before + 1_500n - 1_000n, 0n]);
    expect(await world.notificationsOf(more.recordNo)).toMatchObject([
      { transCategory: 1, fundsType: 1 },
      { transCategory: 2, fundsType: 2, feeType: 2 },
    ]);
    await world.apply(less);
    await world.apply(settled(less, '25'));
    await world.sendTransaction(cardId, { transType: '3', transCategory: 2, localCurrencyAmt: '7' });
    expect(await world.onAccount()).toEqual([before + 1_500n - 1_000n + 700n, 0n]);
  });

  it('what was overdrawn comes from the account, so that what is released later is nobody’s gain', async () => {
    const cardId = await world.card();
    const [held, beyond] = [
      await world.sendTransaction(cardId),
      await world.sendTransaction(cardId, { localCurrencyAmt: '90' }),
    ];
    const [before] = await world.onAccount();
    expect(await world.onCard(cardId)).toEqual([-3_000n, 13_000n]);
    await (await cancel(cardId))();
    expect(await world.onCard(cardId)).toEqual([0n, 13_000n]);
    expect(await world.onAccount()).toEqual([before - 3_000n, 0n]);
    await world.sendTransaction(cardId, {
      originRecordNo: beyond.recordNo,
      transType: '2',
      localCurrencyAmt: '90',
    });
    await world.apply(settled(held, '40'));
    expect(await world.onCard(cardId)).toEqual([0n, 0n]);
    expect(await world.onAccount()).toEqual([before + 6_000n, 0n]);
  });

  it('the same in the end when it is told while the cancellation is under way', async () => {
    const cardId = await world.card();
    const authorization = await world.sendTransaction(cardId);
    const finish = await cancel(cardId);
    const [before, frozen] = await world.onAccount();
    await world.sendTransaction(cardId, { originRecordNo: authorization.recordNo, transType: '2' });
    expect(await world.onCard(cardId)).toEqual([4_000n, 6_000n]);
    expect(await world.onAccount()).toEqual([before, frozen]);
    expect(await world.notificationsOf(authorization.recordNo)).toMatchObject([{ fundsType: 1 }]);
    await finish();
    expect(await world.onCard(cardId)).toEqual([0n, 0n]);
    expect(await world.onAccount()).toEqual([before + 10_000n, 0n]);
  });

  it('what is taken beyond the hold comes from the account even when there is too little on it', async () => {
    const poor = world.call(await world.merchant('802', 10_100n));
    const cardId = await openedCard(poor);
    const authorization = await world.sendTransaction(cardId);
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, poor);
    await fulfilOrder(world.deps, orderId);
    await world.apply(settled(authorization, '150'));
    expect(await world.onCard(cardId)).toEqual([0n, 0n]);
    expect(await world.balance(merchantCardAccount('802', 'USD'))).toEqual([6_000n - 11_000n, 0n]);
  });

  /** Tells it; between the decision and its writing something else happens, once. */
  async function tellWhile(content: ReceivedTransaction, happens: () => Promise<unknown>): Promise<void> {
    const store = interruptedStore(world.deps.store, happens);
    await world.apply(content, { ...world.deps, store });
  }

  it('the same when it succeeds between the decision and its writing', async () => {
    const cardId = await world.card();
    const authorization = await world.sendTransaction(cardId);
    const finish = await cancel(cardId);
    const [before] = await world.onAccount();
    await tellWhile(transaction(cardId, { originRecordNo: authorization.recordNo, transType: '2' }), finish);
    expect(await world.onCard(cardId)).toEqual([0n, 0n]);
    expect(await world.onAccount()).toEqual([before + 10_000n, 0n]);
  });

  it('the same when it is told between the decision to close the card and its writing', async () => {
    const cardId = await world.card();
    const authorization = await world.sendTransaction(cardId);
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, world.own);
    const [before] = await world.onAccount();
    const store = interruptedStore(world.deps.store, () =>
      world.sendTransaction(cardId, { originRecordNo: authorization.recordNo, transType: '2' }),
    );
    await fulfilOrder({ ...world.deps, store }, orderId);
    expect(await world.onCard(cardId)).toEqual([0n, 0n]);
    expect(await world.onAccount()).toEqual([before + 10_000n, 0n]);
  });

  it('not when the cancellation fails between the decision and its writing', async () => {
    const cardId = await world.card();
    const authorization = await world.sendTransaction(cardId);
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, world.own);
    const order = await readOrder(world.deps.store, orderId);
    const [before] = await world.onAccount();
    await tellWhile(transaction(cardId, { originRecordNo: authorization.recordNo, transType: '2' }), () =>
      settleOrder(world.deps, order, { state: 'refused', reason: 'no' }),
    );
    expect(await world.onCard(cardId)).toEqual([10_000n, 0n]);
    expect(await world.onAccount()).toEqual([before, 0n]);
  });
});
