import { networkOperations } from './card-network.ts';
import { catalogue } from './catalogue.ts';
import type { Access } from './operations/operation.ts';
import { webhooks } from './webhooks.ts';

/** A path of the API and the function behind it. */
export interface Route {
  readonly path: string;
  /** The Lambda: `functions/<function>.ts`. */
  readonly function: string;
  readonly description: string;
  readonly access: Access;
}

/** Every route: the Merchant API, the card network API and the webhooks of upstreams. */
export const routes: readonly Route[] = [
  ...Object.values(catalogue).map(
    (entry): Route => ({
      path: entry.path,
      function: entry.function,
      description: entry.title,
      // Every request takes a token from the merchant's bucket, and every response is sealed.
      access: { ...entry.access, limits: 'write', keys: 'open' },
    }),
  ),
  ...Object.values(networkOperations).map((entry) => ({
    path: entry.path,
    function: entry.function,
    description: entry.title,
    access: { ...entry.access, upstreamKeys: 'open' as const },
  })),
  ...Object.values(webhooks).map((entry) => ({
    path: entry.path,
    function: entry.function,
    description: entry.summary,
    access: entry.access,
  })),
];
