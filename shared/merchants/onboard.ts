import { exportPem, generateRsaKeyPair, importPublicKey, type RsaModulusBits } from '../codec/keys.ts';
import type { Store } from '../store/store.ts';
import type { Sealer } from '../vault/sealer.ts';
import { type Merchant, merchantKey, saveMerchant } from './merchant.ts';

/** What an operator says of a new merchant; the merchant's public key as SPKI. */
export type NewMerchant = Omit<Merchant, 'platformPublicKey' | 'platformPrivateKey' | 'enabled'>;

/**
 * Opens a merchant with a platform key pair of its own, whose private half is sealed before it is stored. Answers the
 * merchant; its `platformPublicKey` is to be handed over.
 */
export async function onboardMerchant(
  store: Store,
  sealer: Sealer,
  asked: NewMerchant,
  platformKeyBits: RsaModulusBits,
): Promise<Merchant> {
  const pair = await generateRsaKeyPair(platformKeyBits);
  const merchant: Merchant = {
    ...asked,
    publicKey: exportPem(importPublicKey(asked.publicKey)),
    enabled: true,
    platformPublicKey: pair.publicKey,
    platformPrivateKey: await sealer.seal(pair.privateKey, merchantKey(asked.userNo).pk),
  };
  await saveMerchant(store, merchant);
  return merchant;
}
