import { BlockList, isIP, isIPv6 } from 'node:net';

// Who calls from an address of a merchant's or upstream's list. A range has a greatest width, as one that half of the
// internet calls from is no list: 0.0.0.0/0 would make its owner of everybody.

/** The least prefixes of ranges: 65,536 addresses of IPv4, and of IPv6 what one network is given. */
const LEAST_PREFIX = { ipv4: 16, ipv6: 32 } as const;

/** Bits before the IPv4 address in an IPv6 address that stands for one (`::ffff:192.0.2.1`). */
const MAPPED_BITS = 96;

/** An entry is no address and no range, or a range that is too wide; the message says which. */
export class AllowListRefused extends Error {
  override readonly name = 'AllowListRefused';
}

/**
 * Refuses an allow-list that is none.
 *
 * @throws AllowListRefused
 */
export function checkAllowList(entries: readonly string[]): void {
  for (const entry of entries) {
    const range = rangeOf(entry);
    if (!range) throw new AllowListRefused(`"${entry}" is no IPv4 or IPv6 address and no CIDR range`);
    if (!isNarrow(range)) {
      const widest = `/${LEAST_PREFIX.ipv4} of IPv4 and /${LEAST_PREFIX.ipv6} of IPv6`;
      throw new AllowListRefused(`${entry} is too wide for an allow-list: its ranges are at most ${widest}`);
    }
  }
}

/** Whether a call may come from the address; an empty list lets it come from anywhere. */
export const isAllowed = (entries: readonly string[], address: string): boolean =>
  entries.length === 0 || holds(entries.flatMap(known), address);

/** Whether the list names the address: what stood in a list of before and is too wide for one names nobody. */
export const isListed = (entries: readonly string[], address: string): boolean =>
  holds(entries.flatMap(known).filter(isNarrow), address);

interface Range {
  readonly network: string;
  readonly family: 'ipv4' | 'ipv6';
  /** Undefined for one address. */
  readonly prefix?: number;
}

const known = (entry: string): Range[] => {
  const range = rangeOf(entry);
  return range ? [range] : [];
};

function rangeOf(entry: string): Range | undefined {
  const [, network = '', prefix] = /^([^/%]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  if (!isIP(network)) return undefined;
  const family = familyOf(network);
  if (prefix === undefined) return { network, family };
  return Number(prefix) <= (family === 'ipv4' ? 32 : 128)
    ? { network, family, prefix: Number(prefix) }
    : undefined;
}

/** A range of IPv6 in which IPv4 is mapped is as wide as the IPv4 in it. */
function isNarrow({ network, family, prefix }: Range): boolean {
  if (prefix === undefined) return true;
  if (family === 'ipv4') return prefix >= LEAST_PREFIX.ipv4;
  if (prefix >= MAPPED_BITS && isMapped(network)) return prefix - MAPPED_BITS >= LEAST_PREFIX.ipv4;
  return prefix >= LEAST_PREFIX.ipv6 && !holds([{ network, family, prefix }], '::ffff:0.0.0.0');
}

const isMapped = (address: string): boolean =>
  holds([{ network: '::ffff:0.0.0.0', family: 'ipv6', prefix: MAPPED_BITS }], address);

function holds(ranges: readonly Range[], address: string): boolean {
  const list = new BlockList();
  for (const { network, family, prefix } of ranges)
    if (prefix === undefined) list.addAddress(network, family);
    else list.addSubnet(network, prefix, family);
  return list.check(address, familyOf(address));
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');
