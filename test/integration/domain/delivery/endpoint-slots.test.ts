import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliver, type Post } from '../../../../shared/domain/delivery/deliver.ts';
import { endpointFrom, endpointKey } from '../../../../shared/domain/delivery/endpoint-health.ts';
import { pauseEndpoint } from '../../../../shared/domain/delivery/resend.ts';
import type { Dependencies } from '../../../../shared/domain/dependencies.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';
import type { WorkQueue } from '../../../../shared/runtime/queue/work-queue.ts';
import { Crash } from '../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

const HOUR = 3_600_000;
/** After this time every attempt needs a slot. */
const MINUTE = 60_000;

let fixture: DeliveryFixture;
let merchant: Merchant;

beforeAll(async () => {
  fixture = await openDeliveryFixture();
  await fixture.endpoint.close();
});
beforeEach(async () => {
  merchant = await fixture.newMerchant();
});

const now = () => fixture.deps.now();
const accepting: Post = async () => ({ status: 200, body: 'SUCCESS' });
const refusing: Post = async () => ({ status: 500, body: '' });
const received = async () => (await fixture.enqueue(merchant))[0] ?? '';
/** Attempts delivery in the first free slot. */
const attempt = async (post: Post, changes: Partial<Dependencies> = {}) => {
  const id = await received();
  await deliver({ ...fixture.deps, random: () => 0, ...changes }, post, id);
  return id;
};
const endpoint = async () =>
  endpointFrom((await fixture.deps.store.get('notifications', endpointKey(merchant.userNo))) ?? {});
/** Starts an attempt that never ends. */
const leaveSlotTaken = async () => fixture.crashDuringAttempt(await received(), { random: () => 0 });
const free = Array(20).fill(0);

describe('two overlapping attempts at one endpoint', () => {
  it('leave it strained since the first failure and release their slots when both fail', async () => {
    const began = now();
    await attempt(async () => {
      await attempt(refusing);
      fixture.moveClock(1_000);
      return { status: 503, body: '' };
    });
    expect(await endpoint()).toMatchObject({
      status: 'strained',
      failingSince: began,
      attentionAt: began,
      lastResult: 'HTTP 503',
      slots: free,
    });
  });

  it('leave it healthy when one fails and the other succeeds afterwards', async () => {
    await attempt(async () => {
      await attempt(refusing);
      return accepting('', '', {}, 0);
    });
    const stored = await endpoint();
    expect(stored).toMatchObject({ status: 'healthy', succeededAt: now(), slots: free });
    expect(stored).not.toHaveProperty('failingSince');
  });

  it('leave it strained when one was slow and the other quick', async () => {
    await attempt(refusing);
    await attempt(async () => {
      await attempt(async () => {
        fixture.moveClock(3_000);
        return accepting('', '', {}, 0);
      });
      return accepting('', '', {}, 0);
    });
    expect(await endpoint()).toMatchObject({ status: 'strained', lastResult: 'slow', slots: free });
  });

  it('set failingSince to the later failure after a slow success', async () => {
    await attempt(refusing);
    fixture.moveClock(1_000);
    await attempt(async () => {
      await attempt(async () => {
        fixture.moveClock(2_000);
        return accepting('', '', {}, 0);
      });
      fixture.moveClock(500);
      return { status: 500, body: '' };
    });
    expect(await endpoint()).toMatchObject({ status: 'strained', failingSince: now() });
  });

  it('release their own slot, and not one that another attempt has leased since', async () => {
    await attempt(async () => {
      fixture.moveClock(30_000);
      await leaveSlotTaken();
      return { status: 500, body: '' };
    });
    expect((await endpoint()).slots).toEqual([now(), ...free.slice(1)]);
  });
});

