import { BlockList, isIP, isIPv6 } from 'node:net';

// The addresses from which a merchant or an upstream may call. Ranges have a maximum size, because a list that admits
// half of the internet proves nothing: 0.0.0.0/0 would admit everybody.

/** The shortest prefixes allowed: 65,536 addresses of IPv4; of IPv6, what one network is assigned. */
const MIN_PREFIX = { ipv4: 16, ipv6: 32 } as const;

/** Bits before the IPv4 address in an IPv4-mapped IPv6 address (`::ffff:192.0.2.1`). */
const MAPPED_BITS = 96;

/** An entry is neither an address nor a range, or its range is too wide; the message says which. */
export class AllowListInvalid extends Error {
  override readonly name = 'AllowListInvalid';
}

/**
 * Checks the entries of an allow list.
 *
 * @throws AllowListInvalid
 */
export function assertValidAllowList(entries: readonly string[]): void {
  for (const entry of entries) {
    const range = rangeOf(entry);
    if (!range) throw new AllowListInvalid(`"${entry}" is neither an IP address nor a CIDR range`);
    if (!isNarrowEnough(range)) {
      const widest = `/${MIN_PREFIX.ipv4} for IPv4 and /${MIN_PREFIX.ipv6} for IPv6`;
      throw new AllowListInvalid(`${entry} is too wide for an allow list: the widest ranges are ${widest}`);
    }
  }
}

/** Whether the address may call. An empty list allows every address. */
export const isAllowed = (entries: readonly string[], address: string): boolean =>
  entries.length === 0 || containsAddress(entries.flatMap(parsedRange), address);

/** Whether the list names the address. Ranges of older lists that are too wide do not count. */
export const isListed = (entries: readonly string[], address: string): boolean =>
  containsAddress(entries.flatMap(parsedRange).filter(isNarrowEnough), address);

interface AddressRange {
  readonly network: string;
  readonly family: 'ipv4' | 'ipv6';
  /** Undefined for a single address. */
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

/** A range of IPv4-mapped addresses is as wide as the IPv4 range in it. */
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
