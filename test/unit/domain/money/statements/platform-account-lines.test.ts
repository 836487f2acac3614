import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feesAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import {
  lineShardsOf,
  lineTimeKey,
  platformLineKey,
} from '../../../../../shared/domain/money/statements/platform-account-lines.ts';

const account = feesAccount('USD');

describe('a line of a platform account', () => {
  // A stream image that is repeated years later must find its line.
  it.each([
    ['deposit/BANK-1', 'platform~8:fees/USD'],
    ['order/1150000000000001/settled', 'platform~1:fees/USD'],
    ['fee/é😀', 'platform~6:fees/USD'],
  ])('of %s is stored in %s for ever', (cause, pk) => {
    expect(platformLineKey({ account, time: 1_772_330_400_000, cause })).toEqual({
      pk,
      sk: `line/001772330400000/${cause}`,
    });
  });

  it('is in one of the partitions that are read', () => {
    const shards = lineShardsOf(account);
    expect(new Set(shards).size).toBe(10);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cause) => {
        expect(shards).toContain(platformLineKey({ account, time: 0, cause }).pk);
      }),
    );
  });

  it('has a sort key in the order of time, with earlier times as zero', () => {
    const times = [0, 1, 9, 10, 999_999_999_999, 1_772_330_400_000, 99_999_999_999_999];
    expect(times.map(lineTimeKey).toSorted()).toEqual(times.map(lineTimeKey));
    expect(lineTimeKey(-1)).toBe(lineTimeKey(0));
  });
});
