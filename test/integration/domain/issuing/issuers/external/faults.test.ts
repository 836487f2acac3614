import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Order, readOrder } from '../../../../../../shared/domain/issuing/model/order.ts';
import { openCard } from '../../../../../../shared/domain/issuing/orders/card-opening.ts';
import { handleCardOperate } from '../../../../../../shared/domain/issuing/orders/card-operate-webhook.ts';
import { fulfilOrder } from '../../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { pageOrders } from '../../../../../../shared/domain/issuing/orders/order-pages.ts';
import { settleOrder } from '../../../../../../shared/domain/issuing/orders/settle-order.ts';
import type { UpstreamCall } from '../../../../../../shared/domain/upstream-call.ts';
import { POLLING_DELAYS } from '../../../../../../shared/runtime/queue/polling-delays.ts';
import { sweep } from '../../../../../../shared/runtime/queue/sweep.ts';
import { errorCodes, StatusNotSuitable } from '../../../../../../shared/wire/errors.ts';
import {
  ISSUER_NAME,
  openTwoPlatforms,
  type TwoPlatforms,
} from '../../../../../support/clouds/two-platforms.ts';
import type { LinkFault } from '../../../../../support/endpoints/in-process-apis.ts';
import { capturingLog } from '../../../../../support/fixtures/captured-log.ts';
import { opening } from '../../../../../support/fixtures/card-steps.ts';

let platforms: TwoPlatforms;
/** The order of each test. Its kind does not matter: every outcome is found in the same way. */
let orderId: string;

beforeAll(async () => {
  platforms = await openTwoPlatforms();
});
const index = async () => {
  ({ orderId } = await openCard(opening({ binRangeId: 'UV1' }), platforms.call));
};
afterEach(async () => {
  platforms.link.plan(() => undefined);
  expect(await platforms.differences()).toEqual([]);
});

const order = (): Promise<Order> => readOrder(platforms.reseller.deps.store, orderId);
/** Returns the issuer's orders under our number: one, however often it was requested. */
const atIssuer = async () =>
  (await platforms.issuer.snapshot()).orders.filter(({ userReqNo }) => userReqNo === orderId);
const made = async (step: () => Promise<unknown>) => {
  const before = platforms.link.calls.length;
  await step();
  return platforms.link.calls.slice(before);
};
const fulfil = () => platforms.fulfil(orderId);
/** Fulfils the order when the sweeper finds it due. Returns the calls that were made. */
async function inquireWhenDue(): Promise<readonly string[]> {
  const { dueAt } = (await order()) as unknown as { dueAt: number };
  platforms.moveClocks(dueAt - platforms.reseller.deps.now());
  platforms.reseller.enqueued.length = 0;
  await sweep(platforms.reseller.deps);
  expect(platforms.reseller.enqueued).toContainEqual({ waiting: 'order', id: orderId, delaySeconds: 0 });
  return made(fulfil);
}

const crash = () => Promise.reject(new Error('crash'));

