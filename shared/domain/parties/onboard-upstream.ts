import type { Store } from '../../runtime/store/store.ts';
import type { Sealer } from '../../runtime/vault/sealer.ts';
import type { RsaModulusBits } from '../../wire/codec/keys.ts';
import type { GeneratedField } from './counterparty.ts';
import { nextVersion, versionAttribute } from './party-record.ts';
import { withPlatformKey } from './platform-keys.ts';
import { saveUpstream, type Upstream, upstreamKey } from './upstream.ts';

/** A new upstream, as an operator describes it; its public key as SPKI. */
export type NewUpstream = Omit<Upstream, GeneratedField>;

/**
 * Creates an upstream and returns it with the platform public key to hand over. With `replaced`, it takes the place of
 * an existing record, whose keys are lost.
 *
 * @throws what saveUpstream throws
 */
export async function onboardUpstream(
  store: Store,
  sealer: Sealer,
  input: NewUpstream,
  platformKeyBits: RsaModulusBits,
  replaced?: Upstream,
): Promise<Upstream> {
  const record = upstreamKey(input.userNo);
  const { party: upstream, keyWrite } = await withPlatformKey(sealer, input, record, platformKeyBits);
  await saveUpstream(store, { ...upstream, ...versionAttribute(replaced) }, [keyWrite]);
  return { ...upstream, version: nextVersion(replaced) };
}
