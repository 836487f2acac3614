import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitAfter } from '../../../shared/notifications/schedule.ts';

/** Seconds after each failed attempt (contract section 4). */
const WAITS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];

describe('the wait before the next attempt', () => {
  it.each(WAITS.map((seconds, index) => [index + 1, seconds]))(
    'after %i failed ones is %i s ± 20 %%',
    (attempts, seconds) => {
      expect(waitAfter(attempts, () => 0)).toBe(seconds * 800);
      expect(waitAfter(attempts, (limit) => (limit - 1) / 2)).toBe(seconds * 1_000);
      expect(waitAfter(attempts, (limit) => limit - 1)).toBe(seconds * 1_200);
    },
  );

  it('never leaves its bounds, and uses all of them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WAITS.keys()),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (index, share) => {
          const wait = waitAfter(index + 1, (limit) => Math.floor(share * limit)) ?? Number.NaN;
          const nominal = (WAITS[index] ?? 0) * 1_000;
          expect(wait).toBeGreaterThanOrEqual(0.8 * nominal);
          expect(wait).toBeLessThanOrEqual(1.2 * nominal);
          expect(Math.abs(wait - nominal * (0.8 + 0.4 * share))).toBeLessThanOrEqual(nominal / 1_000_000 + 1);
        },
      ),
    );
  });

  it.each([8, 9, 100])('is none after %i attempts', (attempts) => {
    expect(waitAfter(attempts, () => 0)).toBeUndefined();
  });
});
