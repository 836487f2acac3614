import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDate,
  formatDateTime,
  offsetMs,
  parseDateTime,
} from '../../../../shared/wire/contract/time.ts';

const two = (number: number) => String(number).padStart(2, '0');
const offset = fc
  .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 14 }), fc.constantFrom(0, 15, 30, 45))
  .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`);
const second = fc
  .integer({ min: Date.UTC(1970, 0, 2) / 1_000, max: Date.UTC(9999, 11, 30) / 1_000 })
  .map((seconds) => seconds * 1_000);

describe('a time of the wire', () => {
  it('survives a round trip in any zone, to the second', () => {
    fc.assert(
      fc.property(second, fc.nat(999), offset, (moment, ms, zone) => {
        const text = formatDateTime(moment + ms, zone);
        expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
        expect(parseDateTime(text, zone)).toBe(moment);
        expect(Date.parse(`${text.replace(' ', 'T')}${zone}`)).toBe(moment);
        expect(formatDate(moment, zone)).toBe(text.slice(0, 10));
      }),
    );
  });

  it('is in the zone of the platform', () => {
    const moment = Date.UTC(2026, 1, 28, 16, 0, 0);
    expect(formatDateTime(moment, '+08:00')).toBe('2026-03-01 00:00:00');
    expect(formatDate(moment - 1, '+08:00')).toBe('2026-02-28');
    expect(formatDateTime(moment, '-03:30')).toBe('2026-02-28 12:30:00');
  });
});

it.each(['', 'Z', '8', '+8:00', '+0800', '08:00', '+08:00 ', 'Asia/Shanghai'])(
  '%j is not a valid offset',
  (text) => {
    expect(() => offsetMs(text)).toThrow(RangeError);
  },
);
