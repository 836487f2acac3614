import { setShards } from '../../infra/cli/merchant-shards.ts';
import { setDemoRates } from '../../infra/demo/seed/rates.ts';
import { DEMO_FEES, DEMO_RANGES } from '../../infra/demo/seed/seed.ts';
import type { MerchantClient } from '../../shared/client/client.ts';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { EMBEDDED, type IssuerName } from '../../shared/domain/issuer-name.ts';
import { EmbeddedIssuer } from '../../shared/domain/issuing/issuers/embedded/embedded-issuer.ts';
import { RemoteIssuer } from '../../shared/domain/issuing/issuers/external/remote-issuer.ts';
import { type BinRange, saveBinRange } from '../../shared/domain/issuing/model/bin-range.ts';
import { bookDeposit } from '../../shared/domain/money/accounts/deposit.ts';
import { writeLines } from '../../shared/domain/money/statements/write-lines.ts';
import { CounterpartyKeys } from '../../shared/domain/parties/key-cache.ts';
import { findMerchant, type Merchant } from '../../shared/domain/parties/merchant.ts';
import { onboardMerchant } from '../../shared/domain/parties/onboarding.ts';
import type { PermittedUpstream } from '../../shared/domain/parties/upstream.ts';
import { dependenciesOver } from '../../shared/lambda/aws-dependencies.ts';
import type { Item } from '../../shared/runtime/store/item.ts';
import type { Store } from '../../shared/runtime/store/store.ts';
import { CardVault } from '../../shared/runtime/vault/card-vault.ts';
import type { DataKeys } from '../../shared/runtime/vault/data-key.ts';
import { perPurpose, Sealer } from '../../shared/runtime/vault/sealer.ts';
import { generateRsaKeyPair, importPublicKey } from '../../shared/wire/codec/keys.ts';
import { ALL_PERMISSIONS, savePermissions } from '../support/fixtures/upstream-permissions.ts';
import { MemoryStore } from '../support/stores/model/memory-store.ts';

/** 2026-03-01 10:00:00 in the platform's time zone. */
export const START = Date.UTC(2026, 2, 1, 2);
/** Initial deposits on each merchant's card accounts, in minor units. */
export const DEPOSITS = { USD: 100_000n, EUR: 50_000n } as const;
/** The external issuer, and the BIN ranges of its cards; all other ranges are embedded. */
export const EXTERNAL = 'below';
export const EXTERNAL_RANGE = 'U1';
export const EXTERNAL_SHARED_RANGE = 'US1';
/** A BIN range with a single number: of 16 digits, 15 are fixed and the last is the check digit. */
export const SINGLE_NUMBER_RANGE = 'ONE';

const UTC_OFFSET = '+08:00';

/** Data keys without KMS. */
const dataKeys: DataKeys = {
  generate: async () => ({ key: Buffer.alloc(32, 7), wrapped: 'the only one' }),
  unwrap: async () => Buffer.alloc(32, 7),
};
export const sealer = new Sealer(dataKeys, perPurpose('everything'));
/** The same for private keys. No key changes in a run, so all processes share the initial ones. */
let counterpartyKeys: CounterpartyKeys;

/** The vault over this store. */
export const vaultOf = (store: Store) => new CardVault(store, { cards: sealer, pins: sealer });

/** The dependencies that differ between processes. */
export type ProcessDependencies = Pick<Dependencies, 'now' | 'random' | 'alarm' | 'workQueue' | 'holdMs'> & {
  readonly store: Store;
  readonly externalIssuer: MerchantClient;
  /** Whether the process is of an earlier version, which settled the orders of embedded cards later. */
  readonly isOutdated?: boolean;
};

/** The dependencies of a process. */
export function dependenciesFor({
  store,
  externalIssuer,
  isOutdated = false,
  ...own
}: ProcessDependencies): Dependencies {
  const vault = vaultOf(store);
  const embedded = new EmbeddedIssuer(vault, own.random, UTC_OFFSET, own.now);
  const deps: Dependencies = {
    ...dependenciesOver(store, {}),
    ...own,
    rateMaxAgeMs: Number.POSITIVE_INFINITY,
    counterpartyKeys,
    auditCardRead: () => {},
    vault,
    sealer,
    store,
    issuers: { embedded: isOutdated ? { perform: (order) => embedded.perform(order) } : embedded },
    externalIssuers: async (name) =>
      name === EXTERNAL ? new RemoteIssuer(EXTERNAL, externalIssuer, deps) : undefined,
  };
  return deps;
}

