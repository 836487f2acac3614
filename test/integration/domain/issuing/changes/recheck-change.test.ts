import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ordersCommand } from '../../../../../infra/cli/orders.ts';
import { modifyCard } from '../../../../../shared/domain/issuing/cards/modify-card.ts';
import { findChange } from '../../../../../shared/domain/issuing/changes/change.ts';
import { IN_FLIGHT_MS } from '../../../../../shared/domain/issuing/changes/finish-change.ts';
import { cardOf } from '../../../../../shared/domain/issuing/model/card.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfil } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { POLLING_DELAYS } from '../../../../../shared/runtime/queue/polling-delays.ts';
import { sweep } from '../../../../../shared/runtime/queue/sweep.ts';
import { formatDate } from '../../../../../shared/wire/contract/time.ts';
import { TryAgainLater } from '../../../../../shared/wire/errors.ts';
import { openTwoPlatforms, type TwoPlatforms } from '../../../../support/clouds/two-platforms.ts';
import { newRequestNo, opening } from '../../../../support/fixtures/card-steps.ts';

const HOUR_MS = 3_600_000;
const LONGEST_MS = 3 * HOUR_MS;
const WHY = ['--reason', 'looked at it there'];

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
});
afterEach(async () => {
  platforms.link.plan(() => undefined);
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
const keyBelow = async () => {
  const { issuerCardId } = await cardOf(store(), platforms.call.merchant.userNo, cardId);
  return { pk: `card/${issuerCardId}` };
};
const issuerStatus = async () =>
  (await platforms.issuer.deps.store.get('cards', await keyBelow()))?.['status'];
/** The card is so there, and nobody here knows. */
const turnedBelow = async (status: string) =>
  platforms.issuer.deps.store.write([
    { kind: 'update', table: 'cards', key: await keyBelow(), set: { status } },
  ]);

/** The card enabled by a change that was sent twice: it is to be looked at. Answers the change's id. */
async function doubted(): Promise<string> {
  const request = { userReqNo: newRequestNo('enable'), cardId, status: 1 as const };
  platforms.link.plan(() => 'lost');
  await expect(modifyCard(request, platforms.call)).rejects.toThrow(TryAgainLater);
  platforms.link.plan(() => undefined);
  await modifyCard(request, platforms.call);
  const items = await platforms.reseller.operator.scan('orders');
  const [change] = items.filter(({ subject }) => (subject as { id?: string } | undefined)?.id === cardId);
  return String(change?.['changeId']);
}

/** What is due is worked off; answers how often the platform below was called. */
async function workOff(): Promise<number> {
  const before = platforms.link.calls.length;
  platforms.reseller.enqueued.length = 0;
  await sweep(platforms.reseller.deps);
  for (const { waiting, id } of [...platforms.reseller.enqueued])
    if (waiting === 'order') await fulfil(platforms.reseller.deps, id).catch(() => undefined);
  return platforms.link.calls.length - before;
}

/** The minutes of the first day's looks, from when a change is to be looked at. */
const LOOKS = [6, 12, 24, 48, 96, 192, 372, 552, 732, 912, 1092];

/**
 * The minutes until then at which the platform below was called. What is due is worked off at each of those that are
 * expected and a minute before it: in between nothing else could be due.
 */
async function minutesOfCalls(from: number, to: number): Promise<number[]> {
  const called: number[] = [];
  const minutes = new Set([...LOOKS.flatMap((minute) => [minute - 1, minute]), to]);
  let now = from;
  for (const minute of [...minutes].filter((one) => one > from && one <= to)) {
    platforms.moveClocks((minute - now) * 60_000);
    now = minute;
    if ((await workOff()) > 0) called.push(minute);
  }
  return called;
}

describe('a recheck at an issuer that does not answer', () => {
  it('is repeated at growing intervals, and raises one alarm after half a day', async () => {
    const changeId = await doubted();
    platforms.link.plan(() => 'lost');
    expect(await minutesOfCalls(0, 720)).toEqual(LOOKS.slice(0, 8));
    expect(platforms.reseller.alarms).toEqual([]);
    expect(await minutesOfCalls(720, 1_140)).toEqual(LOOKS.slice(8));
    expect(platforms.reseller.alarms).toEqual(['a change cannot be rechecked']);
    expect(await listed()).toEqual([
      expect.stringMatching(new RegExp(`^${changeId} .* {2}enable {2}applied, not verified after 11 times$`)),
    ]);
  });

  it('succeeds once the issuer answers, and a difference is corrected', async () => {
    await doubted();
    platforms.link.plan(() => 'lost');
    await minutesOfCalls(0, 780);
    platforms.link.plan(() => undefined);
    await turnedBelow('frozen');
    platforms.moveClocks(LONGEST_MS);
    await workOff();
    expect(await issuerStatus()).toBe('active');
    expect(await listed()).toEqual([]);
  });

  it('is made when an operator requests it, but not before the messages in flight can have arrived', async () => {
    const changeId = await doubted();
    await turnedBelow('frozen');
    await orders('ask', changeId);
    expect(await issuerStatus()).toBe('frozen');
    platforms.link.plan(() => 'lost');
    await minutesOfCalls(0, 60);
    platforms.moveClocks(IN_FLIGHT_MS);
    await workOff();
    expect(await orders('ask', changeId)).toBe(`change ${changeId}: applied; not verified`);
    platforms.link.plan(() => undefined);
    expect(await orders('ask', changeId)).toBe(`change ${changeId}: applied`);
    expect(await issuerStatus()).toBe('active');
  });

  it('is not repeated once an operator has ended it', async () => {
    const changeId = await doubted();
    platforms.link.plan(() => 'lost');
    await minutesOfCalls(0, 60);
    expect(await orders('seen', changeId, ...WHY)).toBe(
      `change ${changeId}: applied, not checked any further`,
    );
    expect(await findChange(store(), changeId)).toMatchObject({ state: 'applied', operatorReason: WHY[1] });
    expect(await minutesOfCalls(60, 120)).toEqual([]);
    await expect(orders('seen', changeId, ...WHY)).rejects.toThrow('is not being checked');
    await expect(orders('seen', changeId)).rejects.toThrow('reason');
    await expect(orders('seen', 'c1', ...WHY)).rejects.toThrow('no change c1');
  });
});

describe('a failure of the platform itself', () => {
  it('during a recheck still leaves the next one scheduled', async () => {
    const changeId = await doubted();
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
  it('that is refused to the last raises one alarm, is listed, and continues when an operator requests it', async () => {
    await doubted();
    await turnedBelow('frozen');
    platforms.link.plan((name) => (name === 'cardModify' ? '110005' : undefined));
    for (const wait of [1, ...POLLING_DELAYS]) {
      expect(platforms.reseller.alarms).not.toContain('a change is refused for good');
      platforms.moveClocks(wait * IN_FLIGHT_MS);
      await workOff();
    }
    const forGood = () => platforms.reseller.alarms.filter((what) => what === 'a change is refused for good');
    expect(forGood()).toHaveLength(1);
    platforms.moveClocks(100 * HOUR_MS);
    expect(await workOff()).toBe(0);
    const [line = ''] = await listed();
    expect(line).toMatch(/ {2}enable {2}refused, not verified after 0 times {2}needs an operator$/);
    const [changeId = ''] = line.split(' ');
    platforms.link.plan(() => undefined);
    await orders('ask', changeId);
    expect(await issuerStatus()).toBe('active');
    expect(await listed()).toEqual([]);
    expect(forGood()).toHaveLength(1);
  });
});
