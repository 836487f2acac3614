import { DEMO_RANGES } from '../../infra/ops/seed.ts';
import type { Store } from '../../shared/store/store.ts';
import {
  type EntitledTeller,
  UPSTREAM_RIGHTS,
  type Upstream,
  upstreamKey,
} from '../../shared/upstreams/upstream.ts';

/** The right to say everything, of cards of every range that tests open cards in. */
export const EVERY_RIGHT: Pick<Upstream, 'types' | 'binRangeIds' | 'ceilings'> = {
  types: UPSTREAM_RIGHTS,
  binRangeIds: DEMO_RANGES.map(({ binRangeId }) => binRangeId),
  ceilings: Object.fromEntries(
    ['USD', 'EUR', 'JPY', 'USDT', 'USDC'].map((currency) => [currency, 10n ** 18n]),
  ),
};

/** An upstream of cards kept here that may say everything of them. */
export const entitled = (userNo: string, issuer = 'embedded'): EntitledTeller => ({
  userNo,
  issuer,
  binRangeIds: EVERY_RIGHT.binRangeIds,
  ceilings: EVERY_RIGHT.ceilings ?? {},
});

/**
 * Stores what of an upstream's record says its rights: what it told is judged again by that. Unless told, it is enabled and
 * may tell everything.
 */
export async function keepRights(
  store: Store,
  teller: EntitledTeller,
  { enabled = true, types = EVERY_RIGHT.types }: Partial<Pick<Upstream, 'enabled' | 'types'>> = {},
): Promise<void> {
  const item = { ...upstreamKey(teller.userNo), ...teller, enabled, types };
  await store.write([{ kind: 'put', table: 'merchants', item, replace: true }]);
}
