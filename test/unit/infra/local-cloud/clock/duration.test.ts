import { expect, it } from 'vitest';
import { durationMs } from '../../../../../infra/local-cloud/clock/duration.ts';

it.each([
  ['28h', 100_800_000],
  ['1d12h', 129_600_000],
  ['1.5s', 1_500],
  ['250ms', 250],
  [42, 42],
  ['0s', 0],
])('reads %s', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

it.each(['', 'h', '28', '-1h', '1 h', '9999d', -1, Number.NaN, undefined, {}])('refuses %s', (duration) => {
  expect(() => durationMs(duration)).toThrow('is not a duration');
});
