import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ordersCommand } from '../../../../../infra/cli/orders.ts';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import { modifyCard } from '../../../../../shared/domain/issuing/cards/modify-card.ts';
import { findChange } from '../../../../../shared/domain/issuing/changes/change.ts';
import { IN_FLIGHT_MS } from '../../../../../shared/domain/issuing/changes/finish-change.ts';
import { cardOf } from '../../../../../shared/domain/issuing/model/card.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfil } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { POLLING_DELAYS } from '../../../../../shared/runtime/queue/polling-delays.ts';
import { sweep } from '../../../../../shared/runtime/queue/sweep.ts';
import { formatDate } from '../../../../../shared/wire/contract/time.ts';
import { TryAgainLater } from '../../../../../shared/wire/errors.ts';
import { openTwoPlatforms, type TwoPlatforms } from '../../../../support/clouds/two-platforms.ts';
import type { LinkFault } from '../../../../support/endpoints/in-process-apis.ts';
import { newRequestNo, opening } from '../../../../support/fixtures/card-steps.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';

const HOUR_MS = 3_600_000;
const MAX_DELAY_MS = 3 * HOUR_MS;
const REASON = ['--reason', 'looked at it there'];

let platforms: TwoPlatforms;
let cardId: string;

beforeAll(async () => {
  platforms = await openTwoPlatforms();
});
beforeEach(async () => {
  const startDate = formatDate(platforms.reseller.deps.now(), platforms.reseller.deps.utcOffset);
  ({ orderId: cardId } = await openCard(opening({ binRangeId: 'UV1', startDate }), platforms.call));
  await platforms.settle(cardId);
  platforms.reseller.alarms.length = 0;
  platforms.reseller.alarmDetails.length = 0;
});
afterEach(async () => {
  platforms.link.plan(() => undefined);
  // Rechecks of one test must not run in the next.
  platforms.moveClocks(MAX_DELAY_MS);
  await fulfilOpenChanges();
  expect(await platforms.differences()).toEqual([]);
});

const store = () => platforms.reseller.deps.store;
const orders = (...args: string[]) =>
  ordersCommand(
    args,
    { ...platforms.reseller.operator, deps: platforms.reseller.deps },
    platforms.link.fetch,
  );
const listed = async () => (await orders('list')).split('\n').filter((line) => line.includes(cardId));
const keyAtIssuer = async () => {
  const { issuerCardId } = await cardOf(store(), platforms.call.merchant.userNo, cardId);
  return { pk: `card/${issuerCardId}` };
};
const issuerStatus = async () =>
  (await platforms.issuer.deps.store.get('cards', await keyAtIssuer()))?.['status'];
/** Changes the card's status at the external issuer without a report to the reseller. */
const setStatusAtIssuer = async (status: string) =>
  platforms.issuer.deps.store.write([
    { kind: 'update', table: 'cards', key: await keyAtIssuer(), set: { status } },
  ]);

const enabling = () => ({ userReqNo: newRequestNo('enable'), cardId, status: 1 as const });

/** Enables the card by a change that was sent twice, so that it has to be rechecked. Returns the change's id. */
async function openChange(request = enabling()): Promise<string> {
  platforms.link.plan(() => 'lost');
  await expect(modifyCard(request, platforms.call)).rejects.toThrow(TryAgainLater);
  platforms.link.plan(() => undefined);
  await modifyCard(request, platforms.call);
  const items = await platforms.reseller.operator.scan('orders');
  const [change] = items.filter(({ subject }) => (subject as { id?: string } | undefined)?.id === cardId);
  return String(change?.['changeId']);
}

/** Carries out what is due and returns how often the external issuer was called. */
async function fulfilOpenChanges(): Promise<number> {
  const before = platforms.link.calls.length;
  platforms.reseller.enqueued.length = 0;
  await sweep(platforms.reseller.deps);
  for (const { waiting, id } of [...platforms.reseller.enqueued])
    if (waiting === 'order') await fulfil(platforms.reseller.deps, id).catch(() => undefined);
  return platforms.link.calls.length - before;
}

/** The minutes of the first day's rechecks, from when the change became uncertain. */
const RECHECK_HOURS = [6, 12, 24, 48, 96, 192, 372, 552, 732, 912, 1092];

/**
 * Returns the minutes until `to` at which the external issuer was called. Due work is carried out at each expected
 * minute and one minute before it: nothing else could be due in between.
 */
async function minutesOfCalls(from: number, to: number): Promise<number[]> {
  const called: number[] = [];
  const minutes = new Set([...RECHECK_HOURS.flatMap((minute) => [minute - 1, minute]), to]);
  let now = from;
  for (const minute of [...minutes].filter((one) => one > from && one <= to)) {
    platforms.moveClocks((minute - now) * 60_000);
    now = minute;
    if ((await fulfilOpenChanges()) > 0) called.push(minute);
  }
  return called;
}

