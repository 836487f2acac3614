import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { RequestBuckets } from '../../../../../shared/domain/parties/limits/request-buckets.ts';
import type { RequestLimit } from '../../../../../shared/domain/parties/limits/request-limit.ts';
import type { Merchant } from '../../../../../shared/domain/parties/merchant.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import { TooManyRequests } from '../../../../../shared/wire/errors.ts';
import { openTestPlatform, START, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';

const HOUR = 3_600_000;

let fixture: TestPlatform;
let merchants = 0;
/** Each request has other content. */
let request = 0;

beforeAll(async () => {
  fixture = await openTestPlatform();
});

/** Returns a merchant's bucket as several execution environments use it, by one clock. */
function bucket(requestLimit: RequestLimit, environments = 1) {
  merchants += 1;
  const merchant = { userNo: `${merchants}`, requestLimit } as Merchant;
  let clock = START;
  let writes = 0;
  let held: { readonly landed: () => void; readonly until: Promise<void> } | undefined;
  const store = {
    write: async (all: Parameters<Store['write']>[0]) => {
      writes += 1;
      const answer = held;
      held = undefined;
      await fixture.deps.store.write(all);
      answer?.landed();
      await answer?.until;
    },
  } as Store;
  const deps = { ...fixture.deps, store, now: () => clock };
  const limiters = Array.from({ length: environments }, () => new RequestBuckets(deps));
  const admit = async (limiter: RequestBuckets): Promise<boolean> => {
    try {
      request += 1;
      await limiter.takeToken(merchant, { content: { of: request }, source: '192.0.2.1' });
      return true;
    } catch (error) {
      if (error instanceof TooManyRequests) return false;
      throw error;
    }
  };
  return {
    /** Returns when the table may remove the bucket, in milliseconds from now. */
    expiresIn: async () => {
      const pk = `bucket/${merchant.userNo}`;
      return Number((await fixture.deps.store.get('limits', { pk }))?.['expiresAt']) * 1_000 - clock;
    },
    /** Removes expired items without the knowledge of the environments. Returns whether the bucket was among them. */
    drop: async () => {
      fixture.moveClock(clock - fixture.deps.now());
      return (await fixture.dropExpired('limits')).includes(`bucket/${merchant.userNo}`);
    },
    /** Sends `count` requests at once, to the environments in turn. Returns how many are admitted. */
    ask: async (count: number): Promise<number> => {
      const request = Array.from({ length: count }, (_, nth) => limiters[nth % environments]);
      const answers = await Promise.all(request.map((limiter) => admit(limiter as RequestBuckets)));
      return answers.filter(Boolean).length;
    },
    /** Delays the response to the next write after it was applied, until it is released. */
    hold: (): { readonly landed: Promise<void>; readonly release: () => void } => {
      const [landed, until] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      held = { landed: landed.resolve, until: until.promise };
      return { landed: landed.promise, release: until.resolve };
    },
    wait: (ms: number) => {
      clock += ms;
    },
    writesSince: (): number => {
      const made = writes;
      writes = 0;
      return made;
    },
  };
}

const limits = fc.record({
  perSecond: fc.integer({ min: 1, max: 40 }),
  burst: fc.integer({ min: 1, max: 6 }),
});
const steps = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3_000 })),
    requests: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** Returns how many requests the bucket admits in each step. `credit` and `token` are in microseconds. */
function expected(
  { perSecond, burst }: RequestLimit,
  received: readonly { waitMs: number; requests: number }[],
) {
  const token = Math.ceil(1_000_000 / perSecond);
  let credit = burst * token;
  return received.map(({ waitMs, requests }) => {
    credit = Math.min(burst * token, credit + waitMs * 1_000);
    const admitted = Math.min(requests, Math.floor(credit / token));
    credit -= admitted * token;
    return admitted;
  });
}

