import type { Item } from '../../runtime/store/item.ts';
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
} from './endpoint.ts';

/** The right to make one attempt at a merchant's endpoint, until its lease is over. */
export interface SlotLease {
  readonly userNo: string;
  readonly slot: number;
  readonly acquiredAt: number;
  /** The endpoint is paused, and this attempt finds out whether it is back. */
  readonly probe: boolean;
  /** The endpoint's record as the slot was taken in it. */
  readonly item: Item;
}

/** Why no attempt may begin now: as many as the endpoint can bear are in flight, or it is paused. */
export type NoSlot =
  | { readonly why: 'busy'; readonly well: boolean }
  | { readonly why: 'paused'; readonly nextProbeAt?: number };

/** Others changed the endpoint meanwhile. */
class EndpointChanged extends Error {
  readonly current: Item | undefined;
  constructor(current: Item | undefined) {
    super('the endpoint changed');
    this.current = current;
  }
}

/** Each try is lost to somebody who took a slot: after so many none was free. */
const MAX_TRIES = SLOTS.healthy + 1;

/** Takes a slot at the merchant's endpoint, by one conditional write; nobody waits for one. */
export async function acquireSlot(deps: Dependencies, userNo: string): Promise<SlotLease | NoSlot> {
  let item = await deps.store.get('notifications', endpointKey(userNo));
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const now = deps.now();
    const endpoint = endpointFrom(item ?? { userNo, status: 'healthy' });
    const { status } = endpoint;
    const pause = pauseIn(endpoint, now);
    if (pause) return pause;
    const free = freeSlots(endpoint, now);
    const slot = free[deps.random(Math.max(free.length, 1))];
    if (slot === undefined) return { why: 'busy', well: isHealthy(endpoint, now) };
    const probe = status === 'paused';
    const set = { [slotAttribute(slot)]: now, ...(probe && { nextProbeAt: now + PROBE_INTERVAL_MS }) };
    try {
      await deps.store.write([slotWrite(endpoint, item, set)]);
      return { userNo, slot, acquiredAt: now, probe, item: { userNo, status, ...item, ...set } };
    } catch (error) {
      item = currentAfter(error);
    }
  }
  return { why: 'busy', well: true };
}

/** Why nothing may begin at a paused endpoint, unless it is time for a probe. */
function pauseIn({ status, nextProbeAt }: Endpoint, now: number): NoSlot | undefined {
  if (status !== 'paused') return undefined;
  if (nextProbeAt === undefined) return { why: 'paused' };
  return now < nextProbeAt ? { why: 'paused', nextProbeAt } : undefined;
}

/** What stands there now, after a change that met something else. Throws any other error on. */
function currentAfter(error: unknown): Item | undefined {
  if (error instanceof EndpointChanged) return error.current;
  throw error;
}

const otherwise = (current: Item | undefined) => new EndpointChanged(current);

/** Sets what is taken of the endpoint if that, and the status, still are what was seen. */
function slotWrite({ userNo, status }: Endpoint, item: Item | undefined, set: Item): Write {
  const table = 'notifications' as const;
  const key = endpointKey(userNo);
  if (!item) return { kind: 'put', table, item: { ...key, userNo, status, ...set }, onConflict: otherwise };
  const when = ['status', ...Object.keys(set)].map((attribute) => stillAsRead(item, attribute));
  return { kind: 'update', table, key, set, when, onConflict: otherwise };
}

/** The attribute is still what it was in the item. */
function stillAsRead(item: Item, attribute: string): Condition {
  const value = item[attribute];
  return value === undefined ? absent(attribute) : equals(attribute, value as string | number);
}

/** Gives the slot back, and keeps what the attempt showed of the endpoint; nothing is shown where none was made. */
export async function releaseSlot(
  deps: Dependencies,
  lease: SlotLease,
  observation?: EndpointObservation,
): Promise<void> {
  let item: Item | undefined = lease.item;
  for (let tries = 0; item && tries < MAX_TRIES; tries += 1) {
    const endpoint = endpointFrom(item);
    const change = observation ? changeAfter(endpoint, observation, deps.now()) : NO_ENDPOINT_CHANGE;
    const write = releaseWrite(lease, item, change);
    if (!write) return;
    try {
      await deps.store.write([write]);
      if (change.set['status'] === 'paused') alarmPaused(deps, endpoint, change);
      return;
    } catch (error) {
      item = currentAfter(error);
    }
  }
}

/** A slot whose lease was over may be somebody else's by now. */
function releaseWrite(
  { userNo, slot, acquiredAt }: SlotLease,
  item: Item,
  change: EndpointChange,
): Write | undefined {
  const attribute = slotAttribute(slot);
  const stillHeld = item[attribute] === acquiredAt;
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
    onConflict: otherwise,
  };
}

function alarmPaused({ alarm }: Dependencies, { userNo }: Endpoint, { set }: EndpointChange): void {
  const { failingSince, lastResult } = set;
  alarm('an endpoint only fails and is paused', {
    userNo,
    failingSince: new Date(Number(failingSince)).toISOString(),
    lastResult: String(lastResult),
  });
}