describe('an order without an answer', () => {
  it.each<[LinkFault, string[]]>([
    ['lost', ['cardOperateQuery', 'cardApply']],
    ['HTTP 500', ['cardOperateQuery', 'cardApply']],
    ['140001', ['cardOperateQuery', 'cardApply']],
    ['130001', ['cardOperateQuery', 'cardApply']],
    ['unanswered', ['cardOperateQuery']],
  ])(
    '(%s) stays in process, is inquired for, and is sent again only if it never arrived',
    async (fault, then) => {
      await index();
      platforms.link.plan((_, call) => (call === 1 ? fault : undefined));
      expect(await made(fulfil)).toEqual(['cardApply']);
      expect(await order()).toMatchObject({ status: 'pending' });
      expect(await inquireWhenDue()).toEqual(then);
      expect(await order()).toMatchObject({ status: 'pending' });
      await platforms.fulfilAtIssuer();
      await platforms.deliverAll();
      expect(await order()).toMatchObject({ status: 'success' });
      expect(await atIssuer()).toHaveLength(1);
    },
  );

  it('is not sent again while the inquiries get no answer', async () => {
    await index();
    platforms.link.plan((name) => (name === 'cardApply' ? 'unanswered' : 'lost'));
    await fulfil();
    for (const _ of [1, 2, 3]) expect(await inquireWhenDue()).toEqual(['cardOperateQuery']);
    platforms.link.plan(() => undefined);
    await platforms.fulfilAtIssuer();
    expect(await inquireWhenDue()).toEqual(['cardOperateQuery', 'cardInfo']);
    expect(await order()).toMatchObject({ status: 'success' });
    await platforms.deliverAll();
  });

  it('after a crash before it was sent counts as sent: an inquiry comes first', async () => {
    await index();
    const { deps } = platforms.reseller;
    const crashing = { ...deps, externalIssuers: async () => ({ inquire: true, perform: crash }) } as never;
    await expect(fulfilOrder(crashing, orderId)).rejects.toThrow('crash');
    expect(await made(fulfil)).toEqual(['cardOperateQuery', 'cardApply']);
    await platforms.fulfilAtIssuer();
    await platforms.deliverAll();
    expect(await order()).toMatchObject({ status: 'success' });
  });
});
describe('an outcome', () => {
  it('without its notification is found by an inquiry', async () => {
    await index();
    await fulfil();
    await platforms.fulfilAtIssuer();
    expect(await inquireWhenDue()).toEqual(['cardOperateQuery', 'cardInfo']);
    expect(await order()).toMatchObject({ status: 'success', cost: 100n });
    expect(await platforms.deliverAll()).toEqual(['SUCCESS']);
    expect(await order()).toMatchObject({ status: 'success' });
  });

  it('that is notified before the answer settles the order, and the answer changes nothing', async () => {
    await index();
    const upstream = await platforms.reseller.deps.externalIssuers?.(ISSUER_NAME);
    await upstream?.perform(await order());
    await platforms.fulfilAtIssuer();
    expect(await platforms.deliverAll()).toEqual(['SUCCESS']);
    const settled = await order();
    expect(settled).toMatchObject({ status: 'success' });
    await fulfil();
    expect(await order()).toEqual(settled);
  });

  it('that is notified while the answer is on its way leaves no inquiry scheduled', async () => {
    await index();
    const { deps } = platforms.reseller;
    const upstream = await deps.externalIssuers?.(ISSUER_NAME);
    const overtaking = async (sent: Order) => {
      const outcome = await upstream?.perform(sent);
      await platforms.fulfilAtIssuer();
      await platforms.deliverAll();
      return outcome;
    };
    const slow = { ...deps, externalIssuers: async () => ({ inquire: true, perform: overtaking }) } as never;
    expect(await fulfilOrder(slow, orderId)).toMatchObject({ status: 'success' });
    expect(await order()).not.toHaveProperty('dueAt');
  });

  it('that is notified twice counts once', async () => {
    await index();
    await platforms.settle(orderId);
    const settled = await order();
    const notification = (await platforms.notifications()).find(({ content }) => content.includes(orderId));
    if (!notification) throw new Error('there must be one');
    expect(await platforms.redeliver(notification)).toBe('SUCCESS');
    expect(await order()).toEqual(settled);
    const received = (await platforms.reseller.snapshot()).notifications.filter(({ content }) =>
      content.includes(orderId),
    );
    expect(received).toHaveLength(1);
  });

  it('of success for an order that failed here is refused, and raises an alarm', async () => {
    await index();
    await fulfil();
    await settleOrder(platforms.reseller.deps, await order(), { state: 'refused', reason: 'by hand' });
    await platforms.fulfilAtIssuer();
    const { value, lines } = await capturingLog(() => platforms.deliverAll());
    expect(value).toEqual(['110004 order status not suitable']);
    const refusal = { message: 'refused', operation: 'webhook/card-operate', errorCode: '110004' };
    expect(lines).toMatchObject([{ level: 'ERROR', ...refusal }]);
    expect(await order()).toMatchObject({ status: 'failure' });
  });

  it('of failure returns the money', async () => {
    await index();
    const { deps } = platforms.issuer;
    const settle = async () => {
      const [issuersOrder] = await atIssuer();
      if (issuersOrder) await settleOrder(deps, issuersOrder, { state: 'refused', reason: 'risk' });
    };
    await fulfil();
    await settle();
    expect(await inquireWhenDue()).toEqual(['cardOperateQuery']);
    expect(await order()).toMatchObject({ status: 'failure', failure: 'refused by the issuer' });
    expect(await platforms.deliverAll()).toContain('SUCCESS');
  });

  it('for another amount than the order’s settles nothing', async () => {
    await index();
    await fulfil();
    await platforms.fulfilAtIssuer();
    const [issuersOrder] = await atIssuer();
    const content = {
      orderId: issuersOrder?.orderId ?? '',
      cardId: issuersOrder?.cardId,
      userReqNo: orderId,
      opType: 15,
      status: 1,
      amount: '99',
      fee: '1',
      createAt: '2026-03-01 10:00:00',
    } as const;
    const upstreamCall = { deps: platforms.reseller.deps, upstream: { issuer: ISSUER_NAME } } as UpstreamCall;
    await expect(handleCardOperate(content as never, upstreamCall)).rejects.toThrow('amount');
    expect(await order()).toMatchObject({ status: 'pending' });
    await platforms.deliverAll();
    await expect(handleCardOperate({ ...content, amount: '100', status: 2 }, upstreamCall)).rejects.toThrow(
      StatusNotSuitable,
    );
  });
});

