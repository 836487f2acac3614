import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliver, type Post } from '../../../../shared/domain/delivery/deliver.ts';
import { endpointFrom, endpointKey } from '../../../../shared/domain/delivery/endpoint-health.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let fixture: DeliveryFixture;
let merchant: Merchant;
let posts: number;
let answer: Awaited<ReturnType<Post>>;

const post: Post = async () => {
  posts += 1;
  return answer;
};
const now = () => fixture.deps.now();
const attempt = (id: string) => deliver(fixture.deps, post, id);
const endpoint = async () =>
  endpointFrom((await fixture.deps.store.get('notifications', endpointKey(merchant.userNo))) ?? {});

beforeAll(async () => {
  fixture = await openDeliveryFixture();
});
beforeEach(async () => {
  merchant = await fixture.newMerchant();
  fixture.alarms.length = 0;
  fixture.enqueued.length = 0;
  posts = 0;
  answer = { status: 500, body: '' };
});
afterAll(() => fixture.endpoint.close());

/** Pauses the endpoint by five days of failures. */
async function pause(): Promise<void> {
  const [first = '', last = ''] = await fixture.enqueue(merchant, 2);
  await attempt(first);
  fixture.moveClock(5 * DAY);
  await attempt(last);
  posts = 0;
}

describe('an endpoint with only failures for five days', () => {
  it('is paused, with one alarm', async () => {
    const [first = '', second = ''] = await fixture.enqueue(merchant, 2);
    await attempt(first);
    fixture.moveClock(5 * DAY - 1);
    await attempt(second);
    expect(await endpoint()).toMatchObject({ status: 'strained' });
    expect(fixture.alarms).toEqual([]);
    fixture.moveClock(1);
    const [third = '', fourth = ''] = await fixture.enqueue(merchant, 2);
    await attempt(third);
    await attempt(fourth);
    expect(await endpoint()).toMatchObject({ status: 'paused', nextProbeAt: now() + HOUR });
    expect(fixture.alarms).toEqual(['an endpoint keeps failing and is paused']);
  });

  it('makes its notifications wait: none is lost, and none is attempted or loses an attempt', async () => {
    await pause();
    const ids = await fixture.enqueue(merchant, 5);
    fixture.enqueued.length = 0;
    for (const id of ids) await attempt(id);
    expect(posts).toBe(0);
    const { nextProbeAt = 0 } = await endpoint();
    for (const id of ids) {
      const stored = await fixture.stored(id);
      expect(stored).toMatchObject({ status: 'pending', attempts: 0, history: [] });
      expect(stored.nextAttemptAt).toBeGreaterThanOrEqual(nextProbeAt);
      expect(stored.nextAttemptAt).toBeLessThan(nextProbeAt + 10 * MINUTE);
      expect(stored.dueAt).toBe(stored.nextAttemptAt + fixture.deps.graceMs);
    }
    expect(fixture.enqueued).toEqual([]);
  });

  it('is probed hourly by one of them, without counting as an attempt', async () => {
    await pause();
    const ids = await fixture.enqueue(merchant, 3);
    for (let hour = 1; hour <= 10; hour += 1) {
      fixture.moveClock(HOUR + 10 * MINUTE);
      await Promise.all(ids.map(attempt));
      expect(posts).toBe(hour);
      await Promise.all(ids.map(attempt));
      expect(posts).toBe(hour);
    }
    const stored = await Promise.all(ids.map((id) => fixture.stored(id)));
    expect(stored.map(({ attempts }) => attempts)).toEqual([0, 0, 0]);
    const probes = stored.flatMap(({ history = [] }) => history);
    expect(probes).toHaveLength(10);
    expect(probes.every(({ probe, status }) => probe === true && status === 500)).toBe(true);
    expect(await endpoint()).toMatchObject({ status: 'paused' });
  });

  it('is healthy again once a probe succeeds, and the other notifications follow', async () => {
    await pause();
    const ids = await fixture.enqueue(merchant, 4);
    for (const id of ids) await attempt(id);
    answer = { status: 200, body: 'SUCCESS' };
    fixture.moveClock(HOUR + 10 * MINUTE);
    const [probe = '', ...rest] = ids;
    expect(await attempt(probe)).toMatchObject({ status: 'delivered' });
    expect(await endpoint()).toMatchObject({ status: 'healthy' });
    for (const id of rest) expect(await attempt(id)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('still has expired passwords removed', async () => {
    await pause();
    const [id = ''] = await fixture.enqueue(merchant);
    const secret = { field: 'otp', sealed: {}, until: now() + 15 * MINUTE };
    const key = { pk: `notification/${id}` };
    await fixture.deps.store.write([{ kind: 'update', table: 'notifications', key, set: { secret } }]);
    fixture.enqueued.length = 0;
    expect(await attempt(id)).toMatchObject({ nextAttemptAt: secret.until });
    // The longest delay that a queue supports.
    expect(fixture.enqueued).toEqual([{ waiting: 'notification', id, delaySeconds: 900 }]);
    fixture.moveClock(15 * MINUTE);
    expect(await attempt(id)).toMatchObject({ status: 'dead', lastResult: 'secret expired' });
    expect(await fixture.stored(id)).not.toHaveProperty('secret');
    expect(await fixture.stored(id)).toMatchObject({ erasedField: 'otp' });
  });
});

it('a fault of the platform itself does not change the endpoint', async () => {
  const [id = ''] = await fixture.enqueue(merchant);
  const broken: Post = () => {
    throw new Error('never called');
  };
  const counterpartyKeys = Object.create(fixture.deps.counterpartyKeys, {
    platformKey: {
      value: async () => {
        throw new Error('the keeper of keys is out of reach');
      },
    },
  });
  await expect(deliver({ ...fixture.deps, counterpartyKeys }, broken, id)).rejects.toThrow('out of reach');
  expect(await endpoint()).toMatchObject({ status: 'healthy', slots: Array(20).fill(0) });
});
