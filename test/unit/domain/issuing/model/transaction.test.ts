import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timeKey } from '../../../../../shared/domain/issuing/model/transaction.ts';

it('keys of times sort in the order of time, with times before 1970 as 1970', () => {
  expect(timeKey(5, '7')).toBe('0000000000005/7');
  expect(timeKey(-1)).toBe(timeKey(0));
  const time = fc.nat({ max: 9_999_999_999_999 });
  fc.assert(
    fc.property(time, time, (one, other) => {
      expect(timeKey(one, '1') < timeKey(other, '1')).toBe(one < other);
    }),
  );
});
