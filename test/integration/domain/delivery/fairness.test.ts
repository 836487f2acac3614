import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliver, type Post } from '../../../../shared/domain/delivery/deliver.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';
import { sweep } from '../../../../shared/runtime/queue/sweep.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

/** After this time every attempt needs a slot. */
const MINUTE = 60_000;

let fixture: DeliveryFixture;
let dead: Merchant;
let other: Merchant;

beforeEach(async () => {
  fixture = await openDeliveryFixture();
  dead = await fixture.newMerchant();
  other = await fixture.newMerchant();
});
afterEach(() => fixture.endpoint.close());

/** Returns an endpoint that does not respond; `timeOut` ends all attempts that hang there. */
function hangingEndpoint() {
  const hanging: ((error: Error) => void)[] = [];
  const arrivals = new EventEmitter();
  const post: Post = () =>
    new Promise((_, reject) => {
      hanging.push(reject);
      arrivals.emit('arrived');
    });
  return {
    post,
    hanging,
    arrivals,
    timeOut: () => {
      for (const reject of hanging.splice(0)) reject(new DOMException('slow', 'TimeoutError'));
    },
  };
}

/** Delivers all of them and waits until each attempt has reached its endpoint or ended. */
async function deliverEach(ids: readonly string[], endpoint: ReturnType<typeof hangingEndpoint>) {
  const { post, hanging, arrivals } = endpoint;
  const before = hanging.length;
  let over = 0;
  const everyone = Promise.withResolvers<void>();
  const look = () => {
    if (over + hanging.length - before === ids.length) everyone.resolve();
  };
  arrivals.on('arrived', look);
  const work = ids.map((id) =>
    deliver(fixture.deps, post, id).finally(() => {
      over += 1;
      look();
    }),
  );
  const settled = Promise.all(work);
  // If a delivery fails before every attempt has arrived, its error ends the wait.
  await Promise.race([everyone.promise, settled.then(() => everyone.promise)]);
  arrivals.off('arrived', look);
  return { settled, over };
}

const accepting: Post = async () => ({ status: 200, body: 'SUCCESS' });

/** Delivers a notification to the merchant's endpoint, so that its health is known. */
async function deliverOnce(merchant: Merchant): Promise<void> {
  const [id = ''] = await fixture.enqueue(merchant);
  expect(await deliver(fixture.deps, accepting, id)).toMatchObject({ status: 'delivered' });
}

describe('an endpoint that hangs', () => {
  it('gets three concurrent attempts at most before its first success', async () => {
    const endpoint = hangingEndpoint();
    const { over, settled } = await deliverEach(await fixture.enqueue(dead, 30), endpoint);
    expect(endpoint.hanging).toHaveLength(3);
    expect(over).toBe(27);
    await deliverOnce(other);
    endpoint.timeOut();
    await settled;
  });

  it('gets no more than its slots, while notifications of another merchant are delivered', async () => {
    await deliverOnce(dead);
    const endpoint = hangingEndpoint();
    const ids = await fixture.enqueue(dead, 60);
    fixture.moveClock(MINUTE);
    const first = await deliverEach(ids, endpoint);
    expect(endpoint.hanging).toHaveLength(20);
    expect(first.over).toBe(40);

    const [notifications = ''] = await fixture.enqueue(other);
    expect(await deliver(fixture.deps, accepting, notifications)).toMatchObject({
      status: 'delivered',
      attempts: 1,
    });

    // No attempt has failed yet: only the time in flight shows that the endpoint hangs.
    fixture.moveClock(2_000);
    const more = await fixture.enqueue(dead, 10);
    expect((await deliverEach(more, endpoint)).over).toBe(10);
    expect(endpoint.hanging).toHaveLength(20);

    endpoint.timeOut();
    await first.settled;
    fixture.moveClock(600_000);
    const second = await deliverEach([...ids, ...more], endpoint);
    expect(endpoint.hanging).toHaveLength(3);
    expect(second.over).toBe(67);
    const [again = ''] = await fixture.enqueue(other);
    expect(await deliver(fixture.deps, accepting, again)).toMatchObject({
      status: 'delivered',
      attempts: 1,
    });
    endpoint.timeOut();
    await second.settled;
  });

  it('costs postponed notifications no attempt, and they are delivered later', async () => {
    await deliverOnce(dead);
    const endpoint = hangingEndpoint();
    const ids = await fixture.enqueue(dead, 22);
    fixture.moveClock(MINUTE);
    const { settled } = await deliverEach(ids, endpoint);
    const stored = await Promise.all(ids.map((id) => fixture.stored(id)));
    const back = stored.filter(({ deferrals }) => deferrals === 1);
    expect(back).toHaveLength(2);
    for (const one of back) {
      expect(one).toMatchObject({ status: 'pending', attempts: 0, history: [] });
      expect(one.nextAttemptAt - fixture.deps.now()).toBeLessThanOrEqual(1_250);
      expect(fixture.enqueued).toContainEqual(expect.objectContaining({ id: one.notificationId }));
    }
    endpoint.timeOut();
    await settled;
    for (let round = 0; round < 40; round += 1) {
      fixture.moveClock(600_000);
      await Promise.all(ids.map((id) => deliver(fixture.deps, accepting, id)));
    }
    const states = await Promise.all(ids.map(async (id) => (await fixture.stored(id)).status));
    expect(new Set(states)).toEqual(new Set(['delivered']));
  });

  it('has a postponed notification enqueued by the sweeper when its message is lost', async () => {
    const endpoint = hangingEndpoint();
    const ids = await fixture.enqueue(dead, 4);
    await deliverEach(ids, endpoint);
    const stored = await Promise.all(ids.map((id) => fixture.stored(id)));
    const back = stored.find(({ deferrals }) => deferrals === 1);
    fixture.enqueued.length = 0;
    fixture.moveClock((back?.dueAt ?? 0) - fixture.deps.now());
    await sweep(fixture.deps);
    expect(fixture.enqueued).toContainEqual(expect.objectContaining({ id: back?.notificationId }));
  });

  it('gets its slots back when their leases end', async () => {
    const endpoint = hangingEndpoint();
    await deliverEach(await fixture.enqueue(dead, 3), endpoint);
    const [late = ''] = await fixture.enqueue(dead);
    fixture.moveClock(29_999);
    expect(await deliver(fixture.deps, accepting, late)).toMatchObject({ status: 'pending', deferrals: 1 });
    fixture.moveClock(20_000);
    expect(await deliver(fixture.deps, accepting, late)).toMatchObject({ status: 'delivered' });
  });
});

describe('a healthy endpoint', () => {
  it('receives 20 notifications at once, and none is postponed', async () => {
    await deliverOnce(other);
    for (let round = 0; round < 3; round += 1) {
      const ids = await fixture.enqueue(other, 20);
      const done = await Promise.all(ids.map((id) => deliver(fixture.deps, accepting, id)));
      expect(done.every((one) => one?.status === 'delivered')).toBe(true);
    }
  });
});
