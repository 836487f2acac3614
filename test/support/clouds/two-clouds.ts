import { expect } from 'vitest';
import { reconcileCommand } from '../../../infra/cli/reconcile.ts';
import { connectTwoClouds, resoldRanges } from '../../../infra/demo/seed/two-clouds.ts';
import { formatDate } from '../../../shared/wire/contract/time.ts';
import { newUserNo, openMerchant, type TestMerchant } from '../fixtures/merchant.ts';
import { openUpstream, type TestUpstream } from '../fixtures/upstream.ts';
import type { Deployment } from './deployment.ts';

const PREFUNDED = 100_000_000n;

/** Two deployments, A and B. A resells the cards of B. */
export interface TwoClouds {
  readonly reseller: Deployment;
  readonly issuer: Deployment;
  /** The name of B as an external issuer of A, and A's merchant number at B. */
  readonly name: string;
  readonly number: string;
  /** A merchant of A, and the card network of B. */
  readonly merchant: TestMerchant;
  readonly network: TestUpstream;
  close(): Promise<void>;
}

/**
 * Makes A a merchant of B, and B an upstream of A. `urls` are the addresses at which they reach each other; defaults to
 * their own.
 */
export async function openTwoClouds(
  reseller: Deployment,
  issuer: Deployment,
  urls: { readonly issuerUrl?: string; readonly resellerUrl?: string } = {},
): Promise<TwoClouds> {
  const number = newUserNo();
  const name = `issuer_${number}`;
  await connectTwoClouds(reseller.operator, issuer.operator, {
    issuerName: name,
    userNo: number,
    issuerUrl: urls.issuerUrl ?? issuer.apiUrl,
    resellerUrl: urls.resellerUrl ?? reseller.apiUrl,
    prefunded: PREFUNDED,
  });
  const binRangeIds = resoldRanges(name).map(({ binRangeId }) => binRangeId);
  const [merchant, network] = await Promise.all([
    openMerchant(reseller, { usd: 10_000_000n, changes: { binRangeIds } }),
    openUpstream(issuer),
  ]);
  return { reseller, issuer, name, number, merchant, network, close: () => merchant.close() };
}

/** Expects that today's reconciliation of A with B finds no difference. */
export async function expectReconciled({ reseller, name }: TwoClouds): Promise<void> {
  const { utcOffset } = reseller.operator.deps;
  const today = formatDate(Date.now(), utcOffset);
  const { report, agrees } = await reconcileCommand([name, '--day', today], reseller.operator);
  expect(agrees, report).toBe(true);
}
