import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertAddressAllowed,
  DestinationForbidden,
  destinationPolicy,
  parseDestination,
} from '../../../../shared/runtime/http/destination-policy.ts';
import { endsOf, PUBLIC, SPECIAL_V4, SPECIAL_V6, v4, v6 } from './special-purpose-addresses.ts';

const STRICT = { allowLoopback: false };
const LOCAL = { allowLoopback: true };

describe('a notification URL is refused', () => {
  it.each([
    ['no URL', 'shop.example/notify'],
    ['nothing', ''],
    ['an invalid host', 'https://exa mple/'],
    ['an invalid port', 'https://shop.example:99999/'],
    ['http on a public address', 'http://8.8.8.8/'],
    ['another protocol', 'ftp://shop.example/'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/plain,x'],
    ['a user name', 'https://shop@shop.example/'],
    ['a password', 'https://:secret@shop.example/'],
  ])('with %s', (_, url) => {
    expect(() => parseDestination(url, STRICT)).toThrow(DestinationForbidden);
    expect(() => parseDestination(url, LOCAL)).toThrow(DestinationForbidden);
  });

  it.each([
    ['decimal', '2130706433'],
    ['octal', '017700000001'],
    ['octal parts', '0177.0.0.01'],
    ['hex', '0x7f000001'],
    ['hex parts', '0x7F.0x0.0x0.0x1'],
    ['mixed parts', '0x7f.0.01'],
    ['two parts', '127.1'],
    ['three parts', '127.0.1'],
    ['private in two parts', '10.1'],
    ['zero', '0'],
    ['a trailing dot', '127.0.0.1.'],
    ['percent encoding', '%31%32%37.0.0.1'],
    ['full-width digits', '１２７.０.０.１'],
    ['circled digits', '①②⑦.0.0.1'],
    ['ideographic dots', '127。0。0。1'],
    ['metadata', '169.254.169.254'],
    ['metadata in decimal', '2852039166'],
    ['metadata over IPv6', '[fd00:ec2::254]'],
    ['IPv4-mapped, dotted', '[::ffff:127.0.0.1]'],
    ['IPv4-mapped, hex', '[::ffff:7f00:1]'],
    ['IPv4-mapped, in full', '[0:0:0:0:0:FFFF:7F00:0001]'],
    ['IPv4-mapped and public', '[::ffff:8.8.8.8]'],
    ['IPv4-compatible', '[::127.0.0.1]'],
    ['NAT64 of a private address', '[64:ff9b::10.0.0.1]'],
    ['local NAT64', '[64:ff9b:1::1]'],
    ['6to4 of a private address', '[2002:a00:1::1]'],
    ['loopback', '[::1]'],
    ['loopback in full', '[0000:0000:0000:0000:0000:0000:0000:0001]'],
    ['unspecified', '[::]'],
    ['a zone', '[fe80::1%25eth0]'],
    ['a zone, not encoded', '[fe80::1%eth0]'],
    ['IPv6 without brackets', 'fe80::1'],
  ])('with a forbidden address in any spelling: %s', (_, host) => {
    expect(() => parseDestination(`https://${host}/notify`, STRICT)).toThrow(DestinationForbidden);
    expect(() => parseDestination(`https://${host}:8443/`, STRICT)).toThrow(DestinationForbidden);
  });

  it('with http to a name', () => {
    expect(() => parseDestination('http://shop.example/', STRICT)).toThrow(
      'notifications go to https URLs, not http:',
    );
  });

  it('without repeating what might be secret in it', () => {
    const message = (url: string) => {
      try {
        return String(parseDestination(url, STRICT));
      } catch (error) {
        return String(error);
      }
    };
    expect(message('https://shop:hidden@10.0.0.1/hidden?hidden')).not.toContain('hidden');
    expect(message('https://10.0.0.1/hidden?hidden')).toBe(
      'DestinationForbidden: notifications may not go to 10.0.0.1: that is not a public address',
    );
    expect(message('hidden')).not.toContain('hidden');
  });
});

describe('a notification URL is accepted', () => {
  it.each([
    'https://shop.example/notify?a=1',
    'https://shop.example:8443/',
    'https://xn--bcher-kva.example/',
    'https://127.0.0.1.example/',
    'https://8.8.8.8/',
    'https://[2001:4860:4860::8888]/',
  ])('for %s', (url) => {
    expect(parseDestination(url, STRICT).href).toBe(url);
  });

  it('for this machine by http, only where the policy allows it', () => {
    for (const host of ['127.0.0.1', '127.0.0.1:8081', '[::1]', '0x7f.1']) {
      for (const protocol of ['http', 'https']) {
        expect(parseDestination(`${protocol}://${host}/`, LOCAL)).toBeInstanceOf(URL);
        expect(() => parseDestination(`${protocol}://${host}/`, STRICT)).toThrow(DestinationForbidden);
      }
    }
    // The addresses of a name are known only when it is connected to.
    expect(parseDestination('http://localhost/', LOCAL)).toBeInstanceOf(URL);
    for (const host of ['10.0.0.1', '8.8.8.8', '[::ffff:127.0.0.1]', '0.0.0.0', '[::]', '169.254.169.254'])
      expect(() => parseDestination(`http://${host}/`, LOCAL)).toThrow(DestinationForbidden);
  });

  it('for this machine where the environment allows it, and in no other way', () => {
    expect(destinationPolicy({ NOTIFY_ALLOW_LOOPBACK_HTTP: 'true' })).toEqual(LOCAL);
    for (const value of [undefined, '', 'false', '1', 'TRUE'])
      expect(destinationPolicy({ NOTIFY_ALLOW_LOOPBACK_HTTP: value })).toEqual(STRICT);
  });
});

/** Returns `n` as a part of an IPv4 address, in one of the notations that URLs allow. */
const part = (n: bigint): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('dec', 'oct', 'hex'), fc.nat({ max: 4 }), fc.boolean())
    .map(([base, zeros, upper]) => {
      if (base === 'dec') return String(n);
      const digits = '0'.repeat(zeros) + n.toString(base === 'oct' ? 8 : 16);
      if (base === 'oct') return `0${digits}`;
      return upper ? `0X${digits.toUpperCase()}` : `0x${digits}`;
    });