describe('a recheck at an issuer that does not answer', () => {
  it('is repeated at growing intervals, and raises one alarm after half a day', async () => {
    const changeId = await openChange();
    platforms.link.plan(() => 'lost');
    expect(await minutesOfCalls(0, 720)).toEqual(RECHECK_HOURS.slice(0, 8));
    expect(platforms.reseller.alarms).toEqual([]);
    expect(await minutesOfCalls(720, 1_140)).toEqual(RECHECK_HOURS.slice(8));
    const about = { changeId, card: cardId };
    expect(platforms.reseller.alarmDetails).toEqual([{ what: 'a change cannot be rechecked', about }]);
    expect(await listed()).toEqual([
      expect.stringMatching(new RegExp(`^${changeId} .* {2}enable {2}applied, not verified after 11 times$`)),
    ]);
  });

  it('succeeds once the issuer answers, and a difference is corrected', async () => {
    await openChange();
    platforms.link.plan(() => 'lost');
    await minutesOfCalls(0, 780);
    platforms.link.plan(() => undefined);
    await setStatusAtIssuer('frozen');
    platforms.moveClocks(MAX_DELAY_MS);
    await fulfilOpenChanges();
    expect(await issuerStatus()).toBe('active');
    expect(await listed()).toEqual([]);
  });

  it('is made when an operator requests it, but not before the messages in flight can have arrived', async () => {
    const changeId = await openChange();
    await setStatusAtIssuer('frozen');
    await orders('continue', changeId);
    expect(await issuerStatus()).toBe('frozen');
    platforms.link.plan(() => 'lost');
    await minutesOfCalls(0, 60);
    platforms.moveClocks(IN_FLIGHT_MS);
    await fulfilOpenChanges();
    expect(await orders('continue', changeId)).toBe(`change ${changeId}: applied; not verified`);
    platforms.link.plan(() => undefined);
    expect(await orders('continue', changeId)).toBe(`change ${changeId}: applied`);
    expect(await issuerStatus()).toBe('active');
  });

  it('is not repeated when the merchant repeats the change', async () => {
    const request = enabling();
    await openChange(request);
    platforms.link.plan(() => 'lost');
    platforms.moveClocks(IN_FLIGHT_MS);
    expect(await fulfilOpenChanges()).toBe(1);
    const { length } = platforms.link.calls;
    await modifyCard(request, platforms.call);
    expect(platforms.link.calls).toHaveLength(length);
  });

  it('is not repeated once an operator has ended it', async () => {
    const changeId = await openChange();
    platforms.link.plan(() => 'lost');
    await minutesOfCalls(0, 60);
    expect(await orders('confirm', changeId, ...REASON)).toBe(
      `change ${changeId}: applied, not checked any further`,
    );
    expect(await findChange(store(), changeId)).toMatchObject({
      state: 'applied',
      operatorReason: REASON[1],
    });
    expect(await minutesOfCalls(60, 120)).toEqual([]);
    await expect(orders('confirm', changeId, ...REASON)).rejects.toThrow('is not being checked');
    await expect(orders('confirm', changeId)).rejects.toThrow('reason');
    await expect(orders('confirm', 'c1', ...REASON)).rejects.toThrow('no change c1');
  });
});

describe('a recheck', () => {
  /** Returns the reseller's dependencies with which `happens` runs between a read and the first write. */
  const meanwhile = (happens: () => Promise<unknown>): Dependencies => ({
    ...platforms.reseller.deps,
    store: interruptedStore(store(), happens),
  });
  const recheck = (changeId: string, deps = platforms.reseller.deps) => fulfil(deps, changeId);

  it('waits while the card is being cancelled', async () => {
    await openChange();
    await setStatusAtIssuer('frozen');
    platforms.moveClocks(IN_FLIGHT_MS);
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, platforms.call);
    expect(await fulfilOpenChanges()).toBe(0);
    platforms.link.plan((name) => (name === 'cardClose' ? '110005' : undefined));
    await platforms.fulfil(orderId);
    platforms.moveClocks(IN_FLIGHT_MS);
    await fulfilOpenChanges();
    expect(await issuerStatus()).toBe('active');
    expect(await listed()).toEqual([]);
  });

  it('counts once when two workers get no answer at the same time', async () => {
    const changeId = await openChange();
    platforms.moveClocks(IN_FLIGHT_MS);
    platforms.link.plan(() => 'lost');
    await recheck(
      changeId,
      meanwhile(() => recheck(changeId)),
    );
    expect(await listed()).toEqual([expect.stringMatching(/ applied, not verified after 1 times$/)]);
  });

  it('is repeated at once when the merchant changes the card meanwhile', async () => {
    const changeId = await openChange();
    await setStatusAtIssuer('frozen');
    platforms.moveClocks(IN_FLIGHT_MS);
    await recheck(
      changeId,
      meanwhile(() => modifyCard(enabling(), platforms.call)),
    );
    expect(await issuerStatus()).toBe('active');
    expect(platforms.reseller.alarms).toEqual([]);
    platforms.link.plan(() => 'lost');
    expect(await orders('continue', changeId)).toBe(`change ${changeId}: applied`);
    expect(await listed()).toEqual([]);
  });

  it('that a worker completes meanwhile is not ended by an operator', async () => {
    const changeId = await openChange();
    platforms.moveClocks(IN_FLIGHT_MS);
    const operator = { ...platforms.reseller.operator, deps: meanwhile(() => recheck(changeId)) };
    await expect(ordersCommand(['confirm', changeId, ...REASON], operator)).rejects.toThrow(
      `change ${changeId} was checked in the meantime`,
    );
    expect(await findChange(store(), changeId)).not.toHaveProperty('operatorReason');
  });
});

