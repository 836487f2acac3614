import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { StatusNotSuitable } from '../../../shared/contract/errors.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { type Order, readOrder } from '../../../shared/orders/order.ts';
import { WAITS } from '../../../shared/orders/polling-delays.ts';
import { settleOrder } from '../../../shared/orders/settle.ts';
import { applyCardOperate } from '../../../shared/orders/told.ts';
import { sweep } from '../../../shared/platform/sweep.ts';
import type { Told } from '../../../shared/upstreams/told.ts';
import { opening } from '../../support/card-steps.ts';
import { BELOW, type Chain, openChain } from '../../support/chain.ts';
import type { LineFault } from '../../support/chain-doors.ts';

let chain: Chain;
/** The order of each test, whatever its kind: how an outcome is found does not depend on it. */
let orderId: string;

beforeAll(async () => {
  chain = await openChain();
});
const place = async () => {
  ({ orderId } = await openCard(opening({ binRangeId: 'UV1' }), chain.call));
};
afterEach(async () => {
  chain.line.plan(() => undefined);
  expect(await chain.differences()).toEqual([]);
});

const order = (): Promise<Order> => readOrder(chain.a.platform.store, orderId);
/** Orders that B knows by our number: one, however often it was asked. */
const below = async () => (await chain.b.books()).orders.filter(({ userReqNo }) => userReqNo === orderId);
const made = async (step: () => Promise<unknown>) => {
  const before = chain.line.calls.length;
  await step();
  return chain.line.calls.slice(before);
};
const fulfil = () => chain.fulfil(orderId);
/** The sweeper wakes what is due, as often as it is asked for. */
async function askWhenDue(): Promise<readonly string[]> {
  const { dueAt } = (await order()) as unknown as { dueAt: number };
  chain.moveClocks(dueAt - chain.a.platform.now());
  chain.a.woken.length = 0;
  await sweep(chain.a.platform);
  expect(chain.a.woken).toContainEqual({ waiting: 'order', id: orderId, delaySeconds: 0 });
  return made(fulfil);
}

const crash = () => Promise.reject(new Error('crash'));

