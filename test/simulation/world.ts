import { setDemoRates } from '../../infra/ops/demo-rates.ts';
import { setParts } from '../../infra/ops/merchant-parts.ts';
import { DEMO_FEES, DEMO_RANGES } from '../../infra/ops/seed.ts';
import { type BinRange, saveBinRange } from '../../shared/cards/bin.ts';
import type { MerchantClient } from '../../shared/client/client.ts';
import { generateRsaKeyPair, importPublicKey } from '../../shared/codec/keys.ts';
import { EmbeddedIssuer } from '../../shared/issuer/embedded/embedded.ts';
import { EMBEDDED, type IssuerName } from '../../shared/issuer/issuer-name.ts';
import { UpstreamPlatform } from '../../shared/issuer/upstream/upstream.ts';
import { platformOver } from '../../shared/lambda/cloud-platform.ts';
import { bookDeposit } from '../../shared/ledger/deposit.ts';
import { CounterpartyKeys } from '../../shared/merchants/keys.ts';
import { findMerchant, type Merchant } from '../../shared/merchants/merchant.ts';
import { onboardMerchant } from '../../shared/merchants/onboard.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { writeLines } from '../../shared/statements/write-lines.ts';
import type { Item } from '../../shared/store/item.ts';
import type { Store } from '../../shared/store/store.ts';
import type { EntitledTeller } from '../../shared/upstreams/upstream.ts';
import type { DataKeys } from '../../shared/vault/data-key.ts';
import { allOf, Sealer } from '../../shared/vault/sealer.ts';
import { Vault } from '../../shared/vault/vault.ts';
import { MemoryStore } from '../support/model/memory-store.ts';
import { EVERY_RIGHT, keepRights } from '../support/rights.ts';

/** 2026-03-01 10:00:00 in the platform's zone. */
export const START = Date.UTC(2026, 2, 1, 2);
/** What each merchant has on its card accounts, in minor units. */
export const DEPOSITS = { USD: 100_000n, EUR: 50_000n } as const;
/** The platform below, and the range of the cards that it keeps; the others are this platform's own. */
export const BELOW = 'below';
export const RANGE_BELOW = 'U1';
export const SHARED_BELOW = 'US1';
/** A range of one number: 15 digits leave the check digit alone. */
export const SCARCE = 'ONE';

const UTC_OFFSET = '+08:00';

/** Nothing waits for a key here. */
const dataKeys: DataKeys = {
  generate: async () => ({ key: Buffer.alloc(32, 7), wrapped: 'the only one' }),
  unwrap: async () => Buffer.alloc(32, 7),
};
export const sealer = new Sealer(dataKeys, allOf('everything'));
/** Nor for a private key: none is changed in a run, so all processes have those that the world began with. */
let counterpartyKeys: CounterpartyKeys;

/** The vault over this store. */
export const vaultOf = (store: Store) => new Vault(store, { cards: sealer, pins: sealer });

/** What a process brings of its own. */
export type Own = Pick<Platform, 'now' | 'random' | 'alarm' | 'wakeUp' | 'holdMs'> & {
  readonly store: Store;
  readonly below: MerchantClient;
};

/** The platform as a process finds it. */
export function platformOf({ store, below, ...own }: Own): Platform {
  const vault = vaultOf(store);
  const platform: Platform = {
    ...platformOver(store, {}),
    ...own,
    rateMaxAgeMs: Number.POSITIVE_INFINITY,
    counterpartyKeys,
    cardRead: () => {},
    vault,
    sealer,
    store,
    issuers: { embedded: new EmbeddedIssuer(vault, own.random, UTC_OFFSET) },
    upstreams: async (name) => (name === BELOW ? new UpstreamPlatform(BELOW, below, platform) : undefined),
  };
  return platform;
}

/** A merchant and the key that it opens notifications with. */
export interface KnownMerchant {
  readonly merchant: Merchant;
  readonly platformPublicKey: ReturnType<typeof importPublicKey>;
}

/** A deployment before anything happened: what every run begins with. */
export interface World {
  readonly store: Pick<MemoryStore, 'copy'>;
  readonly merchants: readonly KnownMerchant[];
}

/** Opens a deployment with two merchants that have money, one of them with accounts that lie on parts. */
export async function openWorld(): Promise<World> {
  const images: Item[] = [];
  const store = new MemoryStore(({ table, image }) => {
    if (table === 'ledger') images.push(image.item());
  });
  counterpartyKeys = new CounterpartyKeys(store, sealer);
  const platform = platformOf({
    store,
    below: {} as MerchantClient,
    holdMs: 0,
    now: () => START,
    random: () => 0,
    alarm: () => {},
    wakeUp: { send: async () => [] },
  });
  for (const range of ranges) await saveBinRange(store, range);
  for (const teller of [tellerOf(EMBEDDED, 0), tellerOf(EMBEDDED, 1), tellerOf(BELOW)])
    await keepRights(store, teller);
  await setDemoRates(platform);
  await platform.vault.prepare();
  const merchants = [
    await openMerchant(platform, '10000001', {}),
    await openMerchant(platform, '10000002', { USD: 5, EUR: 3 }),
  ];
  await writeLines(platform, images);
  return { store, merchants };
}

const below = (own: string, binRangeId: string): BinRange => ({
  ...(DEMO_RANGES.find((range) => range.binRangeId === own) as BinRange),
  binRangeId,
  issuer: BELOW,
});
const scarce: BinRange = {
  ...(DEMO_RANGES[0] as BinRange),
  binRangeId: SCARCE,
  cardBin: '499900999999999',
};
const ranges: readonly BinRange[] = [
  ...DEMO_RANGES,
  below('V1', RANGE_BELOW),
  below('S1', SHARED_BELOW),
  scarce,
];

/** Who speaks for an issuer: of cards kept here two networks do. */
export const tellerOf = (issuer: IssuerName, network: 0 | 1 = 0): EntitledTeller => ({
  userNo: issuer === EMBEDDED ? (['90000001', '90000003'] as const)[network] : '90000002',
  issuer,
  binRangeIds: ranges.map(({ binRangeId }) => binRangeId),
  ceilings: EVERY_RIGHT.ceilings ?? {},
});

async function openMerchant(
  platform: Platform,
  userNo: string,
  parts: Record<string, number>,
): Promise<KnownMerchant> {
  const { publicKey } = await generateRsaKeyPair(1024);
  const asked = {
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
  const merchant = await onboardMerchant(platform.store, sealer, asked, 1024);
  for (const [currency, amount] of Object.entries(DEPOSITS))
    await bookDeposit(platform, { userNo, currency, amount, reference: `${userNo}/${currency}` });
  for (const [currency, count] of Object.entries(parts)) {
    const known = (await findMerchant(platform.store, userNo)) as Merchant;
    await setParts(known, currency, String(count), platform);
  }
  return {
    merchant: (await findMerchant(platform.store, userNo)) as Merchant,
    platformPublicKey: importPublicKey(merchant.platformPublicKey),
  };
}
