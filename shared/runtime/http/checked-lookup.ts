import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { assertAddressAllowed, type DestinationPolicy, type TrafficKind } from './destination-policy.ts';

/** Every address of a name, as `dns.lookup` gives them with `all`. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * The look-up of a connection: it gives the addresses that are then connected to, so there is no second one that could
 * answer otherwise. One address that is not allowed is enough to refuse the name. An address in the URL is not looked up;
 * `readDestination` has checked it.
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
 * Refuses a URL whose name leads, as of now, to an address that is not allowed. A name that leads nowhere yet is no reason:
 * each connection looks again.
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
