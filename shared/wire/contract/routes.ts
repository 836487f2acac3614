import { networkOperations } from './card-network.ts';
import { catalogue } from './catalogue.ts';
import type { Access } from './operations/operation.ts';
import { webhooks } from './webhooks.ts';

/** One way in: a path and the function behind it. */
export interface Route {
  readonly path: string;
  /** The Lambda: `functions/<function>.ts`. */
  readonly function: string;
  readonly description: string;
  readonly access: Access;
}

/** Every way in: the merchants' door, the networks' and the upstreams'. */
export const routes: readonly Route[] = [
  ...Object.values(catalogue).map(
    (entry): Route => ({
      path: entry.path,
      function: entry.function,
      description: entry.title,
      // Every request of a merchant takes a token from its bucket, and every answer is sealed.
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
