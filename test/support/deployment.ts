import { inject } from 'vitest';
import { readDeployment } from '../../infra/ops/audit.ts';
import { type Operator, openOperator } from '../../infra/ops/operator.ts';
import { audit } from '../../shared/audit/audit.ts';
import type { Books } from '../../shared/audit/books.ts';

declare module 'vitest' {
  interface ProvidedContext {
    cloud: { apiUrl: string; env: Record<string, string>; logsDir: string };
  }
}

/** The synthesized app that the end-to-end tests share: called over HTTP, looked into as an operator. */
export interface Deployment {
  readonly apiUrl: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logsDir: string;
  readonly operator: Operator;
}

/** The shared deployment. */
export function sharedDeployment(): Deployment {
  const cloud = inject('cloud');
  return { ...cloud, operator: openOperator(cloud.env) };
}

/** The books as far as they are this merchant's: others move theirs meanwhile. */
export async function booksOf({ operator }: Deployment, userNo: string): Promise<Books> {
  const books = await readDeployment(operator);
  const orders = books.orders.filter((order) => order.userNo === userNo);
  const causes = new Set(orders.map(({ orderId }) => `order/${orderId}`));
  const owners = new Set([
    `merchant/${userNo}`,
    ...orders.flatMap(({ cardId, groupId }) => [`card/${cardId}`, `group/${groupId}`]),
  ]);
  const isOwned = (account: string) => owners.has(account.split(':')[0] ?? '');
  return {
    orders,
    entries: books.entries.filter(
      ({ cause, postings }) =>
        causes.has(cause.split('/', 2).join('/')) || postings.some(({ account }) => isOwned(account)),
    ),
    balances: new Map([...books.balances].filter(([account]) => isOwned(account))),
    requests: new Map([...books.requests].filter(([request]) => request.startsWith(`${userNo}/`))),
    notifications: books.notifications.filter((notification) => notification.userNo === userNo),
    cards: books.cards,
    groups: books.groups,
    below: books.below,
    holds: books.holds.filter(({ account }) => isOwned(account)),
    chains: {
      ...books.chains,
      differences: books.chains.differences.filter((text) => owners.has(`card/${text.split('/')[2]}`)),
    },
  };
}

/** Everything that the audit finds wrong about the merchant's books. */
export async function auditDifferences(deployment: Deployment, userNo: string): Promise<string[]> {
  return audit(await booksOf(deployment, userNo)).flatMap(({ differences }) => [...differences]);
}

/** Posts any body to a path and answers status and body. */
export async function post(deployment: { apiUrl: string }, path: string, body: string | Buffer) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(deployment.apiUrl + path, { method: 'POST', headers, body });
  return { status: response.status, body: await response.text() };
}