describe('an endpoint', () => {
  it('is strained after a success that took two seconds', async () => {
    await attempt(async () => {
      fixture.moveClock(2_000);
      return accepting('', '', {}, 0);
    });
    expect(await endpoint()).toMatchObject({ status: 'strained', lastResult: 'slow', slowAt: now() });
  });

  it('without a free slot postpones notifications, which leaves no trace once they are delivered', async () => {
    for (const _ of [1, 2, 3]) await leaveSlotTaken();
    const owners: unknown[] = [];
    const workQueue: WorkQueue = {
      send: async (_, ids, __, ownerOf) => {
        owners.push(...ids.map((one) => ownerOf?.(one)));
        return [];
      },
    };
    const id = await attempt(accepting, { workQueue });
    expect(await fixture.stored(id)).toMatchObject({ deferrals: 1, attempts: 0 });
    expect(owners).toEqual([merchant.userNo]);
    fixture.moveClock(30_000);
    await deliver(fixture.deps, refusing, id);
    expect(await fixture.stored(id)).toMatchObject({ status: 'pending', attempts: 1 });
    expect(await fixture.stored(id)).not.toHaveProperty('deferrals');
    fixture.moveClock(HOUR);
    await deliver(fixture.deps, accepting, id);
    const stored = await fixture.stored(id);
    expect(stored).toMatchObject({ status: 'delivered', attempts: 2 });
    for (const gone of ['deferrals', 'claimedAt', 'dueAt', 'dueShard'])
      expect(stored).not.toHaveProperty(gone);
  });

  it('is not called when its state cannot be read', async () => {
    const store = interruptedStore(fixture.deps.store, () => Promise.reject(new Crash()));
    let posts = 0;
    const counting: Post = async () => {
      posts += 1;
      return accepting('', '', {}, 0);
    };
    await expect(attempt(counting, { store })).rejects.toThrow(Crash);
    expect(posts).toBe(0);
  });

  it('gets as many concurrent attempts as it has slots, even if workers compete for the same slot', async () => {
    await attempt(accepting);
    const ids = await fixture.enqueue(merchant, 30);
    fixture.moveClock(MINUTE);
    const waiting: (() => void)[] = [];
    let over = 0;
    const everyone = Promise.withResolvers<void>();
    const look = () => {
      if (waiting.length + over === ids.length) everyone.resolve();
    };
    const counting: Post = async () => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        look();
      });
      return accepting('', '', {}, 0);
    };
    // Every delivery tries the first free slot.
    const deps = { ...fixture.deps, random: () => 0 };
    const deliveries = ids.map((id) =>
      deliver(deps, counting, id).finally(() => {
        over += 1;
        look();
      }),
    );
    // A slot that is given back may be claimed again, so no attempt is answered before all others have been postponed.
    await Promise.race([Promise.all(deliveries), everyone.promise]);
    expect(waiting).toHaveLength(20);
    for (const answer of waiting) answer();
    await Promise.all(deliveries);
    expect((await endpoint()).slots).toEqual(free);
  });
});

describe('a paused endpoint', () => {
  /** Pauses the endpoint by five days of failures. */
  const pause = async (changes: Partial<Dependencies> = {}) => {
    await attempt(refusing);
    fixture.moveClock(120 * HOUR);
    await attempt(refusing, changes);
  };

  it('raises an alarm with its merchant, the start of the failures and the last result', async () => {
    const alarms: unknown[][] = [];
    const failingSince = new Date(now()).toISOString();
    await pause({ alarm: (...what) => alarms.push(what) });
    const { userNo } = merchant;
    const about = { userNo, failingSince, lastResult: 'HTTP 500' };
    expect(alarms).toEqual([['an endpoint keeps failing and is paused', about]]);
  });

  it('is probed once an hour has passed, and waits another hour', async () => {
    await pause();
    fixture.moveClock(HOUR);
    const id = await attempt(refusing);
    const stored = await fixture.stored(id);
    expect(stored).toMatchObject({ lastResult: 'HTTP 500', attempts: 0, history: [{ probe: true }] });
    expect(stored.nextAttemptAt).toBeGreaterThanOrEqual(now() + HOUR);
    expect(await endpoint()).toMatchObject({ status: 'paused', nextProbeAt: now() + HOUR });
  });

  it('gets no attempt when the operator pauses it just before', async () => {
    await attempt(accepting);
    const pausing = () => pauseEndpoint(fixture.deps, merchant.userNo);
    const store = interruptedStore(fixture.deps.store, pausing);
    const never: Post = () => Promise.reject(new Error('must not be called'));
    const id = await received();
    fixture.moveClock(MINUTE);
    await deliver({ ...fixture.deps, store }, never, id);
    expect(await fixture.stored(id)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(await endpoint()).toMatchObject({ status: 'paused', slots: free });
  });

  it('is not probed within an hour after the operator paused it', async () => {
    await pauseEndpoint(fixture.deps, merchant.userNo);
    const id = await attempt(accepting);
    const stored = await fixture.stored(id);
    expect(stored).toMatchObject({ status: 'pending', attempts: 0 });
    expect(stored.nextAttemptAt).toBe(now() + HOUR);
  });
});
