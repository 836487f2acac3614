import { DAY_MS, HOUR_MS, SECOND_MS } from '../../runtime/duration.ts';
import type { Item } from '../../runtime/store/item.ts';

/** Concurrent attempts at an endpoint: known to be healthy, or any other. */
export const SLOTS = { healthy: 20, other: 3 } as const;

/** A slot that is still taken after this time is free again: the function that held it has died. */
export const SLOT_LEASE_MS = 30 * SECOND_MS;
/** How long after a success an endpoint is known to be healthy. */
const RECENT_SUCCESS_MS = HOUR_MS;
/** A response that takes at least this long is slow. */
export const SLOW_MS = 2 * SECOND_MS;
/** How long after its last slow response an endpoint counts as healthy again. */
const RECOVERY_MS = 30 * SECOND_MS;
/** An endpoint that fails for this long without a success is paused. */
export const PAUSE_AFTER_MS = 5 * DAY_MS;
/** How often a paused endpoint is probed. */
export const PROBE_INTERVAL_MS = HOUR_MS;

/**
 * The health of a merchant's endpoint:
 *
 *             a failure, or 2 s and more            5 days of failures only
 *   healthy ─────────────────────────────▶ strained ────────────────────────▶ paused ◀─┐ hourly probe
 *   20        ◀─────────────────────────── 3 concurrent                      no       ─┘ fails
 *   concurrent  a quick success, 30 s      attempts                          attempts
 *   attempts    after its last slow                                             │
 *      ▲        response                                                        │
 *      └────────────────────────────────────────────────────────────────────────┘
 *                        a probe succeeds, or the operator resumes
 *
 * These are attempts with slots; first attempts at a healthy endpoint need none (optimistic-attempt.ts).
 *
 * A healthy endpoint that has accepted nothing in the last hour also gets 3 concurrent attempts until it does. An
 * endpoint that the operator pauses is not probed: it stays paused until the operator resumes it.
 */
type EndpointStatus = 'healthy' | 'strained' | 'paused';

/** The state of a merchant's endpoint. Times in epoch milliseconds. */
export interface Endpoint {
  readonly userNo: string;
  readonly status: EndpointStatus;
  /** The latest success. */
  readonly succeededAt?: number;
  /** The first failure since the last success. */
  readonly failingSince?: number;
  /** When it was last slow, to respond or to fail. */
  readonly slowAt?: number;
  /** Its latest failure, or `slow`. */
  readonly lastResult?: string;
  /** While it is paused for failures: when a waiting notification may probe it. */
  readonly nextProbeAt?: number;
  /** Since when it has not been healthy; the sort attribute of the operators' index. */
  readonly attentionAt?: number;
  /** When the attempt in each slot began; 0 for a free slot. */
  readonly slots: readonly number[];
}

/** The key of the state of a merchant's endpoint. */
export const endpointKey = (userNo: string) => ({ pk: `endpoint/${userNo}` });

/** The partition of the index `needsAttention` with the unhealthy endpoints. */
export const UNHEALTHY_ENDPOINTS = 'endpoint';

/** The attribute of a slot. Slots are separate attributes, so that they change independently. */
export const slotAttribute = (slot: number): string => `slot${slot}`;

/** Parses an item. */
export function endpointFrom(item: Item): Endpoint {
  const slots = Array.from({ length: SLOTS.healthy }, (_, slot) => Number(item[slotAttribute(slot)] ?? 0));
  return { ...(item as unknown as Omit<Endpoint, 'slots'>), slots };
}

const isInFlight = (since: number, now: number): boolean => now - since < SLOT_LEASE_MS;

/** Whether the endpoint is healthy and no attempt in flight is already slow. */
export function isHealthy({ status, slots }: Endpoint, now: number): boolean {
  return status === 'healthy' && !slots.some((since) => isInFlight(since, now) && now - since >= SLOW_MS);
}

