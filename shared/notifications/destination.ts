import { isIP } from 'node:net';
import { isLoopback, isPublic } from './addresses.ts';

/** Whether notifications may also go to this machine, by http as well: for a merchant's endpoint beside a local cloud. */
export interface DestinationRules {
  readonly loopback: boolean;
}

/** The environment variable of `loopback`: `true`, or not set. */
export const LOOPBACK_VARIABLE = 'NOTIFY_ALLOW_LOOPBACK_HTTP';

/** The rules that a function or an operator's command finds in its environment. */
export const destinationRules = (environment: NodeJS.ProcessEnv): DestinationRules => ({
  loopback: environment[LOOPBACK_VARIABLE] === 'true',
});

/** A notification may not go there; the message says why. */
export class DestinationForbidden extends Error {
  override readonly name = 'DestinationForbidden';
}

/**
 * Reads where notifications are to go: an https URL without credentials, whose host is a name or a public address. Any
 * port will do. Whether a name leads to a public address is only known when it is connected to: see `admit`.
 *
 * @throws DestinationForbidden
 */
export function readDestination(text: string, rules: DestinationRules): URL {
  // The parser brings every spelling of an address (0x7f.1, 2130706433, １２７.0.0.1) into its usual form.
  const url = URL.parse(text);
  if (!url) throw new DestinationForbidden('notifications go to an https URL, and this is no URL');
  if (url.username || url.password)
    throw new DestinationForbidden('a notification URL has no user name and no password in it');
  if (url.protocol !== 'https:' && !(rules.loopback && url.protocol === 'http:'))
    throw new DestinationForbidden(`notifications go to https URLs, not ${url.protocol}`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host)) admit(url, host, rules);
  return url;
}

/**
 * Lets a connection to the address be made for the URL: only to public addresses, and by http only to this machine where
 * the rules have it.
 *
 * @throws DestinationForbidden
 */
export function admit({ protocol, hostname }: URL, address: string, rules: DestinationRules): void {
  if (protocol === 'https:' && isPublic(address)) return;
  if (rules.loopback && isLoopback(address)) return;
  const where = address === hostname ? address : `${hostname} (${address})`;
  const what = protocol === 'https:' ? 'not a public address' : 'not an https URL';
  throw new DestinationForbidden(`notifications may not go to ${where}: that is ${what}`);
}
