import { MerchantClient } from '../../../../client/client.ts';
import type { RetryPolicy } from '../../../../client/retry.ts';
import { checkedFetch } from '../../../../runtime/http/checked-fetch.ts';
import type { Store } from '../../../../runtime/store/store.ts';
import type { Sealer } from '../../../../runtime/vault/sealer.ts';
import { importPrivateKey } from '../../../../wire/codec/keys.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { connectionKey, findConnection, type IssuerConnection } from './issuer-connection.ts';
import { RemoteIssuer } from './remote-issuer.ts';

/** Timeout of one call. An operation has 15 seconds in total. */
const TIMEOUT_MS = 8_000;

/** Options and dependencies of the client that calls external issuers. */
interface IssuerClientOptions {
  /** Opens our private key. */
  readonly sealer: Sealer;
  /** Defaults to `checkedFetch`, which reaches public addresses only. */
  readonly fetch?: typeof fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Defaults to one attempt: nothing is resent before an inquiry, and inquiries have a schedule of their own. */
  readonly retry?: Partial<RetryPolicy>;
}

/**
 * Adds access to external issuers to the dependencies. Only functions that call them use it, because it bundles the
 * client.
 */
export function withExternalIssuers(deps: Dependencies, options: IssuerClientOptions): Dependencies {
  const clients = new Map<string, MerchantClient>();
  return {
    ...deps,
    externalIssuers: async (name) => {
      const connection = await findConnection(deps.store, name);
      if (!connection) return undefined;
      // A connection changed by an operator gets a new client.
      const cacheKey = JSON.stringify(connection);
      const client = clients.get(cacheKey) ?? (await clientFor(connection, { now: deps.now, ...options }));
      clients.set(cacheKey, client);
      return new RemoteIssuer(name, client, deps);
    },
  };
}

/**
 * Returns the client of the external issuer with this name.
 *
 * @throws Error when none is connected
 */
export async function openIssuerClient(
  store: Store,
  name: string,
  options: IssuerClientOptions,
): Promise<MerchantClient> {
  const connection = await findConnection(store, name);
  if (!connection) throw new Error(`no issuer ${name} is connected`);
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