describe('a failure of the platform itself', () => {
  it('during a recheck still leaves the next one scheduled', async () => {
    const changeId = await openChange();
    const deps = { ...platforms.reseller.deps, externalIssuers: async () => undefined };
    platforms.moveClocks(IN_FLIGHT_MS);
    await expect(fulfil(deps, changeId)).rejects.toThrow('there is no issuer');
    expect(await findChange(store(), changeId)).toMatchObject({
      rechecks: 1,
      recheckAt: platforms.reseller.deps.now() + IN_FLIGHT_MS,
    });
  });
});

describe('a correction', () => {
  const planned = (fault: LinkFault) =>
    platforms.link.plan((name) => (name === 'cardModify' ? fault : undefined));

  it('that is refused to the last is rechecked once more if one of its calls may still arrive', async () => {
    await openChange();
    await setStatusAtIssuer('frozen');
    planned('110005');
    for (const wait of [1, ...POLLING_DELAYS.slice(0, -1)]) {
      platforms.moveClocks(wait * IN_FLIGHT_MS);
      await fulfilOpenChanges();
    }
    const lastWait = 180 * IN_FLIGHT_MS;
    planned('lost');
    platforms.moveClocks(lastWait);
    await fulfilOpenChanges();
    planned('110005');
    platforms.moveClocks(platforms.reseller.deps.graceMs);
    await fulfilOpenChanges();
    expect(platforms.reseller.alarms).toContain('a change is refused for good');
    platforms.link.plan(() => undefined);
    platforms.moveClocks(lastWait - 1);
    expect(await fulfilOpenChanges()).toBe(0);
    platforms.moveClocks(1);
    await fulfilOpenChanges();
    expect(await issuerStatus()).toBe('active');
    expect(await listed()).toEqual([]);
  });

  it('that is refused releases no request number, because it has none', async () => {
    const numbers = async () => {
      const items = await platforms.reseller.operator.scan('orders');
      return items.filter(({ pk }) => String(pk).startsWith('request/'));
    };
    await openChange();
    await setStatusAtIssuer('frozen');
    const before = await numbers();
    planned('110005');
    platforms.moveClocks(IN_FLIGHT_MS);
    await fulfilOpenChanges();
    expect(platforms.reseller.alarms).toContain('a change was undone at the issuer');
    expect(await numbers()).toEqual(before);
  });

  it('that is refused to the last raises one alarm, is listed, and continues when an operator requests it', async () => {
    await openChange();
    await setStatusAtIssuer('frozen');
    planned('110005');
    for (const wait of [1, ...POLLING_DELAYS]) {
      expect(platforms.reseller.alarms).not.toContain('a change is refused for good');
      platforms.moveClocks(wait * IN_FLIGHT_MS);
      await fulfilOpenChanges();
    }
    const forGood = () =>
      platforms.reseller.alarmDetails.filter(({ what }) => what === 'a change is refused for good');
    platforms.moveClocks(100 * HOUR_MS);
    expect(await fulfilOpenChanges()).toBe(0);
    const [line = ''] = await listed();
    expect(line).toMatch(/ {2}enable {2}refused, not verified after 0 times {2}needs an operator$/);
    const [changeId = ''] = line.split(' ');
    expect(forGood().map(({ about }) => about)).toEqual([{ changeId, card: cardId }]);
    platforms.link.plan(() => undefined);
    await orders('continue', changeId);
    expect(await issuerStatus()).toBe('active');
    expect(await listed()).toEqual([]);
    expect(forGood()).toHaveLength(1);
  });
});
