import type { Key } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { Write } from '../../runtime/store/write.ts';
import type { Sealer } from '../../runtime/vault/sealer.ts';
import type { RsaModulusBits } from '../../wire/codec/keys.ts';
import type { Counterparty, GeneratedField } from './counterparty.ts';
import { type Merchant, merchantKey, saveMerchant } from './merchant.ts';
import { nextVersion, versionAttribute } from './party-record.ts';
import { withPlatformKey } from './platform-keys.ts';
import { saveUpstream, type Upstream, upstreamKey } from './upstream.ts';

type Onboarded<Input> = Input & Pick<Counterparty, GeneratedField>;

/** Makes the function that creates a party of one kind, as an operator describes it; its public key as SPKI. */
const onboarding =
  <Input extends Omit<Counterparty, GeneratedField>>(
    keyOf: (userNo: string) => Key,
    save: (store: Store, party: Onboarded<Input>, additionalWrites: readonly Write[]) => Promise<void>,
  ) =>
  async (
    store: Store,
    sealer: Sealer,
    input: Input,
    platformKeyBits: RsaModulusBits,
    replaced?: Onboarded<Input>,
  ): Promise<Onboarded<Input>> => {
    const { party, keyWrite } = await withPlatformKey(sealer, input, keyOf(input.userNo), platformKeyBits);
    await save(store, { ...party, ...versionAttribute(replaced) }, [keyWrite]);
    return { ...party, version: nextVersion(replaced) };
  };

/**
 * Creates a merchant and returns it with the platform public key to hand over. With `replaced`, it takes the place of
 * an existing record, whose keys are lost.
 *
 * @throws what saveMerchant throws
 */
export const onboardMerchant = onboarding<Omit<Merchant, GeneratedField>>(merchantKey, saveMerchant);

/**
 * Creates an upstream and returns it with the platform public key to hand over. With `replaced`, it takes the place of
 * an existing record, whose keys are lost.
 *
 * @throws what saveUpstream throws
 */
export const onboardUpstream = onboarding<Omit<Upstream, GeneratedField>>(upstreamKey, saveUpstream);
