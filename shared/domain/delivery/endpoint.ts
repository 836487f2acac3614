import type { Item } from '../../runtime/store/item.ts';

/** Attempts in flight at once: at an endpoint that is well and known to be, and at any other. */
export const SLOTS = { healthy: 20, other: 3 } as const;

/** A slot that is not given back by then was cut off: the function that took it runs no longer. */
export const SLOT_LEASE_MS = 30_000;
/** How long an endpoint is known to be well after a success. */
export const RECENT_SUCCESS_MS = 3_600_000;
/** An endpoint that takes longer is slow. */
export const SLOW_MS = 2_000;
/** How long after it last took long an endpoint is taken for well again. */
export const RECOVERY_MS = 30_000;
/** An endpoint that fails for so long without a success is paused. */
export const PAUSE_AFTER_MS = 5 * 86_400_000;
/** How often a paused endpoint is tried. */
export const PROBE_INTERVAL_MS = 3_600_000;

/**
 * How a merchant's endpoint is doing:
 *
 *             a failure, or 2 s and more            5 days of failures alone
 *   healthy ─────────────────────────────▶ strained ────────────────────────▶ paused ◀─┐ hourly probe
 *   20 at     ◀─────────────────────────── 3 at once                         no more  ─┘ fails
 *   once        a quick success, 30 s                                        attempts
 *      ▲        after it last took long                                         │
 *      └────────────────────────────────────────────────────────────────────────┘
 *                        a probe succeeds, or the operator resumes
 *
 * A healthy endpoint that has accepted nothing within the hour gets 3 at once as well, until it has. One that the operator
 * pauses is not probed: it stays so until the operator resumes it.
 */
export type EndpointStatus = 'healthy' | 'strained' | 'paused';

/** What is known of a merchant's endpoint. Times in epoch milliseconds. */
export interface Endpoint {
  readonly userNo: string;
  readonly status: EndpointStatus;
  /** The latest success. */
  readonly succeededAt?: number;
  /** The first failure since the last success. */
  readonly failingSince?: number;
  /** When it last took long, to answer or to fail. */
  readonly slowAt?: number;
  /** Its latest trouble. */
  readonly lastResult?: string;
  /** While it is paused for its failures: when one of the waiting notifications may try it. */
  readonly nextProbeAt?: number;
  /** Since when it is not healthy; puts it into the index of what an operator looks after. */
  readonly troubledAt?: number;
  /** When the attempt in each slot began; 0 when the slot is free. */
  readonly slots: readonly number[];
}

/** The key of what is known of a merchant's endpoint. */
export const endpointKey = (userNo: string) => ({ pk: `endpoint/${userNo}` });

/** The partition of the index `troubled` with the endpoints that are not healthy. */
export const UNHEALTHY_ENDPOINTS = 'endpoint';

/** The attribute of a slot: each changes by itself. */
export const slotAttribute = (slot: number): string => `slot${slot}`;

/** The endpoint that a stored item holds. */
export function endpointFrom(item: Item): Endpoint {
  const slots = Array.from({ length: SLOTS.healthy }, (_, slot) => Number(item[slotAttribute(slot)] ?? 0));
  return { ...(item as unknown as Omit<Endpoint, 'slots'>), slots };
}

const isInFlight = (since: number, now: number): boolean => now - since < SLOT_LEASE_MS;

/** Healthy, and no attempt is in flight for longer than that would take. */
export function isHealthy({ status, slots }: Endpoint, now: number): boolean {
  return status === 'healthy' && !slots.some((since) => isInFlight(since, now) && now - since >= SLOW_MS);
}

/** The slots in which an attempt may begin now; a lease that is over is free. */
export function freeSlots(endpoint: Endpoint, now: number): number[] {
  const { slots, succeededAt = 0 } = endpoint;
  const isKnownHealthy = isHealthy(endpoint, now) && now - succeededAt < RECENT_SUCCESS_MS;
  const limit = isKnownHealthy ? SLOTS.healthy : SLOTS.other;
  return [...slots.keys()].slice(0, limit).filter((slot) => !isInFlight(slots[slot] ?? 0, now));
}

/** How an attempt at an endpoint went. */
export interface EndpointObservation {
  readonly ok: boolean;
  readonly latencyMs: number;
  readonly result: string;
}

/** What changes of an endpoint, as the parts of an update. */
export interface EndpointChange {
  readonly set: Item;
  readonly remove: readonly string[];
  /** Must still be what the change was made from, beside the status. */
  readonly basedOn?: 'failingSince' | 'slowAt';
}

/** What a healthy endpoint has not. */
const FAILURE_ATTRIBUTES = [
  'failingSince',
  'slowAt',
  'lastResult',
  'nextProbeAt',
  'trouble',
  'troubledAt',
] as const;

/** What makes an endpoint healthy. */
export const RECOVERED: EndpointChange = {
  set: { status: 'healthy' },
  remove: FAILURE_ATTRIBUTES,
  basedOn: 'slowAt',
};

/** No change. */
export const NO_ENDPOINT_CHANGE: EndpointChange = { set: {}, remove: [] };

/** Paused, and nothing probes it. */
export const isPausedByOperator = ({ status, nextProbeAt }: Endpoint): boolean =>
  status === 'paused' && nextProbeAt === undefined;

/** How the endpoint is doing after an attempt that ended `now`. */
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

const strainedAttributes = ({ status, troubledAt = 0 }: Endpoint, now: number): Item => ({
  status: 'strained',
  trouble: UNHEALTHY_ENDPOINTS,
  troubledAt: status === 'strained' ? troubledAt : now,
});

const pausedAttributes = (now: number): Item => ({
  status: 'paused',
  nextProbeAt: now + PROBE_INTERVAL_MS,
  trouble: UNHEALTHY_ENDPOINTS,
  troubledAt: now,
});

/** What the operator's pause makes of an endpoint: nothing probes it. */
export const operatorPause = (now: number): EndpointChange => ({
  set: { status: 'paused', trouble: UNHEALTHY_ENDPOINTS, troubledAt: now },
  remove: ['nextProbeAt'],
});
