import type { Platform } from '../platform/platform.ts';
import type { Item } from '../store/item.ts';
import { absent, type Condition, equals, type Write } from '../store/write.ts';
import {
  changeBy,
  type Endpoint,
  type EndpointChange,
  endpointFrom,
  endpointKey,
  freeSlots,
  isWell,
  NONE,
  PROBE_MS,
  type Showing,
  SLOTS,
  slotAttribute,
} from './endpoint.ts';

/** The right to make one attempt at a merchant's endpoint, until its lease is over. */
export interface Turn {
  readonly userNo: string;
  readonly slot: number;
  readonly since: number;
  /** The endpoint is paused, and this attempt finds out whether it is back. */
  readonly probe: boolean;
  /** The endpoint's record as the slot was taken in it. */
  readonly item: Item;
}

/** Why no attempt may begin now: as many as the endpoint can bear are in flight, or it is paused. */
export type NoTurn =
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
const TRIES = SLOTS.healthy + 1;

/** Takes a slot at the merchant's endpoint, by one conditional write; nobody waits for one. */
export async function takeTurn(platform: Platform, userNo: string): Promise<Turn | NoTurn> {
  let item = await platform.store.get('notifications', endpointKey(userNo));
  for (let tries = 0; tries < TRIES; tries += 1) {
    const now = platform.now();
    const endpoint = endpointFrom(item ?? { userNo, status: 'healthy' });
    const { status } = endpoint;
    const closed = pauseOf(endpoint, now);
    if (closed) return closed;
    const free = freeSlots(endpoint, now);
    const slot = free[platform.random(Math.max(free.length, 1))];
    if (slot === undefined) return { why: 'busy', well: isWell(endpoint, now) };
    const probe = status === 'paused';
    const set = { [slotAttribute(slot)]: now, ...(probe && { nextProbeAt: now + PROBE_MS }) };
    try {
      await platform.store.write([taking(endpoint, item, set)]);
      return { userNo, slot, since: now, probe, item: { userNo, status, ...item, ...set } };
    } catch (error) {
      item = currentOf(error);
    }
  }
  return { why: 'busy', well: true };
}

/** Why nothing may begin at a paused endpoint, unless it is time for a probe. */
function pauseOf({ status, nextProbeAt }: Endpoint, now: number): NoTurn | undefined {
  if (status !== 'paused') return undefined;
  if (nextProbeAt === undefined) return { why: 'paused' };
  return now < nextProbeAt ? { why: 'paused', nextProbeAt } : undefined;
}

/** What stands there now, after a change that met something else. Throws any other error on. */
function currentOf(error: unknown): Item | undefined {
  if (error instanceof EndpointChanged) return error.current;
  throw error;
}

const otherwise = (current: Item | undefined) => new EndpointChanged(current);

/** Sets what is taken of the endpoint if that, and the status, still are what was seen. */
function taking({ userNo, status }: Endpoint, item: Item | undefined, set: Item): Write {
  const table = 'notifications' as const;
  const key = endpointKey(userNo);
  if (!item) return { kind: 'put', table, item: { ...key, userNo, status, ...set }, otherwise };
  const when = ['status', ...Object.keys(set)].map((attribute) => asSeen(item, attribute));
  return { kind: 'update', table, key, set, when, otherwise };
}

/** The attribute is still what it was in the item. */
function asSeen(item: Item, attribute: string): Condition {
  const value = item[attribute];
  return value === undefined ? absent(attribute) : equals(attribute, value as string | number);
}

/** Gives the slot back, and keeps what the attempt showed of the endpoint; nothing is shown where none was made. */
export async function endTurn(platform: Platform, turn: Turn, showing?: Showing): Promise<void> {
  let item: Item | undefined = turn.item;
  for (let tries = 0; item && tries < TRIES; tries += 1) {
    const endpoint = endpointFrom(item);
    const change = showing ? changeBy(endpoint, showing, platform.now()) : NONE;
    const write = ending(turn, item, change);
    if (!write) return;
    try {
      await platform.store.write([write]);
      if (change.set['status'] === 'paused') tellOperator(platform, endpoint, change);
      return;
    } catch (error) {
      item = currentOf(error);
    }
  }
}

/** A slot whose lease was over may be somebody else's by now. */
function ending({ userNo, slot, since }: Turn, item: Item, change: EndpointChange): Write | undefined {
  const attribute = slotAttribute(slot);
  const holds = item[attribute] === since;
  const set = { ...change.set, ...(holds && { [attribute]: 0 }) };
  if (Object.keys(set).length + change.remove.length === 0) return undefined;
  const seen = ['status', ...(holds ? [attribute] : []), ...(change.from ? [change.from] : [])];
  return {
    kind: 'update',
    table: 'notifications',
    key: endpointKey(userNo),
    set,
    remove: change.remove,
    when: seen.map((one) => asSeen(item, one)),
    otherwise,
  };
}

function tellOperator({ alarm }: Platform, { userNo }: Endpoint, { set }: EndpointChange): void {
  const { failingSince, lastResult } = set;
  alarm('an endpoint only fails and is paused', {
    userNo,
    failingSince: new Date(Number(failingSince)).toISOString(),
    lastResult: String(lastResult),
  });
}
