import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { assertAddressAllowed, type DestinationPolicy, type TrafficKind } from './destination-policy.ts';

/** Resolves all addresses of a name, as `dns.lookup` does with `all`. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Returns the lookup function for a connection. The connection goes to the very addresses that were checked, so a
 * second lookup cannot return others. A name with one forbidden address is refused. An address in the URL is not looked
 * up; `parseDestination` has checked it.
 */
export function checkedLookup(
  url: URL,
  policy: DestinationPolicy,
  kind: TrafficKind,
  resolve: Resolve = dnsLookup,
): LookupFunction {
  return (hostname, _, connect) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error) return connect(error, []);
      try {
        for (const { address } of addresses) assertAddressAllowed(url, address, policy, kind);
      } catch (forbidden) {
        return connect(forbidden as Error, []);
      }
      connect(null, addresses);
    });
  };
}

/**
 * Checks the addresses that the URL's name resolves to now. A name that does not resolve yet passes: every connection
 * checks again.
 *
 * @throws DestinationForbidden
 */
export async function assertNameAllowed(
  url: URL,
  policy: DestinationPolicy,
  kind: TrafficKind,
  resolve: Resolve = dnsLookup,
): Promise<void> {
  const { hostname } = url;
  if (isIP(hostname.replace(/^\[(.*)\]$/, '$1'))) return;
  const addresses = await new Promise<LookupAddress[]>((found) => {
    resolve(hostname, { all: true }, (error, all) => found(error ? [] : all));
  });
  for (const { address } of addresses) assertAddressAllowed(url, address, policy, kind);
}
