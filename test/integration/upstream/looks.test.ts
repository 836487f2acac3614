import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ordersCommand } from '../../../infra/ops/orders.ts';
import { cardOf } from '../../../shared/cards/card.ts';
import { modifyCard } from '../../../shared/cards/modify.ts';
import { findChange } from '../../../shared/changes/change.ts';
import { ON_ITS_WAY_MS } from '../../../shared/changes/finish.ts';
import { TryAgainLater } from '../../../shared/contract/errors.ts';
import { formatDate } from '../../../shared/contract/time.ts';
import { fulfil } from '../../../shared/orders/fulfil.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { WAITS } from '../../../shared/orders/polling-delays.ts';
import { sweep } from '../../../shared/platform/sweep.ts';
import { newNumber, opening } from '../../support/card-steps.ts';
import { type Chain, openChain } from '../../support/chain.ts';

const HOUR_MS = 3_600_000;
const LONGEST_MS = 3 * HOUR_MS;
const WHY = ['--reason', 'looked at it there'];

let chain: Chain;
let cardId: string;

beforeAll(async () => {
  chain = await openChain();
});
beforeEach(async () => {
  const startDate = formatDate(chain.a.platform.now(), chain.a.platform.utcOffset);
  ({ orderId: cardId } = await openCard(opening({ binRangeId: 'UV1', startDate }), chain.call));
  await chain.settle(cardId);
  chain.a.alarms.length = 0;
});
afterEach(async () => {
  chain.line.plan(() => undefined);
  expect(await chain.differences()).toEqual([]);
});

const store = () => chain.a.platform.store;
const orders = (...args: string[]) =>
  ordersCommand(args, { ...chain.a.operator, platform: chain.a.platform }, chain.line.fetch);
const listed = async () => (await orders('list')).split('\n').filter((line) => line.includes(cardId));
const keyBelow = async () => {
  const { issuerCardId } = await cardOf(store(), chain.call.merchant.userNo, cardId);
  return { pk: `card/${issuerCardId}` };
};
const statusBelow = async () => (await chain.b.platform.store.get('cards', await keyBelow()))?.['status'];
/** The card is so there, and nobody here knows. */
const turnedBelow = async (status: string) =>
  chain.b.platform.store.write([{ kind: 'update', table: 'cards', key: await keyBelow(), set: { status } }]);

/** The card enabled by a change that was sent twice: it is to be looked at. Answers the change's id. */
async function doubted(): Promise<string> {
  const request = { userReqNo: newNumber('enable'), cardId, status: 1 as const };
  chain.line.plan(() => 'lost');
  await expect(modifyCard(request, chain.call)).rejects.toThrow(TryAgainLater);
  chain.line.plan(() => undefined);
  await modifyCard(request, chain.call);
  const items = await chain.a.operator.scan('orders');
  const [change] = items.filter(({ subject }) => (subject as { id?: string } | undefined)?.id === cardId);
  return String(change?.['changeId']);
}

/** What is due is worked off; answers how often the platform below was called. */
async function workOff(): Promise<number> {
  const before = chain.line.calls.length;
  chain.a.woken.length = 0;
  await sweep(chain.a.platform);
  for (const { waiting, id } of [...chain.a.woken])
    if (waiting === 'order') await fulfil(chain.a.platform, id).catch(() => undefined);
  return chain.line.calls.length - before;
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
    chain.moveClocks((minute - now) * 60_000);
    now = minute;
    if ((await workOff()) > 0) called.push(minute);
  }
  return called;
}

