import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliver, type Post } from '../../../../shared/domain/delivery/deliver.ts';
import { endpointFrom, endpointKey } from '../../../../shared/domain/delivery/endpoint-health.ts';
import { EndpointMutex } from '../../../../shared/domain/delivery/optimistic-attempt.ts';
import { pauseEndpoint, resend } from '../../../../shared/domain/delivery/resend.ts';
import type { Dependencies } from '../../../../shared/domain/dependencies.ts';
import { notificationKey } from '../../../../shared/domain/notifications/notification.ts';
import { sealSecretField } from '../../../../shared/domain/notifications/secret-field.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';
import type { Store } from '../../../../shared/runtime/store/store.ts';
import type { Write } from '../../../../shared/runtime/store/write.ts';
import { type DeliveryFixture, openDeliveryFixture } from './delivery-fixture.ts';

const MINUTE = 60_000;

let fixture: DeliveryFixture;
let merchant: Merchant;

const now = () => fixture.deps.now();
const accepting: Post = async () => ({ status: 200, body: 'SUCCESS' });
const refusing: Post = async () => ({ status: 500, body: '' });
/** An endpoint that does not respond before the attempt times out. */
const hanging: Post = async (_url, _body, _headers, timeoutMs) => {
  fixture.moveClock(timeoutMs);
  throw new DOMException('too slow', 'TimeoutError');
};
const stored = async () =>
  (await fixture.deps.store.get('notifications', endpointKey(merchant.userNo))) ?? {};
const enqueued = async () => (await fixture.enqueue(merchant))[0] ?? '';
const attempt = (id: string, post: Post) => deliver({ ...fixture.deps, random: () => 0 }, post, id);

/** Returns the writes of the attempt and the timeout that it gives the endpoint. */
async function observed(id: string, post: Post, mutex?: EndpointMutex) {
  const writes: Write[] = [];
  const times: number[] = [];
  const store: Store = {
    ...Object.fromEntries(
      (['get', 'getMany', 'query', 'count'] as const).map((name) => [
        name,
        (...args: never[]) => (fixture.deps.store[name] as (...args: never[]) => unknown)(...args),
      ]),
    ),
    write: async (some: readonly Write[]) => {
      writes.push(...some);
      await fixture.deps.store.write(some);
    },
  } as Store;
  const timed: Post = (...posted) => {
    times.push(posted[3]);
    return post(...posted);
  };
  await deliver({ ...fixture.deps, store }, timed, id, mutex);
  return { writes, times };
}

beforeAll(async () => {
  fixture = await openDeliveryFixture();
  await fixture.endpoint.close();
});
beforeEach(async () => {
  merchant = await fixture.newMerchant();
  expect(await attempt(await enqueued(), accepting)).toMatchObject({ status: 'delivered' });
  fixture.enqueued.length = 0;
});

