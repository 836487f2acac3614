import { isIP } from 'node:net';
import { isLoopbackAddress, isPublicAddress } from './public-addresses.ts';

/** Whether notifications may also go to this machine, by http as well: for a merchant's endpoint beside a local cloud. */
export interface DestinationPolicy {
  readonly allowLoopback: boolean;
}

/** The environment variable of `loopback`: `true`, or not set. */
export const LOOPBACK_VARIABLE = 'NOTIFY_ALLOW_LOOPBACK_HTTP';

/** The rules that a function or an operator's command finds in its environment. */
export const destinationPolicy = (environment: NodeJS.ProcessEnv): DestinationPolicy => ({
  allowLoopback: environment[LOOPBACK_VARIABLE] === 'true',
});

/** What goes to a destination. */
export type TrafficKind = 'notifications' | 'calls';

/** A notification, or a call of a platform below, may not go there; the message says why. */
export class DestinationForbidden extends Error {
  override readonly name = 'DestinationForbidden';
}

/**
 * Reads where notifications are to go, or calls of a platform below: an https URL without credentials, whose host is a name or a public address. Any
 * port will do. Whether a name leads to a public address is only known when it is connected to: see `admit`.
 *
 * @throws DestinationForbidden
 */
export function parseDestination(
  text: string,
  policy: DestinationPolicy,
  kind: TrafficKind = 'notifications',
): URL {
  // The parser brings every spelling of an address (0x7f.1, 2130706433, １２７.0.0.1) into its usual form.
  const url = URL.parse(text);
  if (!url) throw new DestinationForbidden(`${kind} go to an https URL, and this is no URL`);
  if (url.username || url.password)
    throw new DestinationForbidden(`${kind} go to a URL with no user name and no password in it`);
  if (url.protocol !== 'https:' && !(policy.allowLoopback && url.protocol === 'http:'))
    throw new DestinationForbidden(`${kind} go to https URLs, not ${url.protocol}`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host)) assertAddressAllowed(url, host, policy, kind);
  return url;
}

/**
 * Lets a connection to the address be made for the URL: only to public addresses, and by http only to this machine where
 * the rules have it.
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
