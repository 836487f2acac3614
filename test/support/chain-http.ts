import { expect } from 'vitest';
import { connectDemoChain, rangesAt } from '../../infra/ops/demo-chain.ts';
import { reconcileCommand } from '../../infra/ops/reconcile.ts';
import { formatDate } from '../../shared/contract/time.ts';
import type { Deployment } from './deployment.ts';
import { newUserNo, openMerchant, type TestMerchant } from './merchant.ts';
import { openUpstream, type TestUpstream } from './upstream.ts';

const PREFUNDED = 100_000_000n;

/** Two deployments, one of which resells the cards of the other. */
export interface HttpChain {
  readonly a: Deployment;
  readonly b: Deployment;
  /** The name under which A knows B, and A's merchant number there. */
  readonly name: string;
  readonly number: string;
  /** A merchant of A, and the card network of B. */
  readonly merchant: TestMerchant;
  readonly network: TestUpstream;
  close(): Promise<void>;
}

/** Makes A a merchant of B, and B an upstream of A. `way` is where A finds B and B finds A, if not at their own doors. */
export async function connectOverHttp(
  a: Deployment,
  b: Deployment,
  way: { readonly down?: string; readonly up?: string } = {},
): Promise<HttpChain> {
  const number = newUserNo();
  const name = `below_${number}`;
  await connectDemoChain(a.operator, b.operator, {
    name,
    number,
    down: way.down ?? b.apiUrl,
    up: way.up ?? a.apiUrl,
    prefunded: PREFUNDED,
  });
  const binRangeIds = rangesAt(name).map(({ binRangeId }) => binRangeId);
  const [merchant, network] = await Promise.all([
    openMerchant(a, { usd: 10_000_000n, changes: { binRangeIds } }),
    openUpstream(b),
  ]);
  return { a, b, name, number, merchant, network, close: () => merchant.close() };
}

/** Holds A's books of today against those of B. */
export async function expectReconciled({ a, name }: HttpChain): Promise<void> {
  const { utcOffset } = a.operator.platform;
  const today = formatDate(Date.now(), utcOffset);
  const { report, agrees } = await reconcileCommand([name, '--day', today], a.operator);
  expect(agrees, report).toBe(true);
}
