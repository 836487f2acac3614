import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { modifyCard } from '../../../../../shared/domain/issuing/cards/modify-card.ts';
import type { Issuer } from '../../../../../shared/domain/issuing/model/issuer.ts';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { settleOrder } from '../../../../../shared/domain/issuing/orders/settle-order.ts';
import { balanceKey, cardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { StatusNotSuitable } from '../../../../../shared/wire/errors.ts';
import { newRequestNo, onCard, openedCard } from '../../../../support/fixtures/card-steps.ts';
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';
import { Crash } from '../../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
let call: MerchantCall;
let cardId: string;

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
  call = fixture.call(await fixture.merchant('1', 10_000_000n));
});
afterAll(async () => {
  expect((await fixture.audit()).flatMap(({ differences }) => differences)).toEqual([]);
});

/** Returns a call with which `happens` runs once, between the decision and its write. */
const meanwhile = (happens: () => Promise<unknown>): MerchantCall => ({
  ...call,
  deps: { ...fixture.deps, store: interruptedStore(fixture.deps.store, happens) },
});
const close = (by = call) => cancelCard({ userReqNo: newRequestNo('close'), cardId }, by);
const refund = (by = call) => refundCard({ ...onCard(cardId), refundAmount: '30' }, by);
const orderNow = (orderId: string) => readOrder(fixture.deps.store, orderId);

const rechargeAtOnce = async () => {
  const { orderId } = await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, call);
  await fulfilOrder(fixture.deps, orderId);
};

describe('a cancellation', () => {
  it.each<[string, () => Promise<unknown>, bigint]>([
    ['takes money from the card', () => refund(), 7_000n],
    ['puts money on the card', rechargeAtOnce, 15_000n],
  ])('while something else %s returns the balance at that moment', async (_, happens, amount) => {
    cardId = await openedCard(call);
    const { orderId } = await close(meanwhile(happens));
    expect(await orderNow(orderId)).toMatchObject({ amount, cardStatusBefore: 'active' });
    await fixture.fulfilAll();
    const card = (await fixture.snapshot()).balances.get(cardAccount(cardId, 'USD'));
    expect(card).toMatchObject({ available: 0n, frozen: 0n });
  });
});

describe('a card', () => {
  it('that is frozen during its cancellation is frozen again when that fails', async () => {
    cardId = await openedCard(call);
    const freeze = () => modifyCard({ userReqNo: newRequestNo('freeze'), cardId, status: 0 }, call);
    const { orderId } = await close(meanwhile(freeze));
    const order = await orderNow(orderId);
    expect(order).toMatchObject({ cardStatusBefore: 'frozen' });
    await settleOrder(fixture.deps, order, { state: 'refused', reason: 'no' });
    expect(await fixture.deps.store.get('cards', { pk: `card/${cardId}` })).toMatchObject({
      status: 'frozen',
    });
  });

  it('whose cancellation arrives twice at once is cancelled once, and the second gets the first result', async () => {
    cardId = await openedCard(call);
    const request = { userReqNo: newRequestNo('close'), cardId };
    const other = { userReqNo: newRequestNo('close'), cardId };
    const { orderId: earlier } = await cancelCard(other, call);
    let first: { readonly orderId: string } | undefined;
    const whileRefusalIsStored = interruptedStore(
      fixture.deps.store,
      async () => {
        await settleOrder(fixture.deps, await orderNow(earlier), { state: 'refused', reason: 'no' });
        first = await cancelCard(request, call);
      },
      (writes) => writes.some((write) => write.kind === 'update' && 'refusedAt' in (write.set ?? {})),
    );
    const second = await cancelCard(request, {
      ...call,
      deps: { ...fixture.deps, store: whileRefusalIsStored },
    });
    expect(first).toBeDefined();
    expect(second).toEqual(first);
  });

  it('that another request cancels at the same moment is cancelled once', async () => {
    cardId = await openedCard(call);
    await expect(close(meanwhile(close))).rejects.toThrow(new StatusNotSuitable('card', 'being cancelled'));
  });

  it('that is cancelled at the same moment refuses a refund', async () => {
    cardId = await openedCard(call);
    await expect(refund(meanwhile(close))).rejects.toThrow(new StatusNotSuitable('card', 'being cancelled'));
    await fixture.fulfilAll();
  });

  it('that is closed refuses a refund, even if it has money', async () => {
    cardId = await openedCard(call);
    const key = balanceKey(cardAccount(cardId, 'USD'));
    const closed = () =>
      fixture.deps.store.write([{ kind: 'update', table: 'ledger', key, set: { closed: true } }]);
    await expect(refund(meanwhile(closed))).rejects.toThrow(new StatusNotSuitable('card', 'closed'));
    await fixture.deps.store.write([{ kind: 'update', table: 'ledger', key, remove: ['closed'] }]);
  });
});

describe('an order', () => {
  /** The orders that the issuer was asked to carry out. */
  const performed: string[] = [];
  const issuer: Issuer = {
    async perform({ orderId }) {
      performed.push(orderId);
      return { state: 'refused', reason: 'no' };
    },
  };
  const fulfil = (orderId: string) =>
    fulfilOrder({ ...fixture.deps, issuers: { embedded: issuer } }, orderId);

  it('that is final is not carried out again, and an unknown one not at all', async () => {
    cardId = await openedCard(call);
    const { orderId } = await refund();
    expect(await fulfil(orderId)).toMatchObject({ status: 'failure' });
    expect(await fulfil(orderId)).toMatchObject({ status: 'failure' });
    expect(await fulfil('1150000000000000')).toBeUndefined();
    expect(performed).toEqual([orderId]);
  });

  it('whose outcome could not be written stays open', async () => {
    const order = await orderNow((await refund()).orderId);
    const store = interruptedStore(fixture.deps.store, () => Promise.reject(new Crash()));
    const outcome = { state: 'refused', reason: 'no' } as const;
    await expect(settleOrder({ ...fixture.deps, store }, order, outcome)).rejects.toThrow(Crash);
    expect(await orderNow(order.orderId)).toEqual(order);
  });

  it('is due after the grace period', async () => {
    const { orderId } = await refund();
    expect(await orderNow(orderId)).toMatchObject({ dueAt: fixture.deps.now() + fixture.deps.graceMs });
  });
});