describe('a refusal by the issuer', () => {
  const REASON = 'refused by the issuer';
  /** Returns what the merchant sees of the order: its inquiry, its notification and its statement. */
  const shownToMerchant = async (): Promise<unknown[]> => {
    const { list } = await pageOrders({ orderId, currentPage: 1, pageSize: 1 }, platforms.call);
    const { entries, notifications } = await platforms.reseller.snapshot();
    return [
      ...list,
      ...notifications
        .filter(({ notificationId }) => notificationId.endsWith(orderId))
        .map(({ content }) => JSON.parse(content)),
      ...entries.filter(({ cause }) => cause === `order/${orderId}/settled`).map(({ details }) => details),
    ];
  };

  it('that is final fails the order without naming the issuer, and raises an alarm', async () => {
    await index();
    platforms.link.plan(() => '110005');
    await fulfil();
    expect(await order()).toMatchObject({ status: 'failure', failure: REASON });
    expect(platforms.reseller.alarmDetails.at(-1)).toEqual({
      what: 'an issuer refuses this platform',
      about: { issuer: ISSUER_NAME, operation: 'cardApply', errorCode: '110005' },
    });
    const shown = await shownToMerchant();
    expect(shown).toMatchObject([{ statusDesc: REASON }, { status: 2 }, { remark: `failure: ${REASON}` }]);
    const ofIssuer = [ISSUER_NAME, 'http:', errorCodes['110005']];
    expect(ofIssuer.filter((text) => JSON.stringify(shown).includes(text))).toEqual([]);
  });

  it('of this platform’s sign-in leaves the order in process and raises an alarm', async () => {
    await index();
    platforms.reseller.alarms.length = 0;
    platforms.link.plan(() => '100002');
    await fulfil();
    expect(await order()).toMatchObject({ status: 'pending' });
    expect(platforms.reseller.alarms).toEqual(['an issuer refuses this platform']);
    platforms.link.plan(() => undefined);
    await inquireWhenDue();
    await platforms.fulfilAtIssuer();
    await platforms.deliverAll();
    expect(await order()).toMatchObject({ status: 'success' });
  });
});

describe('outcome polling', () => {
  it('waits longer each time, and raises an alarm after the last inquiry while the order stays in process', async () => {
    await index();
    platforms.link.plan((name) => (name === 'cardApply' ? 'unanswered' : 'lost'));
    await fulfil();
    const waits: number[] = [];
    for (const _ of POLLING_DELAYS) {
      const { dueAt } = (await order()) as unknown as { dueAt: number };
      waits.push((dueAt - platforms.reseller.deps.now()) / platforms.reseller.deps.graceMs);
      platforms.reseller.alarms.length = 0;
      await inquireWhenDue();
    }
    expect(waits).toEqual([...POLLING_DELAYS]);
    expect(platforms.reseller.alarms).toEqual(['an order has no outcome']);
    const left = await order();
    expect(left).toMatchObject({ status: 'pending' });
    expect(left).not.toHaveProperty('dueAt');
    await platforms.fulfilAtIssuer();
    await platforms.deliverAll();
    expect(await order()).toMatchObject({ status: 'success' });
  });
});

describe('whatever fails in whatever order', () => {
  /** The reseller fulfils, the issuer carries out, the issuer notifies, or it repeats a notification. */
  const step = fc.constantFrom('fulfil', 'carry out', 'notify', 'repeat' as const);
  const fault = fc.constantFrom<LinkFault | undefined>(
    undefined,
    'lost',
    'unanswered',
    'HTTP 500',
    '140001',
    '130001',
    '100002',
  );

  const perform = async (next: 'fulfil' | 'carry out' | 'notify' | 'repeat') => {
    if (next === 'fulfil') return fulfil();
    if (next === 'carry out') return platforms.fulfilAtIssuer();
    if (next === 'notify') return platforms.deliverAll();
    const received = (await platforms.notifications()).find(({ content }) => content.includes(orderId));
    if (received?.status === 'delivered') await platforms.redeliver(received);
  };

  it('an order is carried out and notified once, and is sent again only after an inquiry', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.array(fault, { maxLength: 5 }),
        async (steps, faults) => {
          await index();
          platforms.link.plan((_, call) => faults[call - 1]);
          const calls = await made(async () => {
            for (const next of [...steps, 'fulfil' as const]) await perform(next);
          });
          platforms.link.plan(() => undefined);
          for (let round = 0; (await order()).status === 'pending' && round < 3; round += 1) {
            await fulfil();
            await platforms.fulfilAtIssuer();
            await platforms.deliverAll();
          }
          expect(await order()).toMatchObject({ status: 'success' });
          expect(await atIssuer()).toHaveLength(1);
          const sendings = calls.filter((name) => name === 'cardApply').length;
          const inquiries = calls.filter((name) => name === 'cardOperateQuery').length;
          expect(sendings).toBeLessThanOrEqual(inquiries + 1);
          const { notifications } = await platforms.reseller.snapshot();
          expect(notifications.filter(({ content }) => content.includes(orderId))).toHaveLength(1);
        },
      ),
      { numRuns: 8 },
    );
  });
});
