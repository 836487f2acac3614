import { MerchantClient } from '../../../../client/client.ts';
import type { RetryPolicy } from '../../../../client/retry.ts';
import { checkedFetch } from '../../../../runtime/http/checked-fetch.ts';
import type { Store } from '../../../../runtime/store/store.ts';
import type { Sealer } from '../../../../runtime/vault/sealer.ts';
import { importPrivateKey } from '../../../../wire/codec/keys.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { connectionKey, findConnection, type IssuerConnection } from './issuer-connection.ts';
import { RemoteIssuer } from './remote-issuer.ts';

/** How long one call may take: an operation has 15 seconds in all. */
const TIMEOUT_MS = 8_000;

/** What calling platforms below takes from its surroundings. */
export interface IssuerClientOptions {
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
export function withExternalIssuers(deps: Dependencies, options: IssuerClientOptions): Dependencies {
  const clients = new Map<string, MerchantClient>();
  return {
    ...deps,
    externalIssuers: async (name) => {
      const connection = await findConnection(deps.store, name);
      if (!connection) return undefined;
      // What an operator changed since makes another client.
      const known = JSON.stringify(connection);
      const client = clients.get(known) ?? (await clientFor(connection, { now: deps.now, ...options }));
      clients.set(known, client);
      return new RemoteIssuer(name, client, deps);
    },
  };
}

/** The client of the connection of this name. Throws where none is connected. */
export async function openIssuerClient(
  store: Store,
  name: string,
  options: IssuerClientOptions,
): Promise<MerchantClient> {
  const connection = await findConnection(store, name);
  if (!connection) throw new Error(`no upstream ${name} is connected`);
  return clientFor(connection, options);
}

async function clientFor(
  connection: IssuerConnection,
  { sealer, now, retry = { maxAttempts: 1 }, ...options }: IssuerClientOptions,
): Promise<MerchantClient> {
  const { name, userNo, baseUrl, privateKey, platformPublicKey, requireSignature } = connection;
  const { loopback = new URL(baseUrl).protocol === 'http:' } = connection;
  const fetch = options.fetch ?? checkedFetch({ allowLoopback: loopback });
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
