import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Dependencies, MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import type { Issuer, OrderOutcome } from '../../../../../shared/domain/issuing/model/issuer.ts';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { POLLING_DELAYS } from '../../../../../shared/runtime/queue/polling-delays.ts';
import { onCard, openedCard } from '../../../../support/fixtures/card-steps.ts';
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
let orderId: string;
/** The calls of the issuer, and the outcome that it returns. */
let request: string[];
let outcome: OrderOutcome;

const issuer: Issuer = {
  async perform() {
    request.push('perform');
    return outcome;
  },
  async inquire() {
    request.push('inquire');
    return outcome;
  },
};
const fulfil = (changes: Partial<Dependencies> = {}) =>
  fulfilOrder({ ...fixture.deps, issuers: { embedded: issuer }, ...changes }, orderId);
const order = () => readOrder(fixture.deps.store, orderId);

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
  call = fixture.call(await fixture.merchant('1', 1_000_000n));
  cardId = await openedCard(call);
});
beforeEach(async () => {
  request = [];
  outcome = { state: 'unknown' };
  ({ orderId } = await refundCard({ ...onCard(cardId), refundAmount: '1' }, call));
});

describe('an order at an issuer that can be inquired', () => {
  it('is sent once when several workers carry it out at the same time, and inquired for by the others', async () => {
    await Promise.all([fulfil(), fulfil(), fulfil()]);
    expect(request.toSorted()).toEqual(['inquire', 'inquire', 'perform']);
    expect(await order()).toMatchObject({ status: 'pending', sentAt: fixture.deps.now() });
  });

  it('is not sent when its sending cannot be recorded first', async () => {
    const store = interruptedStore(fixture.deps.store, () => Promise.reject(new Crash()));
    await expect(fulfil({ store })).rejects.toThrow(Crash);
    expect(request).toEqual([]);
  });

  it('is not sent once it is final', async () => {
    const store = interruptedStore(fixture.deps.store, async () => {
      await fulfilOrder(fixture.deps, orderId);
    });
    outcome = { state: 'refused', reason: 'no' };
    expect(await fulfil({ store })).toMatchObject({ status: 'success' });
    expect(request).toEqual(['inquire']);
  });

  it('keeps the issuer’s order number as soon as it is known', async () => {
    await fulfil();
    expect(await order()).not.toHaveProperty('issuerOrderId');
    outcome = { state: 'unknown', issuerOrderId: '77' };
    await fulfil();
    outcome = { state: 'unknown' };
    expect(await fulfil()).toMatchObject({ issuerOrderId: '77', inquiries: 2 });
  });

  it('without an outcome in the end raises an alarm with its number', async () => {
    const alarms: unknown[][] = [];
    const alarm: Dependencies['alarm'] = (...received) => alarms.push(received);
    for (const _ of POLLING_DELAYS) await fulfil({ alarm });
    expect(alarms).toEqual([]);
    await fulfil({ alarm });
    expect(alarms).toEqual([['an order has no outcome', { orderId, issuer: 'embedded' }]]);
  });
});
