import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AllowListInvalid,
  assertValidAllowList,
  isAllowed,
  isListed,
} from '../../../../shared/domain/parties/ip-allow-list.ts';

const widest = 'the widest ranges are /16 for IPv4 and /32 for IPv6';

describe('an allow-list is refused', () => {
  it.each([
    '0.0.0.0/0',
    '::/0',
    '203.0.113.0/15',
    '203.0.0.0/1',
    '2001:db8::/31',
    '::ffff:0:0/96',
    '::ffff:203.0.0.0/111',
    '::ffff:0.0.0.0/95',
    '::/64',
    '::/80',
  ])('with a range as wide as %s', (entry) => {
    const refusal = new AllowListInvalid(`${entry} is too wide for an allow list: ${widest}`);
    expect(() => assertValidAllowList(['192.0.2.1', entry])).toThrow(refusal);
    expect(isListed([entry], '203.0.113.7')).toBe(false);
  });

  it.each(['', 'everywhere', '0.0.0.0/33', '::/129', 'fe80::1%eth0', '1.2.3/8'])(
    'with an invalid entry: %j',
    (entry) => {
      const refusal = new AllowListInvalid(`"${entry}" is neither an IP address nor a CIDR range`);
      expect(() => assertValidAllowList([entry])).toThrow(refusal);
      expect(isAllowed([entry], '203.0.113.7')).toBe(false);
    },
  );
});

it.each<[string, string]>([
  ['203.0.0.0/16', '203.0.113.7'],
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7/32', '203.0.113.7'],
  ['2001:db8::/32', '2001:db8::7'],
  ['::1', '::1'],
  ['::ffff:203.0.0.0/112', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
])('%s is valid, and contains %s', (entry, address) => {
  assertValidAllowList([entry]);
  expect([isAllowed([entry], address), isListed([entry], address)]).toEqual([true, true]);
});

it('an empty list allows every address and lists none', () => {
  expect([isAllowed([], '192.0.2.1'), isListed([], '192.0.2.1')]).toEqual([true, false]);
});

it('every valid range has a common prefix, however it is written', () => {
  const byte = fc.nat({ max: 255 });
  fc.assert(
    fc.property(
      fc.tuple(byte, byte, byte, byte),
      fc.nat({ max: 32 }),
      fc.boolean(),
      (bytes, prefix, isMapped) => {
        const network = bytes.join('.');
        const entry = isMapped ? `::ffff:${network}/${96 + prefix}` : `${network}/${prefix}`;
        const other = [(bytes[0] + 128) % 256, ...bytes.slice(1)].join('.');
        const check = () => assertValidAllowList([entry]);
        if (prefix < 16) expect(check).toThrow(AllowListInvalid);
        else expect(check).not.toThrow();
        expect(isListed([entry], network)).toBe(prefix >= 16);
        expect(isListed([entry], other)).toBe(false);
      },
    ),
  );
});
