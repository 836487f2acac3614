import type { Item } from '../../runtime/store/item.ts';
import { tryWrite } from '../../runtime/store/try-write.ts';
import { absent, type Condition, equals, type Write } from '../../runtime/store/write.ts';
import type { Dependencies } from '../dependencies.ts';
import {
  changeAfter,
  type Endpoint,
  type EndpointChange,
  type EndpointObservation,
  endpointFrom,
  endpointKey,
  freeSlots,
  isHealthy,
  NO_ENDPOINT_CHANGE,
  PROBE_INTERVAL_MS,
  SLOTS,
  slotAttribute,
} from './endpoint-health.ts';

/** The right to make one attempt at a merchant's endpoint, until the lease expires. */
export interface SlotLease {
  readonly userNo: string;
  readonly slot: number;
  /** Epoch milliseconds. */
  readonly acquiredAt: number;
  /** The endpoint is paused, and this attempt finds out whether it works again. */
  readonly probe: boolean;
  /** The endpoint's item, with the slot taken. */
  readonly item: Item;
}

/** Why no attempt may begin: every slot is taken, or the endpoint is paused. */
export type NoSlot =
  | { readonly reason: 'busy'; readonly healthy: boolean }
  | { readonly reason: 'paused'; readonly nextProbeAt?: number };

/** Every failed try means that someone else took a slot, so after this many tries none was free. */
const MAX_TRIES = SLOTS.healthy + 1;

/**
 * Acquires a slot at the merchant's endpoint with one conditional write. `seen` is the endpoint's item as it was read.
 * Never waits for a slot.
 */
export async function acquireSlot(
  deps: Dependencies,
  userNo: string,
  seen: Item | undefined,
): Promise<SlotLease | NoSlot> {
  let item = seen;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const now = deps.now();
    const endpoint = endpointFrom(item ?? { userNo, status: 'healthy' });
    const { status } = endpoint;
    const pause = pauseIn(endpoint, now);
    if (pause) return pause;
    const free = freeSlots(endpoint, now);
    const slot = free[deps.random(Math.max(free.length, 1))];
    if (slot === undefined) return { reason: 'busy', healthy: isHealthy(endpoint, now) };
    const probe = status === 'paused';
    const set = { [slotAttribute(slot)]: now, ...(probe && { nextProbeAt: now + PROBE_INTERVAL_MS }) };
    const conflict = await tryWrite(deps.store, [slotWrite(endpoint, item, set)]);
    if (!conflict) return { userNo, slot, acquiredAt: now, probe, item: { userNo, status, ...item, ...set } };
    item = conflict.current;
  }
  return { reason: 'busy', healthy: true };
}

/** Why no attempt may begin at a paused endpoint; undefined when a probe is due. */
function pauseIn({ status, nextProbeAt }: Endpoint, now: number): NoSlot | undefined {
  if (status !== 'paused') return undefined;
  if (nextProbeAt === undefined) return { reason: 'paused' };
  return now < nextProbeAt ? { reason: 'paused', nextProbeAt } : undefined;
}

/** Takes the slot if neither the status nor the attributes it sets have changed since the item was read. */
function slotWrite({ userNo, status }: Endpoint, item: Item | undefined, set: Item): Write {
  const table = 'notifications' as const;
  const key = endpointKey(userNo);
  if (!item) return { kind: 'put', table, item: { ...key, userNo, status, ...set } };
  const when = ['status', ...Object.keys(set)].map((attribute) => stillAsRead(item, attribute));
  return { kind: 'update', table, key, set, when };
}

/** The condition that the attribute is as it was read. */
function stillAsRead(item: Item, attribute: string): Condition {
  const value = item[attribute];
  return value === undefined ? absent(attribute) : equals(attribute, value as string | number);
}

/**
 * Releases the slot and records what the attempt showed about the endpoint. Without an observation, nothing was posted.
 */
export const releaseSlot = (
  deps: Dependencies,
  lease: SlotLease,
  observation?: EndpointObservation,
): Promise<void> => updateEndpoint(deps, lease.item, observation, lease);

/** Records what an attempt without a slot showed about the endpoint, whose item is as it was read. */
export const recordObservation = (
  deps: Dependencies,
  item: Item,
  observation: EndpointObservation,
): Promise<void> => updateEndpoint(deps, item, observation);

async function updateEndpoint(
  deps: Dependencies,
  seen: Item,
  observation: EndpointObservation | undefined,
  lease?: SlotLease,
): Promise<void> {
  let item: Item | undefined = seen;
  for (let tries = 0; item && tries < MAX_TRIES; tries += 1) {
    const endpoint = endpointFrom(item);
    const change = observation ? changeAfter(endpoint, observation, deps.now()) : NO_ENDPOINT_CHANGE;
    const write = endpointWrite(endpoint, item, change, lease);
    if (!write) return;
    const conflict = await tryWrite(deps.store, [write]);
    if (!conflict) {
      if (change.set['status'] === 'paused') alarmPaused(deps, endpoint, change);
      return;
    }
    item = conflict.current;
  }
}

/** Builds the change, with the release. If the lease has expired, the slot may belong to another attempt by now. */
function endpointWrite(
  { userNo }: Endpoint,
  item: Item,
  change: EndpointChange,
  lease: SlotLease | undefined,
): Write | undefined {
  const attribute = lease ? slotAttribute(lease.slot) : '';
  const stillHeld = lease !== undefined && item[attribute] === lease.acquiredAt;
  const set = { ...change.set, ...(stillHeld && { [attribute]: 0 }) };
  if (Object.keys(set).length + change.remove.length === 0) return undefined;
  const seen = ['status', ...(stillHeld ? [attribute] : []), ...(change.basedOn ? [change.basedOn] : [])];
  return {
    kind: 'update',
    table: 'notifications',
    key: endpointKey(userNo),
    set,
    remove: change.remove,
    when: seen.map((one) => stillAsRead(item, one)),
  };
}

function alarmPaused({ alarm }: Dependencies, { userNo }: Endpoint, { set }: EndpointChange): void {
  const { failingSince, lastResult } = set;
  alarm('an endpoint keeps failing and is paused', {
    userNo,
    failingSince: new Date(Number(failingSince)).toISOString(),
    lastResult: String(lastResult),
  });
}