/** Returns the slots in which an attempt may begin. */
export function freeSlots(endpoint: Endpoint, now: number): number[] {
  const { slots, succeededAt = 0 } = endpoint;
  const isKnownHealthy = isHealthy(endpoint, now) && now - succeededAt < RECENT_SUCCESS_MS;
  const limit = isKnownHealthy ? SLOTS.healthy : SLOTS.other;
  return [...slots.keys()].slice(0, limit).filter((slot) => !isInFlight(slots[slot] ?? 0, now));
}

/** What an attempt shows about its endpoint. */
export interface EndpointObservation {
  readonly ok: boolean;
  readonly latencyMs: number;
  readonly result: string;
}

/** Whether the attempt shows what is expected of a healthy endpoint. */
export const isQuickSuccess = ({ ok, latencyMs }: EndpointObservation): boolean => ok && latencyMs < SLOW_MS;

/** A change of an endpoint, as the parts of an update. */
export interface EndpointChange {
  readonly set: Item;
  readonly remove: readonly string[];
  /** An attribute that, besides the status, must not have changed since it was read. */
  readonly basedOn?: 'failingSince' | 'slowAt';
}

/** Attributes that a healthy endpoint does not have. */
const FAILURE_ATTRIBUTES = [
  'failingSince',
  'slowAt',
  'lastResult',
  'nextProbeAt',
  'attention',
  'attentionAt',
] as const;

/** The change to a healthy endpoint. */
export const RECOVERED: EndpointChange = {
  set: { status: 'healthy' },
  remove: FAILURE_ATTRIBUTES,
  basedOn: 'slowAt',
};

export const NO_ENDPOINT_CHANGE: EndpointChange = { set: {}, remove: [] };

/** Whether the operator paused the endpoint: nothing probes it. */
const isPausedByOperator = ({ status, nextProbeAt }: Endpoint): boolean =>
  status === 'paused' && nextProbeAt === undefined;

/** Returns what an attempt that ended at `now` changes of its endpoint. */
export function changeAfter(
  endpoint: Endpoint,
  { ok, latencyMs, result }: EndpointObservation,
  now: number,
): EndpointChange {
  if (isPausedByOperator(endpoint)) return NO_ENDPOINT_CHANGE;
  const slowAt = latencyMs >= SLOW_MS ? { slowAt: now } : {};
  if (!ok) return changeAfterFailure(endpoint, { ...slowAt, lastResult: result }, now);
  const success = { succeededAt: now };
  if (latencyMs >= SLOW_MS) {
    const slow = { ...strainedAttributes(endpoint, now), ...slowAt, lastResult: 'slow' };
    return { set: { ...success, ...slow }, remove: ['failingSince', 'nextProbeAt'] };
  }
  if (endpoint.status === 'healthy') return { set: success, remove: [] };
  const hasRecovered = now - (endpoint.slowAt ?? 0) >= RECOVERY_MS;
  if (hasRecovered || endpoint.status === 'paused')
    return { ...RECOVERED, set: { ...RECOVERED.set, ...success } };
  return { set: success, remove: ['failingSince'] };
}

function changeAfterFailure(endpoint: Endpoint, failure: Item, now: number): EndpointChange {
  const { status, failingSince = now } = endpoint;
  const isPersistent = now - failingSince >= PAUSE_AFTER_MS;
  const state =
    status === 'paused' ? {} : isPersistent ? pausedAttributes(now) : strainedAttributes(endpoint, now);
  return { set: { ...state, ...failure, failingSince }, remove: [], basedOn: 'failingSince' };
}

const strainedAttributes = ({ status, attentionAt = 0 }: Endpoint, now: number): Item => ({
  status: 'strained',
  attention: UNHEALTHY_ENDPOINTS,
  attentionAt: status === 'strained' ? attentionAt : now,
});

const pausedAttributes = (now: number): Item => ({
  status: 'paused',
  nextProbeAt: now + PROBE_INTERVAL_MS,
  attention: UNHEALTHY_ENDPOINTS,
  attentionAt: now,
});

/** The change when the operator pauses an endpoint: it is not probed. */
export const operatorPause = (now: number): EndpointChange => ({
  set: { status: 'paused', attention: UNHEALTHY_ENDPOINTS, attentionAt: now },
  remove: ['nextProbeAt'],
});
