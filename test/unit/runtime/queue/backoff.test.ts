import { expect, it } from 'vitest';
import { exponentialBackoffMs } from '../../../../shared/runtime/queue/backoff.ts';

it('a delay doubles with each failure, up to the maximum', () => {
  expect([0, 1, 2, 3, 4, 50].map((failures) => exponentialBackoffMs(100, failures, 900))).toEqual([
    100, 200, 400, 800, 900, 900,
  ]);
});
