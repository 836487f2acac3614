import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workers } from '../../../../infra/lambdas/workers.ts';
import {
  changeAfter,
  type Endpoint,
  type EndpointObservation,
  freeSlots,
  operatorPause,
  PAUSE_AFTER_MS,
  SLOT_LEASE_MS,
  SLOTS,
} from '../../../../shared/domain/delivery/endpoint-health.ts';

const START = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const fresh: Endpoint = { userNo: '7', status: 'healthy', slots: Array(SLOTS.healthy).fill(0) };
const known: Endpoint = { ...fresh, succeededAt: START };
const success: EndpointObservation = { ok: true, latencyMs: 50, result: 'SUCCESS' };
const slow: EndpointObservation = { ok: true, latencyMs: 2_000, result: 'SUCCESS' };
const timeOut: EndpointObservation = { ok: false, latencyMs: 15_000, result: 'TimeoutError' };
const failure: EndpointObservation = { ok: false, latencyMs: 50, result: 'HTTP 500' };

/** Returns the endpoint after these observations, as it would be stored. */
function endpointAfter(
  observations: readonly (readonly [number, EndpointObservation])[],
  endpoint: Endpoint = fresh,
): Endpoint {
  let stored = endpoint;
  for (const [at, observation] of observations) {
    const { set, remove } = changeAfter(stored, observation, at);
    const all = Object.entries({ ...stored, ...set }).filter(([name]) => !remove.includes(name));
    stored = Object.fromEntries(all) as unknown as Endpoint;
  }
  return stored;
}

