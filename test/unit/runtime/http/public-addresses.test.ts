import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, isPublicAddress } from '../../../../shared/runtime/http/public-addresses.ts';
import { endsOf, PUBLIC, SPECIAL_V4, SPECIAL_V6, v4, v6 } from './special-purpose-addresses.ts';

const FAMILIES = [
  { bits: 32, table: SPECIAL_V4, write: v4 },
  { bits: 128, table: SPECIAL_V6, write: v6 },
] as const;

describe.each(FAMILIES)('an address of $bits bits', ({ bits, table, write }) => {
  it.each(table)('in %s (%s) is not public, from the first to the last', (_, range) => {
    const [first, last] = endsOf(range, bits);
    expect([first, last].map(write).map(isPublicAddress)).toEqual([false, false]);
  });

  it('is public exactly when it is in no special range', () => {
    const ranges = table.map(([, range]) => endsOf(range, bits));
    const beside = ranges.flatMap(([first, last]) => [first - 1n, first, last, last + 1n]);
    const limit = (1n << BigInt(bits)) - 1n;
    const anywhere = fc.bigInt({ min: 0n, max: limit });
    const within = fc.constantFrom(...ranges).chain(([min, max]) => fc.bigInt({ min, max }));
    const edge = fc.constantFrom(...beside.filter((n) => n >= 0n && n <= limit));
    fc.assert(
      fc.property(fc.oneof(anywhere, within, edge), (n) => {
        expect(isPublicAddress(write(n))).toBe(!ranges.some(([first, last]) => first <= n && n <= last));
      }),
      { numRuns: 5_000 },
    );
  });
});

it.each(PUBLIC)('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each(['', 'localhost', '2001:4860:4860::8888%eth0', 'fe80::1%1', '127.1', '0x7f000001', '[::1]'])(
  '%j is not in canonical form, and therefore not public',
  (text) => {
    expect(isPublicAddress(text)).toBe(false);
  },
);

it.each([
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['::1', true],
  ['126.255.255.255', false],
  ['128.0.0.0', false],
  ['0.0.0.0', false],
  ['::', false],
  ['::2', false],
  ['::ffff:127.0.0.1', false],
  ['localhost', false],
])('%s is loopback: %s', (address, expected) => {
  expect(isLoopbackAddress(address)).toBe(expected);
});
