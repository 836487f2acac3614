import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import {
  byBookingTime,
  lineKey,
  MAX_VERSION,
} from '../../../../../shared/domain/money/statements/statement-line.ts';

describe('a numbered line', () => {
  it('has a key in the order of its version, up to the maximum', () => {
    const account = merchantCardAccount('1', 'USD');
    const keys = [1, 2, 9, 10, 11, 99, 100, 12_345, MAX_VERSION].map(
      (version) => lineKey(account, version).sk,
    );
    expect(keys.toSorted()).toEqual(keys);
    expect(keys.at(-1)).toBe('line/999999999999');
  });
});

describe('the order of lines', () => {
  const moment = fc.record({ time: fc.nat(2), cause: fc.constantFrom('a', 'b', 'ä', 'ab') });

  it('is by time, and then by cause', () => {
    const at = (time: number, cause: string) => ({ time, cause });
    const inPlace = [at(1, 'b'), at(1, 'c'), at(2, 'a'), at(2, 'b')];
    expect(inPlace.toReversed().sort(byBookingTime)).toEqual(inPlace);
  });

  it('is symmetric, and equal only for the same time and cause', () => {
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        const is = Math.sign(byBookingTime(one, other));
        expect(is + Math.sign(byBookingTime(other, one))).toBe(0);
        expect(is === 0).toBe(one.time === other.time && one.cause === other.cause);
      }),
    );
  });
});
