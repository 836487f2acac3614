import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timeKey, transactionFrom } from '../../../../../shared/domain/issuing/model/transaction.ts';

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

it.each([
  ['with a limit', { limit: 500 }, { limit: 500n }],
  ['without one', {}, {}],
])('a stored decline has its sums in minor units, %s', (_, stored, parsed) => {
  const decline = { check: 'limit', amount: 700, available: 900, used: 100, ...stored };
  expect(transactionFrom({ decline }).decline).toEqual({
    check: 'limit',
    amount: 700n,
    available: 900n,
    used: 100n,
    ...parsed,
  });
});
