import { findMerchant, type Merchant, saveMerchant as save } from '../../shared/merchants/merchant.ts';
import { versionOf } from '../../shared/merchants/record.ts';
import type { Store } from '../../shared/store/store.ts';
import { findUpstream, saveUpstream as saveOther, type Upstream } from '../../shared/upstreams/upstream.ts';

/** Stores a merchant over whatever record stands there: a test has the only hand on it. */
export async function saveMerchant(store: Store, { version: _, ...merchant }: Merchant): Promise<void> {
  await save(store, { ...merchant, ...versionOf(await findMerchant(store, merchant.userNo)) });
}

/** Stores an upstream likewise. */
export async function saveUpstream(store: Store, { version: _, ...upstream }: Upstream): Promise<void> {
  await saveOther(store, { ...upstream, ...versionOf(await findUpstream(store, upstream.userNo)) });
}
