import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../../shared/domain/delivery/retry-after.ts';

/** Sun, 01 Mar 2026 02:00:00 GMT. */
const NOW = Date.UTC(2026, 2, 1, 2);

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 120 ', 120_000],
    ['0120', 120_000],
    ['Sun, 01 Mar 2026 02:01:30 GMT', 90_000],
    ['Sunday, 01-Mar-26 02:01:30 GMT', 90_000],
    ['Sun Mar  1 02:01:30 2026', 90_000],
    ['Sun Mar 15 02:00:00 2026', 14 * 86_400_000],
    ['Sun, 01 Mar 2026 01:59:59 GMT', 0],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
  ])('of %j is %i ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });

  it.each([
    undefined,
    '',
    'soon',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    '99999999999',
    '2026-03-01T02:01:30Z',
    'Sun, 99 Mar 2026 02:01:30 GMT',
    'Sun, 01 Mar 2026 02:01:30',
    'Sun, 01 Mar 2026 02:01:30 +0800',
    'Sun, 01 Mar 2026 02:01:30 GMT, 120',
    'on Sun, 01 Mar 2026 02:01:30 GMT',
    'on Sunday, 01-Mar-26 02:01:30 GMT',
    'Sunday, 01-Mar-26 02:01:30 GMT or so',
    'on Sun Mar  1 02:01:30 2026',
    'Sun Mar  1 02:01:30 2026 or so',
  ])('of %j is ignored', (header) => {
    expect(retryAfterMs(header, NOW)).toBeUndefined();
  });

  it('means the same moment as a date and in seconds', () => {
    fc.assert(
      fc.property(fc.nat(100_000_000), (seconds) => {
        const date = new Date(NOW + seconds * 1_000).toUTCString();
        expect(retryAfterMs(date, NOW)).toBe(retryAfterMs(String(seconds), NOW));
      }),
    );
  });

  it('is never negative and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (header) => {
        expect(retryAfterMs(header, NOW) ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
