import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modifyCard } from '../../../shared/cards/modify.ts';
import { StatusNotSuitable } from '../../../shared/contract/errors.ts';
import type { Issuer } from '../../../shared/issuer/issuer.ts';
import { balanceKey, cardAccount } from '../../../shared/ledger/accounts.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import { rechargeCard } from '../../../shared/orders/kinds/recharge.ts';
import { refundCard } from '../../../shared/orders/kinds/refund.ts';
import { readOrder } from '../../../shared/orders/order.ts';
import { settleOrder } from '../../../shared/orders/settle.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import { newNumber, onCard, openedCard } from '../../support/card-steps.ts';
import { interruptedStore } from '../../support/interrupted-store.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { Crash } from '../faults/faulty-store.ts';

let world: TestPlatform;
let call: Call;
let cardId: string;

beforeAll(async () => {
  world = await openTestPlatform();
  call = world.call(await world.merchant('1', 10_000_000n));
});
afterAll(async () => {
  expect((await world.audit()).flatMap(({ differences }) => differences)).toEqual([]);
});

/** A request between whose decision and writing something else happens, once. */
const meanwhile = (happens: () => Promise<unknown>): Call => ({
  ...call,
  platform: { ...world.platform, store: interruptedStore(world.platform.store, happens) },
});
const close = (by = call) => cancelCard({ userReqNo: newNumber('close'), cardId }, by);
const refund = (by = call) => refundCard({ ...onCard(cardId), refundAmount: '30' }, by);
const orderNow = (orderId: string) => readOrder(world.platform.store, orderId);

const rechargeAtOnce = async () => {
  const { orderId } = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, call);
  await fulfilOrder(world.platform, orderId);
};

describe('a card that is cancelled', () => {
  it.each<[string, () => Promise<unknown>, bigint]>([
    ['takes from it', () => refund(), 7_000n],
    ['puts onto it', rechargeAtOnce, 15_000n],
  ])('while something else %s gives back what is on it by then', async (_, happens, amount) => {
    cardId = await openedCard(call);
    const { orderId } = await close(meanwhile(happens));
    expect(await orderNow(orderId)).toMatchObject({ amount, cardStatusBefore: 'active' });
    await world.fulfilAll();
    const card = (await world.books()).balances.get(cardAccount(cardId, 'USD'));
    expect(card).toMatchObject({ available: 0n, frozen: 0n });
  });
});

describe('a card', () => {
  it('that is frozen while it is cancelled is frozen again when that fails', async () => {
    cardId = await openedCard(call);
    const freeze = () => modifyCard({ userReqNo: newNumber('freeze'), cardId, status: 0 }, call);
    const { orderId } = await close(meanwhile(freeze));
    const order = await orderNow(orderId);
    expect(order).toMatchObject({ cardStatusBefore: 'frozen' });
    await settleOrder(world.platform, order, { state: 'refused', reason: 'no' });
    expect(await world.platform.store.get('cards', { pk: `card/${cardId}` })).toMatchObject({
      status: 'frozen',
    });
  });

  it('whose cancellation comes twice at once is cancelled by the first, and the second hears of it', async () => {
    cardId = await openedCard(call);
    const request = { userReqNo: newNumber('close'), cardId };
    const other = { userReqNo: newNumber('close'), cardId };
    const { orderId: earlier } = await cancelCard(other, call);
    let first: { readonly orderId: string } | undefined;
    const refusalIsKept = interruptedStore(
      world.platform.store,
      async () => {
        await settleOrder(world.platform, await orderNow(earlier), { state: 'refused', reason: 'no' });
        first = await cancelCard(request, call);
      },
      (writes) => writes.some((write) => write.kind === 'update' && 'refusedAt' in (write.set ?? {})),
    );
    const second = await cancelCard(request, {
      ...call,
      platform: { ...world.platform, store: refusalIsKept },
    });
    expect(first).toBeDefined();
    expect(second).toEqual(first);
  });

  it('that somebody else cancels is cancelled once', async () => {
    cardId = await openedCard(call);
    await expect(close(meanwhile(close))).rejects.toThrow(new StatusNotSuitable('card', 'being cancelled'));
  });

  it('that is cancelled while a refund is decided gives it no more', async () => {
    cardId = await openedCard(call);
    await expect(refund(meanwhile(close))).rejects.toThrow(new StatusNotSuitable('card', 'being cancelled'));
    await world.fulfilAll();
  });

  it('that is closed gives a refund nothing, were there anything on it', async () => {
    cardId = await openedCard(call);
    const key = balanceKey(cardAccount(cardId, 'USD'));
    const closed = () =>
      world.platform.store.write([{ kind: 'update', table: 'ledger', key, set: { closed: true } }]);
    await expect(refund(meanwhile(closed))).rejects.toThrow(new StatusNotSuitable('card', 'closed'));
    await world.platform.store.write([{ kind: 'update', table: 'ledger', key, remove: ['closed'] }]);
  });
});

describe('an order', () => {
  /** What the issuer was asked to carry out. */
  const performed: string[] = [];
  const issuer: Issuer = {
    async perform({ orderId }) {
      performed.push(orderId);
      return { state: 'refused', reason: 'no' };
    },
  };
  const fulfil = (orderId: string) =>
    fulfilOrder({ ...world.platform, issuers: { embedded: issuer } }, orderId);

  it('that is final is carried out no more, and one that is not there not at all', async () => {
    cardId = await openedCard(call);
    const { orderId } = await refund();
    expect(await fulfil(orderId)).toMatchObject({ status: 'failure' });
    expect(await fulfil(orderId)).toMatchObject({ status: 'failure' });
    expect(await fulfil('1150000000000000')).toBeUndefined();
    expect(performed).toEqual([orderId]);
  });

  it('whose outcome could not be written is open', async () => {
    const order = await orderNow((await refund()).orderId);
    const store = interruptedStore(world.platform.store, () => Promise.reject(new Crash()));
    const outcome = { state: 'refused', reason: 'no' } as const;
    await expect(settleOrder({ ...world.platform, store }, order, outcome)).rejects.toThrow(Crash);
    expect(await orderNow(order.orderId)).toEqual(order);
  });

  it('is due after the grace that its fulfilment has', async () => {
    const { orderId } = await refund();
    expect(await orderNow(orderId)).toMatchObject({ dueAt: world.platform.now() + world.platform.graceMs });
  });
});
