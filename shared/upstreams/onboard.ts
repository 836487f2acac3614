import type { RsaModulusBits } from '../codec/keys.ts';
import type { MadeHere } from '../merchants/counterparty.ts';
import { withPlatformKey } from '../merchants/platform-keys.ts';
import { nextVersion, versionOf } from '../merchants/record.ts';
import type { Store } from '../store/store.ts';
import type { Sealer } from '../vault/sealer.ts';
import { saveUpstream, type Upstream, upstreamKey } from './upstream.ts';

/** What an operator says of a new upstream; its public key as SPKI. */
export type NewUpstream = Omit<Upstream, MadeHere>;

/**
 * Opens an upstream and answers it with the platform public key to hand over; in place of an earlier record, whose keys are
 * lost, where that is told.
 */
export async function onboardUpstream(
  store: Store,
  sealer: Sealer,
  asked: NewUpstream,
  platformKeyBits: RsaModulusBits,
  instead?: Upstream,
): Promise<Upstream> {
  const record = upstreamKey(asked.userNo);
  const { party: upstream, keeping } = await withPlatformKey(sealer, asked, record, platformKeyBits);
  await saveUpstream(store, { ...upstream, ...versionOf(instead) }, [keeping]);
  return { ...upstream, version: nextVersion(instead) };
}
