import { BlockList, isIPv6 } from 'node:net';

/** The list as node:net checks it. Throws for what is no IPv4 or IPv6 address or CIDR range. */
export function addressList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [, network = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    if (prefix === undefined) list.addAddress(network, familyOf(network));
    else list.addSubnet(network, Number(prefix), familyOf(network));
  }
  return list;
}

/** Whether a call may come from the address; an empty list lets it come from anywhere. */
export function isAllowed(entries: readonly string[], address: string): boolean {
  return entries.length === 0 || addressList(entries).check(address, familyOf(address));
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');
