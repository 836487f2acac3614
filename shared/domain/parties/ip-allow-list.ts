import { BlockList, isIP, isIPv6 } from 'node:net';

// Who calls from an address of a merchant's or upstream's list. A range has a greatest width, as one that half of the
// internet calls from is no list: 0.0.0.0/0 would make its owner of everybody.

/** The least prefixes of ranges: 65,536 addresses of IPv4, and of IPv6 what one network is given. */
const MIN_PREFIX = { ipv4: 16, ipv6: 32 } as const;

/** Bits before the IPv4 address in an IPv6 address that stands for one (`::ffff:192.0.2.1`). */
const MAPPED_BITS = 96;

/** An entry is no address and no range, or a range that is too wide; the message says which. */
export class AllowListInvalid extends Error {
  override readonly name = 'AllowListInvalid';
}

/**
 * Refuses an allow-list that is none.
 *
 * @throws AllowListRefused
 */
export function assertValidAllowList(entries: readonly string[]): void {
  for (const entry of entries) {
    const range = rangeOf(entry);
    if (!range) throw new AllowListInvalid(`"${entry}" is no IPv4 or IPv6 address and no CIDR range`);
    if (!isNarrowEnough(range)) {
      const widest = `/${MIN_PREFIX.ipv4} of IPv4 and /${MIN_PREFIX.ipv6} of IPv6`;
      throw new AllowListInvalid(`${entry} is too wide for an allow-list: its ranges are at most ${widest}`);
    }
  }
}

/** Whether a call may come from the address; an empty list lets it come from anywhere. */
export const isAllowed = (entries: readonly string[], address: string): boolean =>
  entries.length === 0 || containsAddress(entries.flatMap(parsedRange), address);

/** Whether the list names the address: what stood in a list of before and is too wide for one names nobody. */
export const isListed = (entries: readonly string[], address: string): boolean =>
  containsAddress(entries.flatMap(parsedRange).filter(isNarrowEnough), address);

interface AddressRange {
  readonly network: string;
  readonly family: 'ipv4' | 'ipv6';
  /** Undefined for one address. */
  readonly prefix?: number;
}

const parsedRange = (entry: string): AddressRange[] => {
  const range = rangeOf(entry);
  return range ? [range] : [];
};

function rangeOf(entry: string): AddressRange | undefined {
  const [, network = '', prefix] = /^([^/%]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  if (!isIP(network)) return undefined;
  const family = familyOf(network);
  if (prefix === undefined) return { network, family };
  return Number(prefix) <= (family === 'ipv4' ? 32 : 128)
    ? { network, family, prefix: Number(prefix) }
    : undefined;
}

/** A range of IPv6 in which IPv4 is mapped is as wide as the IPv4 in it. */
function isNarrowEnough({ network, family, prefix }: AddressRange): boolean {
  if (prefix === undefined) return true;
  if (family === 'ipv4') return prefix >= MIN_PREFIX.ipv4;
  if (prefix >= MAPPED_BITS && isMapped(network)) return prefix - MAPPED_BITS >= MIN_PREFIX.ipv4;
  return prefix >= MIN_PREFIX.ipv6 && !containsAddress([{ network, family, prefix }], '::ffff:0.0.0.0');
}

const isMapped = (address: string): boolean =>
  containsAddress([{ network: '::ffff:0.0.0.0', family: 'ipv6', prefix: MAPPED_BITS }], address);

function containsAddress(ranges: readonly AddressRange[], address: string): boolean {
  const list = new BlockList();
  for (const { network, family, prefix } of ranges)
    if (prefix === undefined) list.addAddress(network, family);
    else list.addSubnet(network, prefix, family);
  return list.check(address, familyOf(address));
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');