describe('an order whose answer does not come', () => {
  it.each<[LineFault, string[]]>([
    ['lost', ['cardOperateQuery', 'cardApply']],
    ['HTTP 500', ['cardOperateQuery', 'cardApply']],
    ['140001', ['cardOperateQuery', 'cardApply']],
    ['130001', ['cardOperateQuery', 'cardApply']],
    ['unanswered', ['cardOperateQuery']],
  ])(
    '(%s) stays in process, is asked for, and sent again only when it never arrived',
    async (fault, then) => {
      await place();
      chain.line.plan((_, call) => (call === 1 ? fault : undefined));
      expect(await made(fulfil)).toEqual(['cardApply']);
      expect(await order()).toMatchObject({ status: 'pending' });
      expect(await askWhenDue()).toEqual(then);
      expect(await order()).toMatchObject({ status: 'pending' });
      await chain.fulfilBelow();
      await chain.tell();
      expect(await order()).toMatchObject({ status: 'success' });
      expect(await below()).toHaveLength(1);
    },
  );

  it('is not sent again while nobody answers what became of it', async () => {
    await place();
    chain.line.plan((name) => (name === 'cardApply' ? 'unanswered' : 'lost'));
    await fulfil();
    for (const _ of [1, 2, 3]) expect(await askWhenDue()).toEqual(['cardOperateQuery']);
    chain.line.plan(() => undefined);
    await chain.fulfilBelow();
    expect(await askWhenDue()).toEqual(['cardOperateQuery', 'cardInfo']);
    expect(await order()).toMatchObject({ status: 'success' });
    await chain.tell();
  });

  it('by a crash before it was sent counts as sent: it is asked for first', async () => {
    await place();
    const { platform } = chain.a;
    const crashing = { ...platform, upstreams: async () => ({ inquire: true, perform: crash }) } as never;
    await expect(fulfilOrder(crashing, orderId)).rejects.toThrow('crash');
    expect(await made(fulfil)).toEqual(['cardOperateQuery', 'cardApply']);
    await chain.fulfilBelow();
    await chain.tell();
    expect(await order()).toMatchObject({ status: 'success' });
  });
});
describe('an outcome', () => {
  it('without its notification is found by asking', async () => {
    await place();
    await fulfil();
    await chain.fulfilBelow();
    expect(await askWhenDue()).toEqual(['cardOperateQuery', 'cardInfo']);
    expect(await order()).toMatchObject({ status: 'success', cost: 100n });
    expect(await chain.tell()).toEqual(['SUCCESS']);
    expect(await order()).toMatchObject({ status: 'success' });
  });

  it('that comes before the answer settles, and the answer changes nothing', async () => {
    await place();
    const upstream = await chain.a.platform.upstreams?.(BELOW);
    await upstream?.perform(await order());
    await chain.fulfilBelow();
    expect(await chain.tell()).toEqual(['SUCCESS']);
    const settled = await order();
    expect(settled).toMatchObject({ status: 'success' });
    await fulfil();
    expect(await order()).toEqual(settled);
  });

  it('that overtakes the answer on its way leaves no plan to ask', async () => {
    await place();
    const { platform } = chain.a;
    const upstream = await platform.upstreams?.(BELOW);
    const overtaking = async (sent: Order) => {
      const outcome = await upstream?.perform(sent);
      await chain.fulfilBelow();
      await chain.tell();
      return outcome;
    };
    const slow = { ...platform, upstreams: async () => ({ inquire: true, perform: overtaking }) } as never;
    expect(await fulfilOrder(slow, orderId)).toMatchObject({ status: 'success' });
    expect(await order()).not.toHaveProperty('dueAt');
  });

  it('that is told twice counts once', async () => {
    await place();
    await chain.settle(orderId);
    const settled = await order();
    const notification = (await chain.notifications()).find(({ content }) => content.includes(orderId));
    if (!notification) throw new Error('there must be one');
    expect(await chain.tellAgain(notification)).toBe('SUCCESS');
    expect(await order()).toEqual(settled);
    const told = (await chain.a.books()).notifications.filter(({ content }) => content.includes(orderId));
    expect(told).toHaveLength(1);
  });

  it('of success for an order that failed here is refused: a person has to look', async () => {
    await place();
    await fulfil();
    await settleOrder(chain.a.platform, await order(), { state: 'refused', reason: 'by hand' });
    await chain.fulfilBelow();
    expect(await chain.tell()).toEqual(['110004 order status not suitable']);
    expect(await order()).toMatchObject({ status: 'failure' });
  });

  it('of failure gives the money back', async () => {
    await place();
    const { platform } = chain.b;
    const settle = async () => {
      const [theirs] = await below();
      if (theirs) await settleOrder(platform, theirs, { state: 'refused', reason: 'risk' });
    };
    await fulfil();
    await settle();
    expect(await askWhenDue()).toEqual(['cardOperateQuery']);
    expect(await order()).toMatchObject({ status: 'failure', failure: 'refused by the issuer' });
    expect(await chain.tell()).toContain('SUCCESS');
  });

  it('for another amount than was ordered settles nothing', async () => {
    await place();
    await fulfil();
    await chain.fulfilBelow();
    const [theirs] = await below();
    const content = {
      orderId: theirs?.orderId ?? '',
      cardId: theirs?.cardId,
      userReqNo: orderId,
      opType: 15,
      status: 1,
      amount: '99',
      fee: '1',
      createAt: '2026-03-01 10:00:00',
    } as const;
    const told = { platform: chain.a.platform, upstream: { issuer: BELOW } } as Told;
    await expect(applyCardOperate(content as never, told)).rejects.toThrow('amount');
    expect(await order()).toMatchObject({ status: 'pending' });
    await chain.tell();
    await expect(applyCardOperate({ ...content, amount: '100', status: 2 }, told)).rejects.toThrow(
      StatusNotSuitable,
    );
  });
});

