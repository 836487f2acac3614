import type { Store } from '../../runtime/store/store.ts';
import type { Sealer } from '../../runtime/vault/sealer.ts';
import type { RsaModulusBits } from '../../wire/codec/keys.ts';
import type { GeneratedField } from './counterparty.ts';
import { type Merchant, merchantKey, saveMerchant } from './merchant.ts';
import { nextVersion, versionAttribute } from './party-record.ts';
import { withPlatformKey } from './platform-keys.ts';

/** A new merchant, as an operator describes it; its public key as SPKI. */
export type NewMerchant = Omit<Merchant, GeneratedField>;

/**
 * Creates a merchant and returns it with the platform public key to hand over. With `replaced`, it takes the place of
 * an existing record, whose keys are lost.
 *
 * @throws what saveMerchant throws
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
