import type { RsaModulusBits } from '../codec/keys.ts';
import type { Store } from '../store/store.ts';
import type { Sealer } from '../vault/sealer.ts';
import type { MadeHere } from './counterparty.ts';
import { type Merchant, merchantKey, saveMerchant } from './merchant.ts';
import { withPlatformKey } from './platform-keys.ts';
import { nextVersion, versionOf } from './record.ts';

/** What an operator says of a new merchant; the merchant's public key as SPKI. */
export type NewMerchant = Omit<Merchant, MadeHere>;

/**
 * Opens a merchant and answers it with the platform public key to hand over; in place of an earlier record, whose keys are
 * lost, where that is told.
 */
export async function onboardMerchant(
  store: Store,
  sealer: Sealer,
  asked: NewMerchant,
  platformKeyBits: RsaModulusBits,
  instead?: Merchant,
): Promise<Merchant> {
  const record = merchantKey(asked.userNo);
  const { party: merchant, keeping } = await withPlatformKey(sealer, asked, record, platformKeyBits);
  await saveMerchant(store, { ...merchant, ...versionOf(instead) }, [keeping]);
  return { ...merchant, version: nextVersion(instead) };
}
