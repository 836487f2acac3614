import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Issuer, Outcome } from '../../../shared/issuer/issuer.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { refundCard } from '../../../shared/orders/kinds/refund.ts';
import { readOrder } from '../../../shared/orders/order.ts';
import { WAITS } from '../../../shared/orders/polling-delays.ts';
import type { Call, Platform } from '../../../shared/platform/platform.ts';
import { onCard, openedCard } from '../../support/card-steps.ts';
import { interruptedStore } from '../../support/interrupted-store.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { Crash } from '../faults/faulty-store.ts';

let world: TestPlatform;
let call: Call;
let cardId: string;
let orderId: string;
/** What the issuer was asked, and what it answers. */
let asked: string[];
let outcome: Outcome;

const issuer: Issuer = {
  async perform() {
    asked.push('perform');
    return outcome;
  },
  async inquire() {
    asked.push('inquire');
    return outcome;
  },
};
const fulfil = (changes: Partial<Platform> = {}) =>
  fulfilOrder({ ...world.platform, issuers: { embedded: issuer }, ...changes }, orderId);
const order = () => readOrder(world.platform.store, orderId);

beforeAll(async () => {
  world = await openTestPlatform();
  call = world.call(await world.merchant('1', 1_000_000n));
  cardId = await openedCard(call);
});
beforeEach(async () => {
  asked = [];
  outcome = { state: 'unknown' };
  ({ orderId } = await refundCard({ ...onCard(cardId), refundAmount: '1' }, call));
});

describe('an order at an issuer that can be asked', () => {
  it('is sent once by whoever comes first, and asked for by the others', async () => {
    await Promise.all([fulfil(), fulfil(), fulfil()]);
    expect(asked.filter((what) => what === 'perform')).toHaveLength(1);
    expect(await order()).toMatchObject({ status: 'pending', sentAt: world.platform.now() });
  });

  it('is not sent when it could not be noted that it is', async () => {
    const store = interruptedStore(world.platform.store, () => Promise.reject(new Crash()));
    await expect(fulfil({ store })).rejects.toThrow(Crash);
    expect(asked).toEqual([]);
  });

  it('is not sent once it is final', async () => {
    const store = interruptedStore(world.platform.store, async () => {
      await fulfilOrder(world.platform, orderId);
    });
    outcome = { state: 'refused', reason: 'no' };
    expect(await fulfil({ store })).toMatchObject({ status: 'success' });
    expect(asked).toEqual(['inquire']);
  });

  it('keeps the number that it has there, as soon as that is known', async () => {
    await fulfil();
    expect(await order()).not.toHaveProperty('issuerOrderId');
    outcome = { state: 'unknown', issuerOrderId: '77' };
    await fulfil();
    outcome = { state: 'unknown' };
    expect(await fulfil()).toMatchObject({ issuerOrderId: '77', asked: 2 });
  });

  it('whose outcome nobody knows in the end is told to a person, by its number', async () => {
    const alarms: unknown[][] = [];
    const alarm: Platform['alarm'] = (...told) => alarms.push(told);
    for (const _ of WAITS) await fulfil({ alarm });
    expect(alarms).toEqual([]);
    await fulfil({ alarm });
    expect(alarms).toEqual([['an order has no outcome', { orderId, issuer: 'embedded' }]]);
  });
});
