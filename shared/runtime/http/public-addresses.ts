import { BlockList, isIPv4, isIPv6 } from 'node:net';

// From the IANA registries of special-purpose addresses and of address space. IPv4 and IPv6 need separate lists,
// because a BlockList treats every IPv4 address as a member of the IPv6 range of mapped addresses.

/** IPv4 addresses that belong to no host on the public internet. */
const SPECIAL_V4 = subnets('ipv4', [
  '0.0.0.0/8', // this network, and the unspecified address
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared by carriers (CGNAT); includes a cloud's metadata service
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // metadata service of another cloud, at an address that looks public
  '169.254.0.0/16', // link-local, including metadata services
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
]);

/**
 * IPv6 addresses that are assigned to hosts. This leaves out loopback, unspecified, IPv4-mapped and -compatible, NAT64
 * (64:ff9b::), discard (100::), SRv6 (5f00::), unique-local, link-local, site-local, multicast and unassigned
 * addresses.
 */
const GLOBAL_V6 = subnets('ipv6', ['2000::/3']);

/** IPv6 addresses within GLOBAL_V6 that have a special purpose. */
const SPECIAL_V6 = subnets('ipv6', [
  '2001::/23', // protocol assignments: Teredo, benchmarks, AMT, AS112, ORCHID, drones
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
]);

const LOOPBACK_V4 = subnets('ipv4', ['127.0.0.0/8']);

/** Whether an address in canonical form can belong to a host on the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !SPECIAL_V4.check(address, 'ipv4');
  // A zone (fe80::1%eth0) refers to a network of this machine.
  if (!isIPv6(address) || address.includes('%')) return false;
  return GLOBAL_V6.check(address, 'ipv6') && !SPECIAL_V6.check(address, 'ipv6');
}

/** Whether an address in canonical form is a loopback address. */
export const isLoopbackAddress = (address: string): boolean =>
  isIPv4(address) ? LOOPBACK_V4.check(address, 'ipv4') : address === '::1';

function subnets(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}