/** Returns the address in one to four parts; the last part has the remaining bytes. */
const spelledV4 = (n: bigint): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: 4 }).chain((count) => {
    const bytes = Array.from({ length: count - 1 }, (_, i) => (n >> BigInt(24 - 8 * i)) & 255n);
    const rest = n & ((1n << BigInt(8 * (5 - count))) - 1n);
    const written = fc.tuple(...[...bytes, rest].map(part)).map((parts) => parts.join('.'));
    return fc.tuple(written, fc.boolean(), fc.boolean()).map(([text, dot, wide]) => {
      const spelled = wide
        ? text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
        : text;
      return dot ? `${spelled}.` : spelled;
    });
  });

/** Returns the address with or without compressed zeros, in either case, and with its last bytes dotted or not. */
const spelledV6 = (n: bigint): fc.Arbitrary<string> =>
  fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()).map(([padded, upper, dotted, short]) => {
    const groups = v6(n).split(':');
    const hex = padded ? groups.map((group) => group.padStart(4, '0')) : groups;
    const all = dotted ? [...hex.slice(0, 6), v4(n & 0xffffffffn)].join(':') : hex.join(':');
    const text = short ? all.replace(/(^|:)0+(:0+)+(:|$)/, '::') : all;
    return `[${upper ? text.toUpperCase() : text}]`;
  });

const within = (table: readonly (readonly [string, string])[], bits: 32 | 128) =>
  fc.constantFrom(...table).chain(([, range]) => {
    const [min, max] = endsOf(range, bits);
    return fc.bigInt({ min, max });
  });

const special = fc.oneof(within(SPECIAL_V4, 32).chain(spelledV4), within(SPECIAL_V6, 128).chain(spelledV6));
const isSpecial = (n: bigint, table: readonly (readonly [string, string])[], bits: 32 | 128) =>
  table.some(([, range]) => {
    const [first, last] = endsOf(range, bits);
    return first <= n && n <= last;
  });
const ordinary = fc.oneof(
  fc
    .bigInt({ min: 0n, max: (1n << 32n) - 1n })
    .filter((n) => !isSpecial(n, SPECIAL_V4, 32))
    .chain(spelledV4),
  fc
    .bigInt({ min: 0x2n << 124n, max: (0x4n << 124n) - 1n })
    .filter((n) => !isSpecial(n, SPECIAL_V6, 128))
    .chain(spelledV6),
);

describe('in any spelling', () => {
  it('a special address is refused', () => {
    fc.assert(
      fc.property(special, (host) => {
        expect(() => parseDestination(`https://${host}/`, STRICT)).toThrow(DestinationForbidden);
        expect(() => parseDestination(`http://${host}/`, STRICT)).toThrow(DestinationForbidden);
      }),
      { numRuns: 3_000 },
    );
  });

  it('an IPv4 address is refused inside an IPv6 one', () => {
    const inside = fc
      .tuple(
        fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }),
        fc.constantFrom(0n, 0xffff_0000_0000n, 0x64_ff9bn << 96n, 0xffff_0000_0000_0000n),
      )
      .chain(([n, prefix]) => spelledV6(prefix + n));
    fc.assert(
      fc.property(inside, (host) => {
        expect(() => parseDestination(`https://${host}/`, STRICT)).toThrow(DestinationForbidden);
      }),
      { numRuns: 1_000 },
    );
  });

  it('any other address is accepted', () => {
    fc.assert(
      fc.property(ordinary, (host) => {
        expect(parseDestination(`https://${host}/`, STRICT)).toBeInstanceOf(URL);
        expect(() => parseDestination(`http://${host}/`, LOCAL)).toThrow(DestinationForbidden);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('a host name may resolve', () => {
  const url = new URL('https://shop.example/');

  it.each(PUBLIC)('to %s', (address) => {
    expect(() => assertAddressAllowed(url, address, STRICT)).not.toThrow();
  });

  it('to no other address', () => {
    for (const [table, bits, write] of [
      [SPECIAL_V4, 32, v4],
      [SPECIAL_V6, 128, v6],
    ] as const) {
      for (const address of table.flatMap(([, range]) => endsOf(range, bits).map(write)))
        expect(() => assertAddressAllowed(url, address, STRICT), address).toThrow(
          `notifications may not go to shop.example (${address}): that is not a public address`,
        );
    }
    for (const address of ['', 'fe80::1%eth0', '::ffff:127.0.0.1'])
      expect(() => assertAddressAllowed(url, address, LOCAL)).toThrow(DestinationForbidden);
  });

  it('to this machine by http, where the policy allows it', () => {
    const plain = new URL('http://shop.example/');
    expect(() => assertAddressAllowed(plain, '127.0.0.1', LOCAL)).not.toThrow();
    expect(() => assertAddressAllowed(plain, '::1', LOCAL)).not.toThrow();
    expect(() => assertAddressAllowed(plain, '127.0.0.1', STRICT)).toThrow(DestinationForbidden);
    expect(() => assertAddressAllowed(plain, '8.8.8.8', LOCAL)).toThrow('not an https URL');
  });
});
