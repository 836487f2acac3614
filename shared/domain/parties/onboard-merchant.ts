import type { Store } from '../../runtime/store/store.ts';
import type { Sealer } from '../../runtime/vault/sealer.ts';
import type { RsaModulusBits } from '../../wire/codec/keys.ts';
import type { GeneratedField } from './counterparty.ts';
import { type Merchant, merchantKey, saveMerchant } from './merchant.ts';
import { nextVersion, versionAttribute } from './party-record.ts';
import { withPlatformKey } from './platform-keys.ts';

/** What an operator says of a new merchant; the merchant's public key as SPKI. */
export type NewMerchant = Omit<Merchant, GeneratedField>;

/**
 * Opens a merchant and answers it with the platform public key to hand over; in place of an earlier record, whose keys are
 * lost, where that is told.
 */
export async function onboardMerchant(
  store: Store,
  sealer: Sealer,
  input: NewMerchant,
  platformKeyBits: RsaModulusBits,
  replaced?: Merchant,
): Promise<Merchant> {
  const record = merchantKey(input.userNo);
  const { party: merchant, keyWrite } = await withPlatformKey(sealer, input, record, platformKeyBits);
  await saveMerchant(store, { ...merchant, ...versionAttribute(replaced) }, [keyWrite]);
  return { ...merchant, version: nextVersion(replaced) };
}
