// The IANA registries of special-purpose addresses (IPv4: RFC 6890 and updates; IPv6 likewise), of multicast and of
// reserved space, and metadata services at addresses that look public: each purpose and its range.

export const SPECIAL_V4: readonly (readonly [string, string])[] = [
  ['this network', '0.0.0.0/8'],
  ['private', '10.0.0.0/8'],
  ['carriers (CGNAT)', '100.64.0.0/10'],
  ['loopback', '127.0.0.0/8'],
  ['metadata of another cloud', '168.63.129.16/32'],
  ['link-local and metadata', '169.254.0.0/16'],
  ['private', '172.16.0.0/12'],
  ['protocol assignments', '192.0.0.0/24'],
  ['documentation 1', '192.0.2.0/24'],
  ['AS112', '192.31.196.0/24'],
  ['AMT', '192.52.193.0/24'],
  ['6to4 relays', '192.88.99.0/24'],
  ['private', '192.168.0.0/16'],
  ['AS112 delegation', '192.175.48.0/24'],
  ['benchmarks', '198.18.0.0/15'],
  ['documentation 2', '198.51.100.0/24'],
  ['documentation 3', '203.0.113.0/24'],
  ['multicast', '224.0.0.0/4'],
  ['reserved', '240.0.0.0/4'],
  ['broadcast', '255.255.255.255/32'],
];

export const SPECIAL_V6: readonly (readonly [string, string])[] = [
  ['unspecified', '::/128'],
  ['loopback', '::1/128'],
  ['IPv4-compatible', '::/96'],
  ['IPv4-mapped', '::ffff:0:0/96'],
  ['IPv4-translated', '::ffff:0:0:0/96'],
  ['NAT64', '64:ff9b::/96'],
  ['local NAT64', '64:ff9b:1::/48'],
  ['discard', '100::/64'],
  ['dummy', '100:0:0:1::/64'],
  ['reserved', '::/8'],
  ['not assigned', '100::/8'],
  ['not assigned', '200::/7'],
  ['not assigned', '400::/6'],
  ['not assigned', '800::/5'],
  ['not assigned', '1000::/4'],
  ['protocol assignments', '2001::/23'],
  ['Teredo', '2001::/32'],
  ['benchmarks', '2001:2::/48'],
  ['AMT', '2001:3::/32'],
  ['AS112', '2001:4:112::/48'],
  ['ORCHID', '2001:10::/28'],
  ['ORCHIDv2', '2001:20::/28'],
  ['drones', '2001:30::/28'],
  ['documentation', '2001:db8::/32'],
  ['6to4', '2002::/16'],
  ['AS112 delegation', '2620:4f:8000::/48'],
  ['documentation', '3fff::/20'],
  ['not assigned', '4000::/3'],
  ['SRv6', '5f00::/16'],
  ['not assigned', '6000::/3'],
  ['not assigned', '8000::/2'],
  ['not assigned', 'c000::/3'],
  ['not assigned', 'e000::/4'],
  ['not assigned', 'f000::/5'],
  ['not assigned', 'f800::/6'],
  ['unique-local and metadata', 'fc00::/7'],
  ['not assigned', 'fe00::/9'],
  ['link-local', 'fe80::/10'],
  ['site-local', 'fec0::/10'],
  ['multicast', 'ff00::/8'],
];

/** Hosts of the internet, and public addresses next to special ranges. */
export const PUBLIC = [
  ...['1.0.0.0', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
  ...['128.0.0.0', '168.63.129.15', '168.63.129.17', '169.253.255.255', '169.255.0.0', '172.15.255.255'],
  ...['172.32.0.0', '191.255.255.255', '192.0.1.0', '192.0.3.0', '192.31.195.255', '192.31.197.0'],
  ...['192.52.192.255', '192.52.194.0', '192.88.98.255', '192.88.100.0', '192.167.255.255', '192.169.0.0'],
  ...['192.175.47.255', '192.175.49.0', '198.17.255.255', '198.20.0.0', '198.51.99.255', '198.51.101.0'],
  ...['203.0.112.255', '203.0.114.0', '223.255.255.255'],
  ...['2000::', '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:200::', '2001:db7:ffff::', '2001:db9::'],
  ...['2001:4860:4860::8888', '2001:ffff::', '2003::', '2620:4f:7fff:ffff::', '2620:4f:8001::'],
  ...['2a00::1', '3ffe:ffff::', '3fff:1000::', '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
];

/** Returns an address as a number. */
export function numberOf(address: string): bigint {
  if (!address.includes(':')) return address.split('.').reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const [head = '', tail] = address.split('::');
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

/** Returns the first and the last address of a range, as numbers. */
export function endsOf(range: string, bits: 32 | 128): readonly [bigint, bigint] {
  const [network = '', prefix] = range.split('/');
  const first = numberOf(network);
  return [first, first + (1n << BigInt(bits - Number(prefix))) - 1n];
}

/** Returns an IPv4 address in dotted decimal. */
export const v4 = (n: bigint): string => [24n, 16n, 8n, 0n].map((at) => (n >> at) & 255n).join('.');

/** Returns an IPv6 address as eight groups of hex without leading zeros. */
export const v6 = (n: bigint): string =>
  Array.from({ length: 8 }, (_, i) => ((n >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':');