describe('an endpoint', () => {
  it('with successes alone is known to be healthy', () => {
    expect(endpointAfter([[START, success]])).toEqual(known);
  });

  it.each([
    ['a failure', failure, 'HTTP 500', START, undefined],
    ['a timeout', timeOut, 'TimeoutError', START, START],
    ['a slow response', slow, 'slow', undefined, START],
  ])('is strained by %s', (_, observation, lastResult, failingSince, slowAt) => {
    const strained = endpointAfter([[START, observation]]);
    expect(strained).toMatchObject({ status: 'strained', attentionAt: START, lastResult });
    expect(strained.failingSince).toBe(failingSince);
    expect(strained.slowAt).toBe(slowAt);
  });

  it('is healthy again after the next success when its failures were quick', () => {
    const observations = [
      [START, failure],
      [START + 10, failure],
      [START + 20, success],
    ] as const;
    expect(endpointAfter(observations)).toEqual({ ...known, succeededAt: START + 20 });
  });

  it.each([slow, timeOut])(
    'is healthy again half a minute after a slow response (%j), without a trace',
    (long) => {
      const observations = [
        [START, failure],
        [START + MINUTE, long],
      ] as const;
      const tooSoon = endpointAfter([...observations, [START + MINUTE + 29_999, success]]);
      expect(tooSoon).toMatchObject({ status: 'strained' });
      expect(endpointAfter([...observations, [START + MINUTE + 30_000, success]])).toEqual({
        ...fresh,
        succeededAt: START + MINUTE + 30_000,
      });
    },
  );

  it('is strained since its first trouble', () => {
    const strained = endpointAfter([
      [START, failure],
      [START + HOUR, failure],
      [START + 2 * HOUR, slow],
    ]);
    expect(strained).toMatchObject({ attentionAt: START, slowAt: START + 2 * HOUR });
  });

  it.each([success, slow])('has failed only since its last success (%j)', (answer) => {
    const failing = endpointAfter([
      [START, failure],
      [START + 1_000, answer],
      [START + 2_000, failure],
      [START + 3_000, failure],
    ]);
    expect(failing.failingSince).toBe(START + 2_000);
  });

  it('is paused after five days of failures alone, and no sooner', () => {
    const failing = endpointAfter([[START, failure]]);
    expect(endpointAfter([[START + PAUSE_AFTER_MS - 1, failure]], failing)).toMatchObject({
      status: 'strained',
    });
    const at = START + 5 * DAY;
    expect(endpointAfter([[at, failure]], failing)).toMatchObject({
      status: 'paused',
      attentionAt: at,
      nextProbeAt: at + HOUR,
      failingSince: START,
    });
  });

  it('is never paused while it sometimes accepts', () => {
    const hours = fc.integer({ min: 1, max: 119 });
    const days = fc.array(fc.tuple(hours, fc.constantFrom(success, slow)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(days, (observations) => {
        let at = START;
        let endpoint = endpointAfter([[at, failure]]);
        for (const [hour, answer] of observations) {
          endpoint = endpointAfter([[at + hour * HOUR, answer]], endpoint);
          at += hour * HOUR + 1;
          endpoint = endpointAfter([[at, failure]], endpoint);
          expect(endpoint.status).toBe('strained');
        }
      }),
    );
  });

  it('stays paused while probes fail, and is healthy after a successful one', () => {
    const paused = endpointAfter([
      [START, failure],
      [START + 5 * DAY, failure],
    ]);
    const stillPaused = endpointAfter([[START + 6 * DAY, failure]], paused);
    expect(stillPaused).toMatchObject({
      status: 'paused',
      attentionAt: START + 5 * DAY,
      failingSince: START,
    });
    expect(endpointAfter([[START + 6 * DAY, success]], stillPaused)).toEqual({
      ...fresh,
      succeededAt: START + 6 * DAY,
    });
    const recovering = endpointAfter([[START + 6 * DAY, slow]], stillPaused);
    expect(recovering).toMatchObject({ status: 'strained', attentionAt: START + 6 * DAY });
    expect(recovering).not.toHaveProperty('nextProbeAt');
    expect(recovering).not.toHaveProperty('failingSince');
  });

  it.each([success, slow, failure])('that the operator paused stays paused after any attempt (%j)', (end) => {
    const { set, remove } = operatorPause(START);
    expect(remove).toEqual(['nextProbeAt']);
    const paused = { ...fresh, ...set } as Endpoint;
    expect(paused.status).toBe('paused');
    expect(endpointAfter([[START + HOUR, end]], paused)).toEqual(paused);
  });
});

describe('the change after an attempt', () => {
  const at = START + MINUTE;
  const since = { failingSince: START, attentionAt: START, lastResult: 'HTTP 500' };
  const strained: Endpoint = { ...known, ...since, status: 'strained' };

  it('of a healthy endpoint sets the time of the success alone', () => {
    expect(changeAfter(known, success, at)).toEqual({ set: { succeededAt: at }, remove: [] });
  });

  it('ends the failures where the endpoint was slow a moment ago', () => {
    const change = { set: { succeededAt: at }, remove: ['failingSince'] };
    expect(changeAfter({ ...strained, slowAt: at - 1 }, success, at)).toEqual(change);
  });

  it('restores the endpoint where a probe succeeds, even if another attempt was slow a moment ago', () => {
    const paused: Endpoint = { ...strained, status: 'paused', nextProbeAt: at, slowAt: at - 1 };
    expect(changeAfter(paused, success, at)).toMatchObject({ set: { status: 'healthy', succeededAt: at } });
  });

  it('is empty where the operator paused the endpoint', () => {
    const change = { set: {}, remove: [] };
    expect(changeAfter({ ...known, status: 'paused' }, failure, at)).toEqual(change);
  });

  it('names the attribute on which it is based', () => {
    expect(changeAfter(strained, failure, at)).toEqual({
      set: { status: 'strained', attention: 'endpoint', ...since },
      remove: [],
      basedOn: 'failingSince',
    });
    expect(changeAfter(strained, success, at)).toMatchObject({
      set: { status: 'healthy' },
      basedOn: 'slowAt',
    });
  });
});

describe('the free slots', () => {
  const withSlots = (since: readonly number[], status: Endpoint['status'] = 'healthy'): Endpoint => ({
    ...known,
    status,
    slots: fresh.slots.map((_, slot) => since[slot] ?? 0),
  });

  it('are 20 at a healthy endpoint, and 3 at any other', () => {
    expect(freeSlots(known, START)).toHaveLength(20);
    expect(freeSlots(withSlots([], 'strained'), START)).toEqual([0, 1, 2]);
    expect(freeSlots(withSlots([], 'paused'), START)).toEqual([0, 1, 2]);
  });

  it('are 3 before the first success and an hour after the last one', () => {
    expect(freeSlots(fresh, START)).toEqual([0, 1, 2]);
    expect(freeSlots(known, START + HOUR - 1)).toHaveLength(20);
    expect(freeSlots(known, START + HOUR)).toEqual([0, 1, 2]);
  });

  it('are 3 where an attempt hangs for two seconds, even without a failure', () => {
    const since = [0, 0, 0, 0, START];
    expect(freeSlots(withSlots(since), START + 1_999)).toHaveLength(19);
    expect(freeSlots(withSlots(since), START + 2_000)).toEqual([0, 1, 2]);
    expect(freeSlots(withSlots([START]), START + 2_000)).toEqual([1, 2]);
  });

  it('have a lease at least as long as the timeout of their function', () => {
    const deliver = workers.find((worker) => worker.function === 'worker/deliver');
    expect(SLOT_LEASE_MS).toBeGreaterThanOrEqual((deliver?.timeoutSeconds ?? Infinity) * 1_000);
  });

  it('return when the lease of an interrupted attempt ends', () => {
    const since = [START, START, START];
    expect(freeSlots(withSlots(since, 'strained'), START + 29_999)).toEqual([]);
    expect(freeSlots(withSlots(since, 'strained'), START + 30_000)).toEqual([0, 1, 2]);
    expect(freeSlots(withSlots(since), START + 30_000)).toHaveLength(20);
  });
});
