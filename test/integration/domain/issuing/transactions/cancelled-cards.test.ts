import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { settleOrder } from '../../../../../shared/domain/issuing/orders/settle-order.ts';
import { merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { newRequestNo, openedCard } from '../../../../support/fixtures/card-steps.ts';
import { fulfilledLater } from '../../../../support/fixtures/test-platform.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { openTransactionFixture, type TransactionFixture } from './transaction-fixture.ts';

let fixture: TransactionFixture;
beforeAll(async () => {
  fixture = await openTransactionFixture(fulfilledLater);
});
afterAll(async () => {
  expect(await fixture.differences()).toEqual([]);
});

const settled = (of: ReceivedTransaction, settleAmount: string): ReceivedTransaction => ({
  ...of,
  transCategory: 2,
  settleAmount,
});

describe('on a cancelled card', () => {
  const cancel = async (cardId: string) => {
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, fixture.own);
    return () => fulfilOrder(fixture.deps, orderId);
  };

  it('a release goes to the account, and a clearing beyond its hold is paid by the account', async () => {
    const cardId = await fixture.card();
    const [less, more] = [await fixture.sendTransaction(cardId), await fixture.sendTransaction(cardId)];
    await (await cancel(cardId))();
    const [before] = await fixture.onAccount();
    expect(await fixture.onCard(cardId)).toEqual([0n, 8_000n]);
    await fixture.apply(settled(less, '25'));
    await fixture.apply(settled(more, '50'));
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.onAccount()).toEqual([before + 1_500n - 1_000n, 0n]);
    expect(await fixture.notificationsOf(more.recordNo)).toMatchObject([
      { transCategory: 1, fundsType: 1 },
      { transCategory: 2, fundsType: 2, feeType: 2 },
    ]);
    await fixture.apply(less);
    await fixture.apply(settled(less, '25'));
    await fixture.sendTransaction(cardId, { transType: '3', transCategory: 2, localCurrencyAmt: '7' });
    expect(await fixture.onAccount()).toEqual([before + 1_500n - 1_000n + 700n, 0n]);
  });

  it('an overdraft is paid by the account, which gets later releases', async () => {
    const cardId = await fixture.card();
    const [held, beyond] = [
      await fixture.sendTransaction(cardId),
      await fixture.sendTransaction(cardId, { localCurrencyAmt: '90' }),
    ];
    const [before] = await fixture.onAccount();
    expect(await fixture.onCard(cardId)).toEqual([-3_000n, 13_000n]);
    await (await cancel(cardId))();
    expect(await fixture.onCard(cardId)).toEqual([0n, 13_000n]);
    expect(await fixture.onAccount()).toEqual([before - 3_000n, 0n]);
    await fixture.sendTransaction(cardId, {
      originRecordNo: beyond.recordNo,
      transType: '2',
      localCurrencyAmt: '90',
    });
    await fixture.apply(settled(held, '40'));
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.onAccount()).toEqual([before + 6_000n, 0n]);
  });

  it('a reversal during the cancellation ends the same', async () => {
    const cardId = await fixture.card();
    const authorization = await fixture.sendTransaction(cardId);
    const finish = await cancel(cardId);
    const [before, frozen] = await fixture.onAccount();
    await fixture.sendTransaction(cardId, { originRecordNo: authorization.recordNo, transType: '2' });
    expect(await fixture.onCard(cardId)).toEqual([4_000n, 6_000n]);
    expect(await fixture.onAccount()).toEqual([before, frozen]);
    expect(await fixture.notificationsOf(authorization.recordNo)).toMatchObject([{ fundsType: 1 }]);
    await finish();
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.onAccount()).toEqual([before + 10_000n, 0n]);
  });

  it('a clearing beyond its hold is paid even by an account with too little money', async () => {
    const poor = fixture.call(await fixture.merchant('802', 10_100n));
    const cardId = await openedCard(poor);
    const authorization = await fixture.sendTransaction(cardId);
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, poor);
    await fulfilOrder(fixture.deps, orderId);
    await fixture.apply(settled(authorization, '150'));
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.balance(merchantCardAccount('802', 'USD'))).toEqual([6_000n - 11_000n, 0n]);
  });

  /** Applies the message; `happens` runs once, between the decision and its write. */
  async function deliverWhile(content: ReceivedTransaction, happens: () => Promise<unknown>): Promise<void> {
    const store = interruptedStore(fixture.deps.store, happens);
    await fixture.apply(content, { ...fixture.deps, store });
  }

  it('a reversal ends the same when the cancellation succeeds between its decision and its write', async () => {
    const cardId = await fixture.card();
    const authorization = await fixture.sendTransaction(cardId);
    const finish = await cancel(cardId);
    const [before] = await fixture.onAccount();
    await deliverWhile(
      transaction(cardId, { originRecordNo: authorization.recordNo, transType: '2' }),
      finish,
    );
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.onAccount()).toEqual([before + 10_000n, 0n]);
  });

  it('a reversal ends the same when it arrives between the decision to close the card and that write', async () => {
    const cardId = await fixture.card();
    const authorization = await fixture.sendTransaction(cardId);
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, fixture.own);
    const [before] = await fixture.onAccount();
    const store = interruptedStore(fixture.deps.store, () =>
      fixture.sendTransaction(cardId, { originRecordNo: authorization.recordNo, transType: '2' }),
    );
    await fulfilOrder({ ...fixture.deps, store }, orderId);
    expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
    expect(await fixture.onAccount()).toEqual([before + 10_000n, 0n]);
  });

  it('a reversal stays on the card when the cancellation fails between its decision and its write', async () => {
    const cardId = await fixture.card();
    const authorization = await fixture.sendTransaction(cardId);
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, fixture.own);
    const order = await readOrder(fixture.deps.store, orderId);
    const [before] = await fixture.onAccount();
    await deliverWhile(transaction(cardId, { originRecordNo: authorization.recordNo, transType: '2' }), () =>
      settleOrder(fixture.deps, order, { state: 'refused', reason: 'no' }),
    );
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    expect(await fixture.onAccount()).toEqual([before, 0n]);
  });
});
