import type { Item } from '../../runtime/store/item.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { Write } from '../../runtime/store/write.ts';
import type { NotificationType } from '../../wire/contract/notifications.ts';
import { webhooks } from '../../wire/contract/webhooks.ts';
import { EMBEDDED, type IssuerName } from '../issuer-name.ts';
import type { Counterparty } from './counterparty.ts';
import { assertValidAllowList } from './ip-allow-list.ts';
import { partyWrites } from './party-record.ts';

/** Ceilings that an operator has set, by currency, in minor units. */
export type DailyCeilings = Readonly<Record<string, bigint>>;

/** What an upstream may send: notifications to `/webhook/{type}`, and authorizations to `/network/authorize`. */
export type UpstreamPermission = NotificationType | 'authorize';

/** All permissions that an upstream can have. */
export const UPSTREAM_PERMISSIONS: readonly UpstreamPermission[] = [
  'authorize',
  ...(Object.keys(webhooks) as NotificationType[]),
];

/**
 * A party that reports events to this platform: a card network or processor, a 3DS server, a personalisation bureau, a
 * blockchain watcher, or another platform. Its `userNo` is the number in its envelopes.
 */
export interface Upstream extends Counterparty {
  /** The issuer whose cards and orders its messages are about. */
  readonly issuer: IssuerName;
  readonly types: readonly UpstreamPermission[];
  /**
   * BIN ranges of the embedded issuer that its messages may be about. An external issuer's messages may be about all of
   * its cards.
   */
  readonly binRangeIds: readonly string[];
  /** Daily ceilings on its unmatched credits, where they differ from the default (`credit-ceiling.ts`). */
  readonly ceilings?: DailyCeilings;
}

/** The upstream that sent a message, and the issuer on whose behalf it reports. */
export type UpstreamIdentity = Pick<Upstream, 'userNo' | 'issuer'>;

/** An upstream with what its messages may be about. */
export type PermittedUpstream = Pick<Upstream, 'userNo' | 'issuer' | 'binRangeIds' | 'ceilings'>;

/**
 * The namespace of an upstream's numbers: each card network has its own; an external issuer has one for all of its
 * upstreams.
 */
export const numberNamespace = ({ userNo, issuer }: UpstreamIdentity): string =>
  issuer === EMBEDDED ? userNo : issuer;

/** The key of an upstream's record, and the prefix of its platform keys. */
export const upstreamKey = (userNo: string) => ({ pk: `upstream/${userNo}` });

/** Returns the upstream with this number, or undefined. */
export async function findUpstream(store: Store, userNo: string): Promise<Upstream | undefined> {
  const item = await store.get('merchants', upstreamKey(userNo));
  return item && upstreamFrom(item);
}

/** Parses a stored upstream. */
export function upstreamFrom(item: Item): Upstream {
  const { ceilings, ...record } = item as unknown as Upstream;
  const exact = Object.entries(ceilings ?? {}).map(([currency, ceiling]) => [currency, BigInt(ceiling)]);
  return {
    ...record,
    // Old records have no BIN ranges.
    binRangeIds: record.binRangeIds ?? [],
    ...(ceilings && { ceilings: Object.fromEntries(exact) }),
  };
}

/**
 * Stores an upstream in place of the record it was read from, together with additional writes. For operators.
 *
 * @throws RecordChanged when the record has changed since it was read
 * @throws KeyAlreadyClaimed, KeyRetired when a new key is not free
 * @throws AllowListInvalid when the upstream is enabled
 */
export async function saveUpstream(
  store: Store,
  upstream: Upstream,
  additionalWrites: readonly Write[] = [],
): Promise<void> {
  await store.write([...(await upstreamWrites(store, upstream)), ...additionalWrites]);
}

/** Builds the writes of saveUpstream, to be made together with others; throws the same errors. */
export async function upstreamWrites(store: Store, upstream: Upstream): Promise<Write[]> {
  const { userNo, enabled, allowedAddresses } = upstream;
  if (enabled) assertValidAllowList(allowedAddresses);
  return partyWrites(store, upstreamKey(userNo), upstream);
}
