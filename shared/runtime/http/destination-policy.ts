import { isIP } from 'node:net';
import { isLoopbackAddress, isPublicAddress } from './public-addresses.ts';

/** Where outbound requests may go. */
export interface DestinationPolicy {
  /** Also allows this machine, over http as well: for a merchant's endpoint beside a local cloud. */
  readonly allowLoopback: boolean;
}

/** The environment variable for `allowLoopback`: `true`, or not set. */
export const LOOPBACK_VARIABLE = 'NOTIFY_ALLOW_LOOPBACK_HTTP';

/** Reads the policy from the environment of a function or a command. */
export const destinationPolicy = (environment: NodeJS.ProcessEnv): DestinationPolicy => ({
  allowLoopback: environment[LOOPBACK_VARIABLE] === 'true',
});

/** What is sent to a destination: notifications to merchants, or calls to an external issuer. */
export type TrafficKind = 'notifications' | 'calls';

/** The destination of a notification or a call is not allowed; the message says why. */
export class DestinationForbidden extends Error {
  override readonly name = 'DestinationForbidden';
}

/**
 * Parses a destination: an https URL without credentials whose host is a name or a public address, with any port.
 * Whether a name resolves to a public address is only known when a connection is made: see `checkedLookup`.
 *
 * @throws DestinationForbidden
 */
export function parseDestination(
  text: string,
  policy: DestinationPolicy,
  kind: TrafficKind = 'notifications',
): URL {
  // The parser turns every spelling of an address (0x7f.1, 2130706433, １２７.0.0.1) into its canonical form.
  const url = URL.parse(text);
  if (!url) throw new DestinationForbidden(`${kind} go to an https URL, and this is not a URL`);
  if (url.username || url.password)
    throw new DestinationForbidden(`${kind} go to a URL without a user name or password`);
  if (url.protocol !== 'https:' && !(policy.allowLoopback && url.protocol === 'http:'))
    throw new DestinationForbidden(`${kind} go to https URLs, not ${url.protocol}`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host)) assertAddressAllowed(url, host, policy, kind);
  return url;
}

/**
 * Checks the address that a connection for the URL is about to be made to: only public addresses are allowed and, where
 * the policy says so, this machine.
 *
 * @throws DestinationForbidden
 */
export function assertAddressAllowed(
  { protocol, hostname }: URL,
  address: string,
  policy: DestinationPolicy,
  kind: TrafficKind = 'notifications',
): void {
  if (protocol === 'https:' && isPublicAddress(address)) return;
  if (policy.allowLoopback && isLoopbackAddress(address)) return;
  const where = address === hostname ? address : `${hostname} (${address})`;
  const reason = protocol === 'https:' ? 'not a public address' : 'not an https URL';
  throw new DestinationForbidden(`${kind} may not go to ${where}: that is ${reason}`);
}