describe('a merchant’s token bucket', () => {
  it('admits exactly what a token bucket admits, whatever the number of environments', async () => {
    await fc.assert(
      fc.asyncProperty(
        limits,
        steps,
        fc.integer({ min: 1, max: 3 }),
        async (limit, received, environments) => {
          const { ask, wait } = bucket(limit, environments);
          const admitted: number[] = [];
          for (const { waitMs, requests } of received) {
            wait(waitMs);
            admitted.push(await ask(requests));
          }
          expect(admitted).toEqual(expected(limit, received));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('admits at most burst + rate × time in any span, even when the clock is set back', async () => {
    const jumps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2 * HOUR })), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(limits, steps, jumps, async (limit, received, back) => {
        const { ask, wait } = bucket(limit, 2);
        const admitted: { at: number; count: number; jumps: number }[] = [];
        let [at, jumped] = [0, 0];
        for (const [nth, { waitMs, requests }] of received.entries()) {
          at += waitMs;
          if (back[nth]) jumped += 1;
          wait(waitMs - (back[nth] ?? 0));
          admitted.push({ at, count: await ask(requests), jumps: jumped });
        }
        for (const [from, first] of admitted.entries()) {
          let count = 0;
          for (const { at: until, count: more, jumps: later } of admitted.slice(from)) {
            count += more;
            // A clock that went back by more than a minute may admit one more request.
            const most = limit.burst + (limit.perSecond * (until - first.at)) / 1_000 + later - first.jumps;
            expect(count).toBeLessThanOrEqual(most);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('blocks a merchant for a minute at most when the clock is set back, and then refills as usual', async () => {
    const { ask, wait } = bucket({ perSecond: 1, burst: 3 });
    expect(await ask(5)).toBe(3);
    wait(-30_000);
    expect(await ask(1)).toBe(0);
    wait(30_000);
    expect(await ask(1)).toBe(0);
    wait(1_000);
    expect(await ask(2)).toBe(1);
    wait(-HOUR);
    expect(await ask(3)).toBe(1);
    wait(2_000);
    expect(await ask(3)).toBe(2);
    wait(HOUR);
    expect(await ask(9)).toBe(3);
  });

  it('is written once for an admitted request, and not at all for a refusal', async () => {
    const { ask, wait, writesSince } = bucket({ perSecond: 1, burst: 4 });
    await ask(1);
    // The first request creates the bucket.
    expect(writesSince()).toBe(2);
    for (const _ of [1, 2, 3]) expect(await ask(1)).toBe(1);
    expect(writesSince()).toBe(3);
    for (const _ of [1, 2, 3]) expect(await ask(1)).toBe(0);
    expect(writesSince()).toBe(0);
    wait(1_000);
    expect(await ask(1)).toBe(1);
    wait(HOUR);
    expect(await ask(1)).toBe(1);
    expect(writesSince()).toBe(2);
  });

  it('is written once for an admitted request after the clock was set back, too', async () => {
    const { ask, wait, writesSince } = bucket({ perSecond: 1, burst: 2 });
    await ask(2);
    wait(-HOUR);
    expect(await ask(1)).toBe(1);
    wait(1_000);
    writesSince();
    expect(await ask(1)).toBe(1);
    expect(writesSince()).toBe(1);
  });

  it('is not written by an environment that knows that another has emptied it', async () => {
    const { ask, writesSince } = bucket({ perSecond: 1, burst: 4 }, 2);
    expect(await ask(8)).toBe(4);
    writesSince();
    expect(await ask(8)).toBe(0);
    expect(writesSince()).toBe(0);
  });

  it('is known in its latest state, whatever the order of concurrent answers', async () => {
    const { ask, hold, writesSince } = bucket({ perSecond: 1, burst: 3 });
    await ask(1);
    const { landed, release } = hold();
    const first = ask(1);
    await landed;
    expect(await ask(1)).toBe(1);
    expect(await ask(1)).toBe(0);
    release();
    expect(await first).toBe(1);
    writesSince();
    expect(await ask(1)).toBe(0);
    expect(writesSince()).toBe(0);
  });

  it('expires a day after its last token, and is full when it is made anew', async () => {
    const { ask, wait, expiresIn, drop } = bucket({ perSecond: 1, burst: 3 }, 2);
    expect(await ask(2)).toBe(2);
    expect(await expiresIn()).toBe(24 * HOUR);
    // Partly full, full, as it was emptied under a later clock, and partly full again.
    for (const waitMs of [1_000, HOUR, -HOUR, 1_000]) {
      wait(waitMs);
      expect(await ask(1)).toBe(1);
      expect(await expiresIn()).toBe(24 * HOUR);
    }
    expect(await drop()).toBe(false);
    wait(24 * HOUR + 1_000);
    expect(await drop()).toBe(true);
    expect(await ask(5)).toBe(3);
    expect(await expiresIn()).toBe(24 * HOUR);
  });

  it('belongs to one merchant and is shared by all environments', async () => {
    const [one, other] = [bucket({ perSecond: 1, burst: 2 }, 3), bucket({ perSecond: 1, burst: 2 }, 3)];
    expect(await one.ask(6)).toBe(2);
    expect(await other.ask(6)).toBe(2);
  });
});