describe('an optimistic attempt', () => {
  it('writes only its outcome', async () => {
    const before = await stored();
    const id = await enqueued();
    fixture.moveClock(10);
    const { writes, times } = await observed(id, accepting);
    expect(writes).toHaveLength(1);
    expect(times).toEqual([2_000]);
    expect(await stored()).toEqual(before);
    expect(await fixture.stored(id)).toMatchObject({
      status: 'delivered',
      attempts: 1,
      history: [{ at: now(), status: 200 }],
    });
  });

  it('that fails counts as the first, strains the endpoint, and the next one holds a slot', async () => {
    const id = await enqueued();
    await attempt(id, refusing);
    const { nextAttemptAt } = await fixture.stored(id);
    expect(await fixture.stored(id)).toMatchObject({
      status: 'pending',
      attempts: 1,
      lastResult: 'HTTP 500',
    });
    expect(nextAttemptAt).toBe(now() + 4_000);
    expect(fixture.enqueued).toEqual([{ waiting: 'notification', id, delaySeconds: 4 }]);
    expect(endpointFrom(await stored())).toMatchObject({ status: 'strained', failingSince: now() });
    fixture.moveClock(4_000);
    const { writes, times } = await observed(id, accepting);
    expect(times).toEqual([15_000]);
    expect(writes).toHaveLength(4);
    expect(await fixture.stored(id)).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  it('without a response within two seconds strains the endpoint, and the next one follows after seconds', async () => {
    const id = await enqueued();
    const began = now();
    await attempt(id, hanging);
    expect(await fixture.stored(id)).toMatchObject({
      attempts: 1,
      lastResult: 'no response within 2 seconds (TimeoutError)',
      nextAttemptAt: began + 6_000,
      history: [{ at: began, latencyMs: 2_000 }],
    });
    expect(endpointFrom(await stored())).toMatchObject({ status: 'strained', slowAt: now() });
    const { times } = await observed(await enqueued(), accepting);
    expect(times).toEqual([15_000]);
  });

  it('that is accepted after two seconds strains the endpoint', async () => {
    const id = await enqueued();
    await attempt(id, async () => {
      fixture.moveClock(2_000);
      return { status: 200, body: 'SUCCESS' };
    });
    expect(await fixture.stored(id)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(endpointFrom(await stored())).toMatchObject({ status: 'strained', lastResult: 'slow' });
  });

  it('counts for a merchant without a notification URL', async () => {
    await fixture.operator.deps.store.write([
      {
        kind: 'update',
        table: 'merchants',
        key: { pk: `merchant/${merchant.userNo}` },
        remove: ['notifyUrl'],
      },
    ]);
    const id = await enqueued();
    await attempt(id, accepting);
    expect(await fixture.stored(id)).toMatchObject({ status: 'pending', attempts: 1, history: [] });
    expect(endpointFrom(await stored())).toMatchObject({ status: 'healthy' });
  });

  it('requires a success within the last half hour', async () => {
    fixture.moveClock(30 * MINUTE);
    expect((await observed(await enqueued(), accepting)).times).toEqual([15_000]);
    expect(endpointFrom(await stored())).toMatchObject({ succeededAt: now() });
    expect((await observed(await enqueued(), accepting)).times).toEqual([2_000]);
  });
});

describe('the trust in an endpoint', () => {
  it('never ends while there is traffic: no attempt needs a slot', async () => {
    for (let nth = 1; nth <= 20; nth += 1) {
      fixture.moveClock(5 * MINUTE);
      expect((await observed(await enqueued(), accepting)).times).toEqual([2_000]);
    }
  });

  it('is renewed by one attempt of a worker, 25 minutes after the success', async () => {
    const mutex = new EndpointMutex();
    const before = await stored();
    fixture.moveClock(25 * MINUTE - 1);
    expect((await observed(await enqueued(), accepting, mutex)).writes).toHaveLength(1);
    expect(await stored()).toEqual(before);
    const ids = await fixture.enqueue(merchant, 5);
    fixture.moveClock(1);
    const attempts = await Promise.all(ids.map((id) => observed(id, accepting, mutex)));
    expect(attempts.flatMap(({ times }) => times)).toEqual(Array(5).fill(2_000));
    expect(attempts.flatMap(({ writes }) => writes)).toHaveLength(6);
    expect(await stored()).toEqual({ ...before, succeededAt: now() });
    expect((await observed(await enqueued(), accepting, mutex)).writes).toHaveLength(1);
  });
});

describe('two workers with a message for the same notification', () => {
  it('may both post an optimistic attempt, of which one outcome is recorded', async () => {
    const id = await enqueued();
    let posts = 0;
    await attempt(id, async () => {
      posts += 1;
      await attempt(id, async () => {
        posts += 1;
        return { status: 500, body: '' };
      });
      return { status: 503, body: '' };
    });
    expect(posts).toBe(2);
    expect(await fixture.stored(id)).toMatchObject({ attempts: 1, lastResult: 'HTTP 500' });
    expect((await fixture.stored(id)).history).toHaveLength(1);
  });

  it('leave the notification delivered if one of them delivered it', async () => {
    const id = await enqueued();
    await attempt(id, async () => {
      expect(await attempt(id, accepting)).toMatchObject({ status: 'delivered' });
      return { status: 500, body: '' };
    });
    expect(await fixture.stored(id)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(endpointFrom(await stored())).toMatchObject({ status: 'strained' });
  });

  it.each<[string, (id: string) => Promise<unknown>, number, object[]]>([
    ['failed', (id) => attempt(id, refusing), 1, [{ status: 500 }, { status: 200 }]],
    [
      'failed twice',
      async (id) => {
        await attempt(id, refusing);
        fixture.moveClock(4_000);
        await attempt(id, refusing);
      },
      2,
      [{ status: 500 }, { status: 500 }, { status: 200 }],
    ],
    [
      'was deferred',
      async (id) => {
        await pauseEndpoint(fixture.deps, merchant.userNo);
        await attempt(id, refusing);
      },
      1,
      [{ status: 200 }],
    ],
  ])('leave it delivered if one delivered it after the other %s', async (_, fail, attempts, history) => {
    const id = await enqueued();
    const result = await attempt(id, async () => {
      await fail(id);
      return { status: 200, body: 'SUCCESS' };
    });
    expect(result).toMatchObject({ status: 'delivered', attempts });
    expect(await fixture.stored(id)).toMatchObject({ status: 'delivered', attempts, history });
    expect(await fixture.stored(id)).not.toHaveProperty('dueAt');
    expect((await observed(id, accepting)).times).toEqual([]);
  });

  it('leave it delivered if one delivered it while the other makes the next attempt', async () => {
    const id = await enqueued();
    await attempt(id, async () => {
      await attempt(id, refusing);
      fixture.moveClock(4_000);
      await fixture.crashDuringAttempt(id);
      return { status: 200, body: 'SUCCESS' };
    });
    expect(await fixture.stored(id)).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(await fixture.stored(id)).not.toHaveProperty('claimedAt');
  });
});

describe('an interrupted attempt', () => {
  it('leaves no trace in the first minute and counts afterwards, so that the notification dies in the end', async () => {
    const id = await enqueued();
    await fixture.crashDuringAttempt(id);
    expect(await fixture.stored(id)).toMatchObject({ attempts: 0, status: 'pending' });
    for (let nth = 1; nth <= 8; nth += 1) {
      fixture.moveClock(MINUTE);
      await fixture.crashDuringAttempt(id);
      expect(await fixture.stored(id)).toMatchObject({ attempts: nth, status: 'pending' });
    }
    fixture.moveClock(MINUTE);
    expect(await attempt(id, accepting)).toMatchObject({ status: 'dead', lastResult: 'interrupted' });
  });
});

describe('an operator', () => {
  it('who pauses the endpoint during an optimistic attempt defers the next ones', async () => {
    const [id = '', next = ''] = await fixture.enqueue(merchant, 2);
    await attempt(id, async () => {
      await pauseEndpoint(fixture.deps, merchant.userNo);
      return { status: 500, body: '' };
    });
    expect(endpointFrom(await stored())).toMatchObject({ status: 'paused' });
    expect(await fixture.stored(id)).toMatchObject({ attempts: 1 });
    expect(await attempt(next, accepting)).toMatchObject({ status: 'pending', attempts: 0 });
  });

  it('who resends the notification during an optimistic attempt has it sent again', async () => {
    const id = await enqueued();
    await attempt(id, async () => {
      fixture.moveClock(1);
      await resend(fixture.deps, id);
      return { status: 200, body: 'SUCCESS' };
    });
    expect(await fixture.stored(id)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(await attempt(id, accepting)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('who resends it has it sent again, also where the attempt after the resend failed already', async () => {
    const id = await enqueued();
    await attempt(id, async () => {
      fixture.moveClock(1);
      await resend(fixture.deps, id);
      await attempt(id, refusing);
      return { status: 200, body: 'SUCCESS' };
    });
    expect(await fixture.stored(id)).toMatchObject({ status: 'pending', attempts: 1 });
  });
});

it('a worker makes one optimistic attempt at a time at an endpoint', async () => {
  const ids = await fixture.enqueue(merchant, 10);
  const mutex = new EndpointMutex();
  let inFlight = 0;
  const seen: number[] = [];
  const post: Post = async () => {
    inFlight += 1;
    seen.push(inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
    return { status: 200, body: 'SUCCESS' };
  };
  await Promise.all(ids.map((id) => deliver(fixture.deps, post, id, mutex)));
  expect(seen).toEqual(Array(10).fill(1));
});

/** Attempts two notifications with one worker: the second waits until the first has been posted with `post`. */
async function attemptBehind(first: string, second: string, post: Post, changes: Partial<Dependencies> = {}) {
  const mutex = new EndpointMutex();
  const posted: { id: string; timeoutMs: number }[] = [];
  const isPosting = Promise.withResolvers<void>();
  const isWaiting = Promise.withResolvers<void>();
  const recorded: Post = async (url, body, headers, timeoutMs) => {
    posted.push({ id: headers['webhook-id'] ?? '', timeoutMs });
    if (posted.length > 1) return accepting(url, body, headers, timeoutMs);
    isPosting.resolve();
    await isWaiting.promise;
    return post(url, body, headers, timeoutMs);
  };
  const waiting: Partial<EndpointMutex> = {
    run: (userNo, work) => {
      const result = mutex.run(userNo, work);
      isWaiting.resolve();
      return result;
    },
  };
  const deps = { ...fixture.deps, ...changes };
  const predecessor = deliver(deps, recorded, first, mutex);
  await isPosting.promise;
  await deliver(deps, recorded, second, waiting as EndpointMutex);
  await predecessor;
  return posted;
}

describe('an attempt that waited for its predecessor', () => {
  it('acquires a slot after two seconds, with what was sealed before', async () => {
    const [first = '', second = ''] = await fixture.enqueue(merchant, 2);
    let sealed = 0;
    const { counterpartyKeys } = fixture.deps;
    const counting = Object.assign(Object.create(counterpartyKeys), {
      platformKey: (...args: Parameters<typeof counterpartyKeys.platformKey>) => {
        sealed += 1;
        return counterpartyKeys.platformKey(...args);
      },
    });
    const posted = await attemptBehind(first, second, hanging, { counterpartyKeys: counting });
    expect(posted).toEqual([
      { id: first, timeoutMs: 2_000 },
      { id: second, timeoutMs: 15_000 },
    ]);
    expect(sealed).toBe(2);
  });

  it('acquires a slot when a minute has passed since the notification was stored', async () => {
    const [second = ''] = await fixture.enqueue(merchant);
    fixture.moveClock(MINUTE - 1_000);
    const [first = ''] = await fixture.enqueue(merchant);
    const posted = await attemptBehind(first, second, async () => {
      fixture.moveClock(1_000);
      return { status: 200, body: 'SUCCESS' };
    });
    expect(posted).toEqual([
      { id: first, timeoutMs: 2_000 },
      { id: second, timeoutMs: 15_000 },
    ]);
  });

  it.each([1_000, 2_000])('posts no secret that expired meanwhile, within %d ms', async (afterMs) => {
    const [first = '', second = ''] = await fixture.enqueue(merchant, 2);
    const secret = { field: 'otp', value: '314159', until: now() + afterMs };
    const set = { secret: await sealSecretField(fixture.deps, second, secret) };
    const key = notificationKey(second);
    await fixture.deps.store.write([{ kind: 'update', table: 'notifications', key, set }]);
    const posted = await attemptBehind(first, second, async () => {
      fixture.moveClock(afterMs);
      return { status: 200, body: 'SUCCESS' };
    });
    expect(posted).toEqual([{ id: first, timeoutMs: 2_000 }]);
    expect(await fixture.stored(second)).toMatchObject({
      status: 'dead',
      lastResult: 'secret expired',
      attempts: 0,
    });
    expect(await fixture.stored(second)).not.toHaveProperty('secret');
    expect(endpointFrom(await stored()).slots.every((since) => since === 0)).toBe(true);
  });
});
