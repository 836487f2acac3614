import { beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedIssuer } from '../../../shared/issuer/embedded/embedded.ts';
import { deliver } from '../../../shared/notifications/deliver.ts';
import type { OrderAnswer } from '../../../shared/orders/accept.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { rechargeCard } from '../../../shared/orders/kinds/recharge.ts';
import { refundCard } from '../../../shared/orders/kinds/refund.ts';
import type { Call, Platform } from '../../../shared/platform/platform.ts';
import { secureRandom } from '../../../shared/platform/random.ts';
import { Vault } from '../../../shared/vault/vault.ts';
import { newNumber, onCard, openedCard, opening } from '../../support/card-steps.ts';
import { saveMerchant } from '../../support/records.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { Crash, type Fault, FaultyStore } from './faulty-store.ts';

let world: TestPlatform;
let store: FaultyStore;
let platform: Platform;
let call: Call;
let cardId: string;
/** Posts by order, and the orders that were brought all the way. */
const posts = new Map<string, number>();
const told = new Set<string>();

beforeAll(async () => {
  world = await openTestPlatform();
  store = new FaultyStore(world.platform.store);
  const vault = new Vault(store, { cards: world.sealer, pins: world.sealer });
  platform = {
    ...world.platform,
    store,
    vault,
    issuers: { embedded: new EmbeddedIssuer(vault, secureRandom, '+08:00') },
  };
  const merchant = { ...(await world.merchant('1', 100_000_000n)), notifyUrl: 'http://merchant.invalid/' };
  await saveMerchant(world.platform.store, merchant);
  call = { ...world.call(merchant), platform };
  cardId = await newCard();
});

/** Repeats a step as its client or queue does, until it goes through. */
async function persistently<Value>(step: () => Promise<Value>, rest = () => {}): Promise<Value> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      rest();
    }
  }
}

/** Brings a request all the way to the merchant's ear, whatever crashes on the way. */
async function allTheWay(request: () => Promise<OrderAnswer>): Promise<string> {
  const { orderId } = await persistently(request);
  await persistently(() => fulfilOrder(platform, orderId));
  const id = `card_operate/${orderId}`;
  const post = async () => {
    posts.set(orderId, (posts.get(orderId) ?? 0) + 1);
    return { status: 200, body: 'SUCCESS' };
  };
  await persistently(
    () => deliver(platform, post, id),
    () => world.moveClock(60_000),
  );
  return orderId;
}

type Kind = [string, () => Promise<() => Promise<OrderAnswer>>];
const KINDS: Kind[] = [
  ['an opening', async () => sending(opening({ startDate: '2027-01-01' }), openCard)],
  ['a recharge', async () => sending({ ...onCard(cardId), authLimitAmount: '10' }, rechargeCard)],
  ['a refund', async () => sending({ ...onCard(cardId), refundAmount: '1' }, refundCard)],
  [
    'a cancellation',
    async () => sending({ userReqNo: newNumber('close'), cardId: await newCard() }, cancelCard),
  ],
];
const newCard = () => openedCard(call, { startDate: '2027-01-01' });
const sending =
  <Request>(request: Request, send: (request: Request, call: Call) => Promise<OrderAnswer>) =>
  () =>
    send(request, call);

/** Runs the kind with each plan in turn until one has nothing left to crash. Answers how many crashed. */
async function underPlans(
  kind: Kind[1],
  planOf: (round: number) => (call: number) => Fault | undefined,
  most: number,
): Promise<number> {
  for (let round = 1; round <= most; round += 1) {
    store.plan(() => undefined);
    const request = await kind();
    store.plan(planOf(round));
    const orderId = await allTheWay(request);
    const { crashed } = store;
    store.plan(() => undefined);
    expect((await request()).orderId).toBe(orderId);
    told.add(orderId);
    if (crashed === 0) return round - 1;
    world.moveClock(1);
  }
  return most;
}

/** What must be true at the end: one order for each request, carried out and told, and books that add up. */
async function expectEachOnce(): Promise<void> {
  const { orders, notifications, cards } = await world.books();
  expect(orders.filter(({ status }) => status !== 'success')).toEqual([]);
  expect(new Set(orders.map(({ userReqNo }) => userReqNo)).size).toBe(orders.length);
  const delivered = notifications
    .filter(({ status }) => status === 'delivered')
    .map(({ notificationId }) => notificationId);
  expect(delivered.sort()).toEqual([...told].map((orderId) => `card_operate/${orderId}`).sort());
  const kept = (await world.operator.scan('vault')).map(({ pk }) => String(pk).split('/')[0]);
  for (const kind of ['card', 'number']) expect(kept.filter((one) => one === kind)).toHaveLength(cards.size);
  expect((await world.audit()).flatMap(({ differences }) => differences)).toEqual([]);
}

describe.each(KINDS)('%s', (_, kind) => {
  it.each(['before', 'after'] as const)(
    'is done once when any one call to the tables crashes, %s it worked',
    async (fault) => {
      const positions = await underPlans(
        kind,
        (round) => (number) => (number === round ? fault : undefined),
        40,
      );
      // Accepting reads and writes, fulfilling reads and writes, delivering reads, takes and records: no fewer than these.
      expect(positions).toBeGreaterThanOrEqual(8);
      expect(positions).toBeLessThan(40);
      await expectEachOnce();
    },
  );

  it('is done once when two of five calls crash', async () => {
    const planOf = (round: number) => (number: number) => {
      const dice = Math.imul(number + 100 * round, 2_654_435_761) >>> 16;
      return ([undefined, 'before', undefined, 'after', undefined] as const)[dice % 5];
    };
    expect(await underPlans(kind, planOf, 4)).toBe(4);
    await expectEachOnce();
  });
});

it('a merchant hears of each order, at least once', () => {
  expect(new Set(posts.keys())).toEqual(told);
  expect(told.size).toBeGreaterThan(64);
});
