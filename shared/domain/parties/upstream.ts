import type { Store } from '../../runtime/store/store.ts';
import type { Write } from '../../runtime/store/write.ts';
import type { NotificationType } from '../../wire/contract/notifications.ts';
import { webhooks } from '../../wire/contract/webhooks.ts';
import { EMBEDDED, type IssuerName } from '../issuer-name.ts';
import type { Counterparty } from './counterparty.ts';
import { assertValidAllowList } from './ip-allow-list.ts';
import { partyWrites } from './party-record.ts';

/** The most by currency, in minor units, where an operator has said so. */
export type DailyCeilings = Readonly<Record<string, bigint>>;

/** What an upstream may say: notifications at `/webhook/{type}`, and authorizations at `/network/authorize`. */
export type UpstreamPermission = NotificationType | 'authorize';

/** All that an upstream may be given to say. */
export const UPSTREAM_PERMISSIONS: readonly UpstreamPermission[] = [
  'authorize',
  ...(Object.keys(webhooks) as NotificationType[]),
];

/**
 * Who tells this platform what happens: a card network or processor, a 3DS server, a personalisation bureau, a chain
 * watcher, or another platform. Its `userNo` is the number that its envelopes carry.
 */
export interface Upstream extends Counterparty {
  /** Whose cards and orders it may speak of. */
  readonly issuer: IssuerName;
  readonly types: readonly UpstreamPermission[];
  /** The BIN ranges of cards kept here that it may speak of. A platform below speaks of all that name it as their issuer. */
  readonly binRangeIds: readonly string[];
  /** What it may bring in a day that nothing took before, where that is other than usual (`ceiling.ts`). */
  readonly ceilings?: DailyCeilings;
}

/** Who tells something: the upstream, and whose cards and orders it speaks of. */
export type UpstreamIdentity = Pick<Upstream, 'userNo' | 'issuer'>;

/** A teller with what it may speak of. */
export type PermittedUpstream = Pick<Upstream, 'userNo' | 'issuer' | 'binRangeIds' | 'ceilings'>;

/** Whose numbers those of a teller are: each card network has its own; a platform below is one, whoever speaks for it. */
export const numberNamespace = ({ userNo, issuer }: UpstreamIdentity): string =>
  issuer === EMBEDDED ? userNo : issuer;

/** The key of an upstream's record, which those of its platform keys begin with. */
export const upstreamKey = (userNo: string) => ({ pk: `upstream/${userNo}` });

/** The upstream, or undefined when there is none of this number. */
export async function findUpstream(store: Store, userNo: string): Promise<Upstream | undefined> {
  const item = await store.get('merchants', upstreamKey(userNo));
  return item && upstreamFrom(item as unknown as Upstream);
}

function upstreamFrom({ ceilings, ...record }: Upstream): Upstream {
  const exact = Object.entries(ceilings ?? {}).map(([currency, most]) => [currency, BigInt(most)]);
  return {
    ...record,
    // Records of before BIN ranges were given have none.
    binRangeIds: record.binRangeIds ?? [],
    ...(ceilings && { ceilings: Object.fromEntries(exact) }),
  };
}

/**
 * Stores an upstream, in place of the record that it was read from, and `beside` it what belongs to it: an operator's act.
 *
 * @throws RecordChanged, KeyTaken, KeyRetired, AllowListRefused
 */
export async function saveUpstream(
  store: Store,
  upstream: Upstream,
  additionalWrites: readonly Write[] = [],
): Promise<void> {
  await store.write([...(await upstreamWrites(store, upstream)), ...additionalWrites]);
}

/** The writes of saveUpstream, for what is stored with them or not at all; it throws what that does. */
export async function upstreamWrites(store: Store, upstream: Upstream): Promise<Write[]> {
  const { userNo, issuer, enabled, allowedAddresses } = upstream;
  if (enabled) assertValidAllowList(allowedAddresses);
  const record = await partyWrites(store, upstreamKey(userNo), upstream);
  return issuer === EMBEDDED ? record : [...record, issuerNameUpdate(issuer, userNo)];
}

/** The key of the record that names every issuer there ever was beside this platform itself. */
const ISSUERS_KEY = { pk: 'issuers' };

const issuerNameUpdate = (issuer: IssuerName, userNo: string): Write => ({
  kind: 'update',
  table: 'merchants',
  key: ISSUERS_KEY,
  set: { [issuer]: userNo },
});

/** The names of all issuers, for what is only found by asking about each. */
export async function issuerNames(store: Store): Promise<IssuerName[]> {
  const { pk: _, ...numbers } = (await store.get('merchants', ISSUERS_KEY)) ?? {};
  return [EMBEDDED, ...Object.keys(numbers)];
}
