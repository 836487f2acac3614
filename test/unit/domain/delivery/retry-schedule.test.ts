import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type RetryHints,
  retryDelayMs,
  slotBackoffMs,
} from '../../../../shared/domain/delivery/retry-schedule.ts';
import type { Random } from '../../../../shared/runtime/random.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Seconds after each failed attempt (contract section 4). */
const WAITS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];

const early: Random = () => 0;
const middle: Random = (limit) => Math.floor((limit - 1) / 2);
const late: Random = (limit) => limit - 1;

describe('the wait before the next attempt', () => {
  it.each(WAITS.map((seconds, index) => [index + 1, seconds]))(
    'after %i failed attempts is %i s ± 20 %%',
    (attempts, seconds) => {
      expect(retryDelayMs(attempts, early)).toBe(seconds * 800);
      expect(retryDelayMs(attempts, middle)).toBe(seconds * 1_000);
      expect(retryDelayMs(attempts, late)).toBe(seconds * 1_200);
    },
  );

  it.each([8, 9, 100])('does not exist after %i attempts', (attempts) => {
    expect(retryDelayMs(attempts, early)).toBeUndefined();
    expect(retryDelayMs(attempts, early, { overloaded: true, retryAfterMs: 1_000 })).toBeUndefined();
  });

  it.each<[string, number, Random, RetryHints, number]>([
    ['a minute at an overloaded endpoint', 1, early, { overloaded: true }, MINUTE],
    ['up to a fifth longer there', 1, late, { overloaded: true }, 1.2 * MINUTE],
    ['the step at an overloaded endpoint where that is longer', 2, middle, { overloaded: true }, 5 * MINUTE],
    ['the step when Retry-After is shorter', 2, middle, { retryAfterMs: SECOND }, 5 * MINUTE],
    ['the Retry-After when it is longer', 2, early, { retryAfterMs: 7 * MINUTE }, 7 * MINUTE],
    ['up to a fifth longer than the Retry-After', 2, late, { retryAfterMs: 7 * MINUTE }, 1.2 * 7 * MINUTE],
    [
      'at most twice the step when Retry-After is longer',
      2,
      early,
      { retryAfterMs: 24 * 60 * MINUTE },
      10 * MINUTE,
    ],
    [
      'the Retry-After of an overloaded endpoint',
      1,
      early,
      { overloaded: true, retryAfterMs: 90 * SECOND },
      90 * SECOND,
    ],
    ['at most two minutes there', 1, late, { overloaded: true, retryAfterMs: 60 * MINUTE }, 2 * MINUTE],
    ['no shorter for a Retry-After in the past', 1, early, { retryAfterMs: 0 }, 4 * SECOND],
  ])('is %s', (_, attempts, random, hints, wait) => {
    expect(retryDelayMs(attempts, random, hints)).toBe(wait);
  });
});

/** A step of the schedule, a random share, and how the endpoint declined. */
const cases = fc.record({
  index: fc.constantFrom(...WAITS.keys()),
  share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  overloaded: fc.boolean(),
  retryAfterMs: fc.oneof(fc.nat(200_000_000), fc.constantFrom(0, 1_000, 60_000), fc.constant(undefined)),
});
type Case = typeof cases extends fc.Arbitrary<infer One> ? One : never;

const waitOf = ({ index, share, overloaded, retryAfterMs }: Case): number =>
  retryDelayMs(index + 1, (limit) => Math.floor(share * limit), { overloaded, retryAfterMs }) ?? Number.NaN;
const nominalOf = ({ index, overloaded }: Case): number =>
  Math.max((WAITS[index] ?? 0) * SECOND, overloaded ? MINUTE : 0);

describe('every wait', () => {
  it('uses all of its 20 % in both directions', () => {
    fc.assert(
      fc.property(cases, ({ index, share }) => {
        const wait = waitOf({ index, share, overloaded: false, retryAfterMs: undefined });
        const nominal = (WAITS[index] ?? 0) * SECOND;
        expect(Math.abs(wait - nominal * (0.8 + 0.4 * share))).toBeLessThanOrEqual(nominal / 1_000_000 + 1);
      }),
    );
  });

  it('is between 0.8 and 2 steps, in whole milliseconds', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const wait = waitOf(one);
        expect(wait).toBeGreaterThanOrEqual(0.8 * (WAITS[one.index] ?? 0) * SECOND);
        expect(wait).toBeLessThanOrEqual(2 * nominalOf(one));
        expect(Number.isSafeInteger(wait)).toBe(true);
      }),
    );
  });

  it('of an overloaded endpoint is at least a minute', () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(waitOf({ ...one, overloaded: true })).toBeGreaterThanOrEqual(MINUTE);
      }),
    );
  });

  it('is at least the Retry-After, up to two steps', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const request = Math.min(one.retryAfterMs ?? 0, 2 * nominalOf(one));
        expect(waitOf(one)).toBeGreaterThanOrEqual(request);
      }),
    );
  });

  it('grows with the Retry-After, and is never shorter because of it or of overload', () => {
    fc.assert(
      fc.property(cases, fc.nat(200_000_000), (one, more) => {
        const request = one.retryAfterMs ?? 0;
        const withoutRetryAfter = waitOf({ ...one, retryAfterMs: undefined });
        expect(waitOf(one)).toBeGreaterThanOrEqual(withoutRetryAfter);
        expect(waitOf({ ...one, retryAfterMs: request + more })).toBeGreaterThanOrEqual(waitOf(one));
        expect(waitOf({ ...one, overloaded: true })).toBeGreaterThanOrEqual(
          waitOf({ ...one, overloaded: false }),
        );
      }),
    );
  });
});

describe('the backoff without a free slot', () => {
  it.each([
    [0, 1, 8],
    [1, 2, 16],
    [2, 4, 32],
    [5, 32, 256],
    [6, 64, 300],
    [9, 300, 300],
    [1_000, 300, 300],
  ])('after %i times is %i s ± 25 %% at a healthy endpoint, else %i', (times, seconds, longer) => {
    for (const [healthy, nominal] of [
      [true, seconds],
      [false, longer],
    ] as const) {
      expect(slotBackoffMs(times, early, healthy)).toBe(nominal * 750);
      expect(slotBackoffMs(times, late, healthy)).toBeLessThanOrEqual(nominal * 1_250);
      expect(slotBackoffMs(times, late, healthy)).toBeGreaterThan(nominal * 1_249);
    }
  });
});
