import { MerchantClient } from '../../client/client.ts';
import type { RetryPolicy } from '../../client/retry.ts';
import { importPrivateKey } from '../../codec/keys.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Store } from '../../store/store.ts';
import type { Sealer } from '../../vault/sealer.ts';
import { checkedFetch } from './checked-fetch.ts';
import { type Connection, connectionKey, findConnection } from './connection.ts';
import { UpstreamPlatform } from './upstream.ts';

/** How long one call may take: an operation has 15 seconds in all. */
const TIMEOUT_MS = 8_000;

/** What calling platforms below takes from its surroundings. */
export interface Surroundings {
  /** Opens what is sealed with the merchants' key. */
  readonly sealer: Sealer;
  /** What makes the calls; only to public addresses unless told (checked-fetch.ts). */
  readonly fetch?: typeof fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** One attempt unless told: nothing is repeated before it was asked for, and who asks has a schedule. */
  readonly retry?: Partial<RetryPolicy>;
}

/**
 * The platform with a way to those below it. Only functions that say something to them have one: it brings the client
 * along.
 */
export function withUpstreams(platform: Platform, surroundings: Surroundings): Platform {
  const clients = new Map<string, MerchantClient>();
  return {
    ...platform,
    upstreams: async (name) => {
      const connection = await findConnection(platform.store, name);
      if (!connection) return undefined;
      // What an operator changed since makes another client.
      const known = JSON.stringify(connection);
      const client =
        clients.get(known) ?? (await clientFor(connection, { now: platform.now, ...surroundings }));
      clients.set(known, client);
      return new UpstreamPlatform(name, client, platform);
    },
  };
}

/** The client of the connection of this name. Throws where none is connected. */
export async function openClient(
  store: Store,
  name: string,
  surroundings: Surroundings,
): Promise<MerchantClient> {
  const connection = await findConnection(store, name);
  if (!connection) throw new Error(`no upstream ${name} is connected`);
  return clientFor(connection, surroundings);
}

async function clientFor(
  connection: Connection,
  { sealer, now, retry = { attempts: 1 }, ...surroundings }: Surroundings,
): Promise<MerchantClient> {
  const { name, userNo, baseUrl, privateKey, platformPublicKey, requireSignature } = connection;
  const { loopback = new URL(baseUrl).protocol === 'http:' } = connection;
  const fetch = surroundings.fetch ?? checkedFetch({ loopback });
  const key = await sealer.open(privateKey, connectionKey(name).pk);
  return new MerchantClient({
    baseUrl,
    userNo,
    merchantPrivateKey: importPrivateKey(key.toString()),
    platformPublicKey,
    timeoutMs: TIMEOUT_MS,
    retry,
    unsigned: !requireSignature,
    ...(now && { now }),
    fetch,
  });
}
