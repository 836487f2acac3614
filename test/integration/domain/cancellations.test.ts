import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardOf } from '../../../shared/cards/card.ts';
import { opTypes } from '../../../shared/contract/codes.ts';
import { groupOf } from '../../../shared/groups/group.ts';
import { cardAccount, merchantCardAccount } from '../../../shared/ledger/accounts.ts';
import { entryWrites, transfer } from '../../../shared/ledger/entry.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import { rechargeCard } from '../../../shared/orders/kinds/recharge.ts';
import { refundCard } from '../../../shared/orders/kinds/refund.ts';
import { readOrder } from '../../../shared/orders/order.ts';
import { settleOrder } from '../../../shared/orders/settle.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import { newNumber, onCard, openedCard, openedGroup, supplementary } from '../../support/card-steps.ts';
import { interruptedStore } from '../../support/interrupted-store.ts';
import { openTransactionWorld, type TransactionWorld } from '../transactions/world.ts';

let world: TransactionWorld;
beforeAll(async () => {
  world = await openTransactionWorld();
});
afterAll(async () => {
  expect(await world.differences()).toEqual([]);
});

const close = async (cardId: string, by: Call = world.own): Promise<string> =>
  (await cancelCard({ userReqNo: newNumber('close'), cardId }, by)).orderId;
const fulfil = ({ orderId }: { orderId: string }) => fulfilOrder(world.platform, orderId);

describe('what a cancelled card owes', () => {
  it('is paid by an account that has nothing, in an entry of its own', async () => {
    const poor = world.call(await world.merchant('802', 10_100n));
    const cardId = await openedCard(poor);
    await world.tell(cardId, { localCurrencyAmt: '130' });
    const orderId = await close(cardId, poor);
    await fulfil({ orderId });
    const [card, account] = [cardAccount(cardId, 'USD'), merchantCardAccount('802', 'USD')];
    expect(await world.balance(card)).toEqual([0n, 13_000n]);
    expect(await world.balance(account)).toEqual([-3_000n, 0n]);
    const { entries } = await world.books();
    expect(entries.find(({ cause }) => cause === `order/${orderId}/debt`)?.postings).toEqual([
      { account, side: 'available', amount: -3_000n },
      { account: card, side: 'available', amount: 3_000n },
    ]);
  });

  it('is what it owes by then: what was paid meanwhile is not paid again', async () => {
    const cardId = await world.card();
    await world.tell(cardId, { localCurrencyAmt: '130' });
    const orderId = await close(cardId);
    const [before] = await world.onAccount();
    const account = merchantCardAccount(world.own.merchant.userNo, 'USD');
    const postings = transfer([account, 'available'], [cardAccount(cardId, 'USD'), 'available'], 1_000n);
    const payment = { cause: `payment/${orderId}`, at: world.platform.now(), postings };
    const store = interruptedStore(world.platform.store, () =>
      world.platform.store.write(entryWrites(payment, (of) => new Error(`too little on ${of}`))),
    );
    await fulfilOrder({ ...world.platform, store }, orderId);
    expect(await world.onCard(cardId)).toEqual([0n, 13_000n]);
    expect(await world.onAccount()).toEqual([before - 3_000n, 0n]);
  });
});

it('a supplementary card whose cancellation fails is what it was, with no account of its own', async () => {
  const { store } = world.platform;
  const { userNo } = world.own.merchant;
  const groupId = await openedGroup(world.own);
  const cardId = await openedCard(world.own, supplementary(groupId));
  const order = await readOrder(store, await close(cardId));
  await settleOrder(world.platform, order, { state: 'refused', reason: 'no' });
  expect(await cardOf(store, userNo, cardId)).toMatchObject({ status: 'active', groupId });
  expect(await groupOf(store, userNo, groupId)).toMatchObject({ cardCount: 1, funded: 50_000n });
  expect((await world.books()).balances.has(cardAccount(cardId, 'USD'))).toBe(false);
});

it('whatever is ordered on a card without a group, there are no groups but those that were opened', async () => {
  const groupId = await openedGroup(world.own);
  const cardId = await world.card();
  await fulfil(await rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, world.own));
  await fulfil(await refundCard({ ...onCard(cardId), refundAmount: '10' }, world.own));
  await fulfil({ orderId: await close(cardId) });
  const { groups, orders } = await world.books();
  const opened = orders.filter(({ opType }) => opType === opTypes.groupOpening).map(({ orderId }) => orderId);
  expect(opened).toContain(groupId);
  expect(groups).toEqual(new Set(opened));
});