/** A merchant, and the key with which it opens notifications. */
export interface SimulatedMerchant {
  readonly merchant: Merchant;
  readonly platformPublicKey: ReturnType<typeof importPublicKey>;
}

/** A deployment before the first event, from which every run starts. */
export interface SimulatedDeployment {
  readonly store: Pick<MemoryStore, 'copy'>;
  readonly merchants: readonly SimulatedMerchant[];
}

/** Creates a deployment with two funded merchants, one of them with sharded accounts. */
export async function openDeployment(): Promise<SimulatedDeployment> {
  const images: Item[] = [];
  const store = new MemoryStore(({ table, image }) => {
    if (table === 'ledger') images.push(image.item());
  });
  counterpartyKeys = new CounterpartyKeys(store, sealer);
  const deps = dependenciesFor({
    store,
    externalIssuer: {} as MerchantClient,
    holdMs: 0,
    now: () => START,
    random: () => 0,
    alarm: () => {},
    workQueue: { send: async () => [] },
  });
  for (const range of ranges) await saveBinRange(store, range);
  for (const upstream of [upstreamFor(EMBEDDED, 0), upstreamFor(EMBEDDED, 1), upstreamFor(EXTERNAL)])
    await savePermissions(store, upstream);
  await setDemoRates(deps);
  // Hashes determine record numbers: with a random key no run would be reproducible.
  const hashKey = await sealer.seal(Buffer.alloc(32, 7), 'hash-key');
  await store.write([{ kind: 'put', table: 'vault', item: { pk: 'hash-key', key: hashKey } }]);
  const merchants = [
    await createMerchant(deps, '10000001', {}),
    await createMerchant(deps, '10000002', { USD: 5, EUR: 3 }),
  ];
  await writeLines(deps, images);
  return { store, merchants };
}

const externalRangeLike = (own: string, binRangeId: string): BinRange => ({
  ...(DEMO_RANGES.find((range) => range.binRangeId === own) as BinRange),
  binRangeId,
  issuer: EXTERNAL,
});
const singleNumberRange: BinRange = {
  ...(DEMO_RANGES[0] as BinRange),
  binRangeId: SINGLE_NUMBER_RANGE,
  cardBin: '499900999999999',
};
const ranges: readonly BinRange[] = [
  ...DEMO_RANGES,
  externalRangeLike('V1', EXTERNAL_RANGE),
  externalRangeLike('S1', EXTERNAL_SHARED_RANGE),
  singleNumberRange,
];

/** The upstream that reports for an issuer. Two networks report for embedded cards. */
export const upstreamFor = (issuer: IssuerName, network: 0 | 1 = 0): PermittedUpstream => ({
  userNo: issuer === EMBEDDED ? (['90000001', '90000003'] as const)[network] : '90000002',
  issuer,
  binRangeIds: ranges.map(({ binRangeId }) => binRangeId),
  ceilings: ALL_PERMISSIONS.ceilings ?? {},
});

async function createMerchant(
  deps: Dependencies,
  userNo: string,
  shards: Record<string, number>,
): Promise<SimulatedMerchant> {
  const { publicKey } = await generateRsaKeyPair(1024);
  const details = {
    userNo,
    name: `Merchant ${userNo}`,
    publicKey,
    requestCipher: 'merchant-private' as const,
    allowedAddresses: [],
    notifyUrl: `https://${userNo}.example/`,
    binRangeIds: ranges.map(({ binRangeId }) => binRangeId),
    cardDataInNotifications: false,
    fees: DEMO_FEES,
  };
  const merchant = await onboardMerchant(deps.store, sealer, details, 1024);
  for (const [currency, amount] of Object.entries(DEPOSITS))
    await bookDeposit(deps, { userNo, currency, amount, reference: `${userNo}/${currency}` });
  for (const [currency, count] of Object.entries(shards)) {
    const current = (await findMerchant(deps.store, userNo)) as Merchant;
    await setShards(current, currency, String(count), deps);
  }
  return {
    merchant: (await findMerchant(deps.store, userNo)) as Merchant,
    platformPublicKey: importPublicKey(merchant.platformPublicKey),
  };
}
