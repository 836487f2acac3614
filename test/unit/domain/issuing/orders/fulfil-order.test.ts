import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import type { OrderOutcome } from '../../../../../shared/domain/issuing/model/issuer.ts';
import { orderItem } from '../../../../../shared/domain/issuing/model/order.ts';
import { fulfil, fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';
import { recharge } from './orders-fixture.ts';

/** Fulfils a recharge with this outcome at its issuer. Returns the alarms. */
async function alarmsOf(outcome: OrderOutcome): Promise<unknown[]> {
  const alarms: unknown[] = [];
  const store = new MemoryStore();
  const order = recharge({ cardId: '5' });
  await store.write([
    { kind: 'put', table: 'orders', item: orderItem(order) },
    {
      kind: 'put',
      table: 'ledger',
      item: { pk: 'merchant/7', sk: 'balance/card/USD', available: 0n, frozen: order.amount },
    },
  ]);
  const deps = {
    store,
    now: () => 1_000,
    graceMs: 1,
    utcOffset: '+08:00',
    issuers: { embedded: { perform: async () => outcome } },
    alarm: (what: string, about: object) => alarms.push([what, about]),
  } as unknown as Dependencies;
  await fulfilOrder(deps, order.orderId).catch(() => undefined);
  return alarms;
}

describe('an order that its issuer refuses', () => {
  it('raises an alarm where the refusal has a reason for the operator', async () => {
    expect(await alarmsOf({ state: 'refused', reason: 'no', alarm: 'no number is free' })).toContainEqual([
      'an order cannot be carried out',
      { orderId: '100', issuer: 'embedded', reason: 'no number is free' },
    ]);
  });

  it('raises no alarm otherwise', async () => {
    const alarms = await alarmsOf({ state: 'refused', reason: 'no' });
    expect(alarms.filter((alarm) => String(alarm).startsWith('an order cannot'))).toEqual([]);
  });
});

it('the worker returns the order as it is after its fulfilment', async () => {
  const store = new MemoryStore();
  const order = recharge({ cardId: '5', status: 'success' });
  await store.write([{ kind: 'put', table: 'orders', item: orderItem(order) }]);
  expect(await fulfil({ store } as unknown as Dependencies, '100')).toMatchObject({ status: 'success' });
});
