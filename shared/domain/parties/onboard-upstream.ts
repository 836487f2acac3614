import type { Store } from '../../runtime/store/store.ts';
import type { Sealer } from '../../runtime/vault/sealer.ts';
import type { RsaModulusBits } from '../../wire/codec/keys.ts';
import type { GeneratedField } from './counterparty.ts';
import { nextVersion, versionAttribute } from './party-record.ts';
import { withPlatformKey } from './platform-keys.ts';
import { saveUpstream, type Upstream, upstreamKey } from './upstream.ts';

/** What an operator says of a new upstream; its public key as SPKI. */
export type NewUpstream = Omit<Upstream, GeneratedField>;

/**
 * Opens an upstream and answers it with the platform public key to hand over; in place of an earlier record, whose keys are
 * lost, where that is told.
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
