import { expect } from 'vitest';
import { reconcileCommand } from '../../infra/ops/reconcile.ts';
import { DEMO_RANGES } from '../../infra/ops/seed.ts';
import { saveBinRange } from '../../shared/cards/bin.ts';
import { generateRsaKeyPair } from '../../shared/codec/keys.ts';
import { formatDate } from '../../shared/contract/time.ts';
import { connectUpstream } from '../../shared/issuer/upstream/connect.ts';
import { bookDeposit, bookPrefunding } from '../../shared/ledger/deposit.ts';
import { onboardMerchant } from '../../shared/merchants/onboard.ts';
import { openDataKeys } from '../../shared/vault/data-keys.ts';
import { Sealer } from '../../shared/vault/sealer.ts';
import { rangesAt } from './chain.ts';
import type { Deployment } from './deployment.ts';
import { newUserNo, openMerchant, type TestMerchant } from './merchant.ts';
import { openUpstream, type TestUpstream } from './upstream.ts';

const PREFUNDED = 100_000_000n;

/** Two deployments, one of which resells the cards of the other; the lean form has one in both parts. */
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
  const sealerOf = ({ env }: Deployment) => new Sealer(openDataKeys(env['DATA_KEY'] ?? ''));
  const [pair, number] = [await generateRsaKeyPair(1024), newUserNo()];
  const name = `below_${number}`;
  const { platform: above } = a.operator;
  const { platform: below } = b.operator;
  for (const range of DEMO_RANGES) await saveBinRange(below.store, range);
  const asked = {
    userNo: number,
    name: 'The platform above',
    publicKey: pair.publicKey,
    requestCipher: 'merchant-private' as const,
    allowedAddresses: [],
    notifyUrl: `${way.up ?? a.apiUrl}/webhook/{type}`,
    binRangeIds: DEMO_RANGES.map(({ binRangeId }) => binRangeId),
    cardDataInNotifications: false,
  };
  const { platformPublicKey } = await onboardMerchant(below.store, sealerOf(b), asked, 1024);
  const money = { currency: 'USD', amount: PREFUNDED, reference: name };
  await bookDeposit(below, { userNo: number, ...money });
  await bookPrefunding(above, { issuer: name, ...money });
  await connectUpstream(above.store, sealerOf(a), {
    name,
    userNo: number,
    baseUrl: way.down ?? b.apiUrl,
    privateKey: pair.privateKey,
    platformPublicKey,
    allowedAddresses: [],
  });
  for (const range of rangesAt(name)) await saveBinRange(above.store, range);
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
