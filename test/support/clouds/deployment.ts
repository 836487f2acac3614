import { inject } from 'vitest';
import { readTables } from '../../../infra/cli/audit.ts';
import { type Operator, openOperator } from '../../../infra/cli/command.ts';
import { audit } from '../../../shared/domain/audit/audit.ts';
import {
  AUDITED_TABLES,
  type AuditSnapshot,
  snapshotFrom,
  type TableContents,
} from '../../../shared/domain/audit/snapshot.ts';
import type { Posting } from '../../../shared/domain/money/ledger/posting.ts';
import type { Item } from '../../../shared/runtime/store/item.ts';

declare module 'vitest' {
  interface ProvidedContext {
    cloud: { apiUrl: string; env: Record<string, string>; logsDir: string };
  }
}

/** The synthesized app that the end-to-end tests share, with HTTP access and an operator's access to its tables. */
export interface Deployment {
  readonly apiUrl: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logsDir: string;
  readonly operator: Operator;
}

/** Returns the shared deployment. */
export function sharedDeployment(): Deployment {
  const cloud = inject('cloud');
  return { ...cloud, operator: openOperator(cloud.env) };
}

/** Returns the merchant's share of the audited records: other tests change the rest at the same time. */
export async function snapshotOf({ operator }: Deployment, userNo: string): Promise<AuditSnapshot> {
  const items = await readTables(operator);
  const ids = new Set(
    items.cards.filter((item) => item['userNo'] === userNo).map(({ pk }) => String(pk).split('/')[1]),
  );
  const orderNos = new Set(items.dpt.filter((item) => item['userNo'] === userNo).map(({ pk }) => pk));
  const orders = new Set(items.orders.filter(({ listing }) => isOf(userNo, listing)).map(({ pk }) => pk));
  const isOwn = (owner: unknown) => {
    const [kind, id = ''] = String(owner).split('/');
    return kind === 'merchant' ? isOf(userNo, id) : ids.has(id);
  };
  const owns: { readonly [Table in keyof TableContents]: (item: Item) => boolean } = {
    ledger: ({ pk, postings }) =>
      isOwn(pk) ||
      orders.has(String(pk).split('/').slice(1, 3).join('/')) ||
      ((postings ?? []) as Posting[]).some(({ account }) => isOwn(account.split(':')[0])),
    orders: (item) =>
      orders.has(item['pk']) ||
      item['userNo'] === userNo ||
      String(item['pk']).startsWith(`request/${userNo}/`),
    notifications: (item) => item['userNo'] === userNo,
    cards: ({ pk, localId }) => isOwn(pk) || pk === `listing/${userNo}` || ids.has(String(localId)),
    transactions: (item) =>
      item['userNo'] === userNo ||
      ids.has(String(item['cardId'])) ||
      // The audit only looks up the receipts of the merchant's own fees.
      String(item['pk']).startsWith('receipt/'),
    dpt: ({ pk, ...named }) =>
      orderNos.has(pk) || Object.values(named).some((orderNo) => orderNos.has(`order/${orderNo}`)),
    cardholders: (item) => item['userNo'] === userNo,
    vault: () => true,
    pins: () => true,
    // Money in suspense does not belong to a merchant yet.
    inbox: () => false,
  };
  const tables = AUDITED_TABLES.map((table) => [table, items[table].filter(owns[table])] as const);
  return snapshotFrom(Object.fromEntries(tables) as unknown as TableContents, Date.now());
}

/** Whether the owner is the merchant, or one of its shards or listings. */
const isOf = (userNo: string, owner: unknown): boolean => String(owner).split('~')[0] === userNo;

/** Returns all differences that the audit finds in the merchant's records. */
export async function auditDifferences(deployment: Deployment, userNo: string): Promise<string[]> {
  return audit(await snapshotOf(deployment, userNo)).flatMap(({ differences }) => [...differences]);
}

/** Posts a body to a path. Returns the status and the body. */
export async function post(deployment: { apiUrl: string }, path: string, body: string | Buffer) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(deployment.apiUrl + path, { method: 'POST', headers, body });
  return { status: response.status, body: await response.text() };
}