describe('what is to be looked at there while the platform below is silent', () => {
  it('is looked at less and less often, and told to a person once, after half a day', async () => {
    const changeId = await doubted();
    chain.line.plan(() => 'lost');
    expect(await minutesOfCalls(0, 720)).toEqual(LOOKS.slice(0, 8));
    expect(chain.a.alarms).toEqual([]);
    expect(await minutesOfCalls(720, 1_140)).toEqual(LOOKS.slice(8));
    expect(chain.a.alarms).toEqual(['a change below cannot be looked at']);
    expect(await listed()).toEqual([
      expect.stringMatching(new RegExp(`^${changeId} .* {2}enable {2}applied, looked at 11 times in vain$`)),
    ]);
  });

  it('is looked at once it answers, and asked for again where it differs', async () => {
    await doubted();
    chain.line.plan(() => 'lost');
    await minutesOfCalls(0, 780);
    chain.line.plan(() => undefined);
    await turnedBelow('frozen');
    chain.moveClocks(LONGEST_MS);
    await workOff();
    expect(await statusBelow()).toBe('active');
    expect(await listed()).toEqual([]);
  });

  it('is looked at when an operator asks, but not before what was sent can have arrived', async () => {
    const changeId = await doubted();
    await turnedBelow('frozen');
    await orders('ask', changeId);
    expect(await statusBelow()).toBe('frozen');
    chain.line.plan(() => 'lost');
    await minutesOfCalls(0, 60);
    chain.moveClocks(ON_ITS_WAY_MS);
    await workOff();
    expect(await orders('ask', changeId)).toBe(`change ${changeId}: applied, looked at in vain`);
    chain.line.plan(() => undefined);
    expect(await orders('ask', changeId)).toBe(`change ${changeId}: applied`);
    expect(await statusBelow()).toBe('active');
  });

  it('is not looked at any more once an operator has', async () => {
    const changeId = await doubted();
    chain.line.plan(() => 'lost');
    await minutesOfCalls(0, 60);
    expect(await orders('seen', changeId, ...WHY)).toBe(
      `change ${changeId}: applied, not looked at any more`,
    );
    expect(await findChange(store(), changeId)).toMatchObject({ state: 'applied', endedBy: WHY[1] });
    expect(await minutesOfCalls(60, 120)).toEqual([]);
    await expect(orders('seen', changeId, ...WHY)).rejects.toThrow('is not looked at');
    await expect(orders('seen', changeId)).rejects.toThrow('reason');
    await expect(orders('seen', 'c1', ...WHY)).rejects.toThrow('no change c1');
  });
});

describe('where the platform itself fails', () => {
  it('with a look, the next one is planned all the same', async () => {
    const changeId = await doubted();
    const platform = { ...chain.a.platform, upstreams: async () => undefined };
    chain.moveClocks(ON_ITS_WAY_MS);
    await expect(fulfil(platform, changeId)).rejects.toThrow('there is no issuer');
    expect(await findChange(store(), changeId)).toMatchObject({
      looks: 1,
      lookAt: chain.a.platform.now() + ON_ITS_WAY_MS,
    });
  });
});

describe('what corrects', () => {
  it('and is refused to the last is told to a person once, listed, and goes on when an operator asks', async () => {
    await doubted();
    await turnedBelow('frozen');
    chain.line.plan((name) => (name === 'cardModify' ? '110005' : undefined));
    for (const wait of [1, ...WAITS]) {
      expect(chain.a.alarms).not.toContain('a change below is refused for good');
      chain.moveClocks(wait * ON_ITS_WAY_MS);
      await workOff();
    }
    const forGood = () => chain.a.alarms.filter((what) => what === 'a change below is refused for good');
    expect(forGood()).toHaveLength(1);
    chain.moveClocks(100 * HOUR_MS);
    expect(await workOff()).toBe(0);
    const [line = ''] = await listed();
    expect(line).toMatch(/ {2}enable {2}refused, looked at 0 times in vain {2}waits for a person$/);
    const [changeId = ''] = line.split(' ');
    chain.line.plan(() => undefined);
    await orders('ask', changeId);
    expect(await statusBelow()).toBe('active');
    expect(await listed()).toEqual([]);
    expect(forGood()).toHaveLength(1);
  });
});