describe('a refusal from below', () => {
  it('that is final fails the order and tells the merchant nothing of who refused', async () => {
    await place();
    chain.line.plan(() => '110005');
    await fulfil();
    expect(await order()).toMatchObject({ status: 'failure', failure: 'refused by the issuer' });
    expect(chain.a.alarms).toContain('an issuer refuses us');
  });

  it('to know us leaves the order in process and calls a person', async () => {
    await place();
    chain.a.alarms.length = 0;
    chain.line.plan(() => '100002');
    await fulfil();
    expect(await order()).toMatchObject({ status: 'pending' });
    expect(chain.a.alarms).toEqual(['an issuer refuses us']);
    chain.line.plan(() => undefined);
    await askWhenDue();
    await chain.fulfilBelow();
    await chain.tell();
    expect(await order()).toMatchObject({ status: 'success' });
  });
});

describe('asking', () => {
  it('waits longer each time, and after the last time calls a person and leaves the order as it is', async () => {
    await place();
    chain.line.plan((name) => (name === 'cardApply' ? 'unanswered' : 'lost'));
    await fulfil();
    const waits: number[] = [];
    for (const _ of WAITS) {
      const { dueAt } = (await order()) as unknown as { dueAt: number };
      waits.push((dueAt - chain.a.platform.now()) / chain.a.platform.graceMs);
      chain.a.alarms.length = 0;
      await askWhenDue();
    }
    expect(waits).toEqual([...WAITS]);
    expect(chain.a.alarms).toEqual(['an order has no outcome']);
    const left = await order();
    expect(left).toMatchObject({ status: 'pending' });
    expect(left).not.toHaveProperty('dueAt');
    await chain.fulfilBelow();
    await chain.tell();
    expect(await order()).toMatchObject({ status: 'success' });
  });
});

describe('whatever goes wrong in whatever order', () => {
  /** A's worker is woken, B carries out, B tells, or B tells what it told before. */
  const step = fc.constantFrom('fulfil', 'below', 'tell', 'again' as const);
  const fault = fc.constantFrom<LineFault | undefined>(
    undefined,
    'lost',
    'unanswered',
    'HTTP 500',
    '140001',
    '130001',
    '100002',
  );

  const take = async (next: 'fulfil' | 'below' | 'tell' | 'again') => {
    if (next === 'fulfil') return fulfil();
    if (next === 'below') return chain.fulfilBelow();
    if (next === 'tell') return chain.tell();
    const told = (await chain.notifications()).find(({ content }) => content.includes(orderId));
    if (told?.status === 'delivered') await chain.tellAgain(told);
  };

  it('the order is carried out once and told once, and nothing is sent again before it was asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.array(fault, { maxLength: 5 }),
        async (steps, faults) => {
          await place();
          chain.line.plan((_, call) => faults[call - 1]);
          const calls = await made(async () => {
            for (const next of [...steps, 'fulfil' as const]) await take(next);
          });
          chain.line.plan(() => undefined);
          for (let round = 0; (await order()).status === 'pending' && round < 3; round += 1) {
            await fulfil();
            await chain.fulfilBelow();
            await chain.tell();
          }
          expect(await order()).toMatchObject({ status: 'success' });
          expect(await below()).toHaveLength(1);
          const sendings = calls.filter((name) => name === 'cardApply').length;
          const askings = calls.filter((name) => name === 'cardOperateQuery').length;
          expect(sendings).toBeLessThanOrEqual(askings + 1);
          const { notifications } = await chain.a.books();
          expect(notifications.filter(({ content }) => content.includes(orderId))).toHaveLength(1);
        },
      ),
      { numRuns: 8 },
    );
  });
});
