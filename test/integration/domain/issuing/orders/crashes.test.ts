import { beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../../../../shared/domain/delivery/deliver.ts';
import type { Dependencies, MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { EmbeddedIssuer } from '../../../../../shared/domain/issuing/issuers/embedded/embedded-issuer.ts';
import type { AcceptedOrder } from '../../../../../shared/domain/issuing/orders/accept-order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { secureRandom } from '../../../../../shared/runtime/random.ts';
import { CardVault } from '../../../../../shared/runtime/vault/card-vault.ts';
import { newRequestNo, onCard, openedCard, opening } from '../../../../support/fixtures/card-steps.ts';
import { saveMerchant } from '../../../../support/fixtures/save-parties.ts';
import {
  fulfilledLaterBy,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';
import { Crash, type Fault, FaultyStore } from '../../../../support/stores/faulty-store.ts';

let fixture: TestPlatform;
let store: FaultyStore;
let deps: Dependencies;
let own: MerchantCall;
let call: MerchantCall;
let cardId: string;
/** Posts by order, and the orders that were delivered. */
const posts = new Map<string, number>();
const received = new Set<string>();

beforeAll(async () => {
  fixture = await openTestPlatform();
  store = new FaultyStore(fixture.deps.store);
  const vault = new CardVault(store, { cards: fixture.sealer, pins: fixture.sealer });
  deps = {
    ...fixture.deps,
    store,
    vault,
    issuers: { embedded: new EmbeddedIssuer(vault, secureRandom, '+08:00', fixture.deps.now) },
  };
  const merchant = { ...(await fixture.merchant('1', 100_000_000n)), notifyUrl: 'http://merchant.invalid/' };
  await saveMerchant(fixture.deps.store, merchant);
  own = { ...fixture.call(merchant), deps };
  call = own;
  cardId = await newCard();
});

/** Repeats a step as its client or queue does, until it succeeds. */
async function retryUntilDone<Value>(step: () => Promise<Value>, rest = () => {}): Promise<Value> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      rest();
    }
  }
}

/** Accepts, fulfils and delivers a request, whatever crashes on the way. Returns its order. */
async function placeAndFulfil(request: () => Promise<AcceptedOrder>): Promise<string> {
  const { orderId } = await retryUntilDone(request);
  await retryUntilDone(() => fulfilOrder(deps, orderId));
  const id = `1/card_operate/${orderId}`;
  const post = async () => {
    posts.set(orderId, (posts.get(orderId) ?? 0) + 1);
    return { status: 200, body: 'SUCCESS' };
  };
  await retryUntilDone(
    () => deliver(deps, post, id),
    () => fixture.moveClock(60_000),
  );
  return orderId;
}

type Kind = [string, () => Promise<() => Promise<AcceptedOrder>>];
const KINDS: Kind[] = [
  ['an opening', async () => sending(opening({ startDate: '2027-01-01' }), openCard)],
  ['a recharge', async () => sending({ ...onCard(cardId), authLimitAmount: '10' }, rechargeCard)],
  ['a refund', async () => sending({ ...onCard(cardId), refundAmount: '1' }, refundCard)],
  [
    'a cancellation',
    async () => sending({ userReqNo: newRequestNo('close'), cardId: await newCard() }, cancelCard),
  ],
];
const newCard = () => openedCard(call, { startDate: '2027-01-01' });
const sending =
  <Request>(request: Request, send: (request: Request, call: MerchantCall) => Promise<AcceptedOrder>) =>
  () =>
    send(request, call);

/** Runs the kind with each plan in turn until a plan crashes nothing. Returns how many plans crashed. */
async function crashAtEachWrite(
  kind: Kind[1],
  planOf: (round: number) => (call: number) => Fault | undefined,
  most: number,
): Promise<number> {
  for (let round = 1; round <= most; round += 1) {
    store.plan(() => undefined);
    const request = await kind();
    store.plan(planOf(round));
    const orderId = await placeAndFulfil(request);
    const { crashed } = store;
    store.plan(() => undefined);
    expect((await request()).orderId).toBe(orderId);
    received.add(orderId);
    if (crashed === 0) return round - 1;
    fixture.moveClock(1);
  }
  return most;
}

/** Expects one order for each request, fulfilled and delivered once, and clean books. */
async function expectEachOnce(): Promise<void> {
  const { orders, notifications, cards } = await fixture.snapshot();
  expect(orders.filter(({ status }) => status !== 'success')).toEqual([]);
  expect(new Set(orders.map(({ userReqNo }) => userReqNo)).size).toBe(orders.length);
  const delivered = notifications
    .filter(({ status }) => status === 'delivered')
    .map(({ notificationId }) => notificationId);
  expect(delivered.sort()).toEqual([...received].map((orderId) => `1/card_operate/${orderId}`).sort());
  const stored = (await fixture.operator.scan('vault')).map(({ pk }) => String(pk).split('/')[0]);
  for (const kind of ['card', 'number'])
    expect(stored.filter((one) => one === kind)).toHaveLength(cards.size);
  expect((await fixture.audit()).flatMap(({ differences }) => differences)).toEqual([]);
}

describe.each([
  ['at once', (own: MerchantCall) => own],
  ['later', fulfilledLaterBy],
])('settled %s,', (_way, settledBy) => {
  beforeAll(() => {
    call = settledBy(own);
  });

  describe.each(KINDS)('%s', (_, kind) => {
    it.each(['before', 'after'] as const)(
      'is done once when any one call to the tables crashes %s it takes effect',
      async (fault) => {
        const positions = await crashAtEachWrite(
          kind,
          (round) => (number) => (number === round ? fault : undefined),
          40,
        );
        // Accepting reads and writes, and delivering reads and records: at least these calls.
        expect(positions).toBeGreaterThanOrEqual(7);
        expect(positions).toBeLessThan(40);
        await expectEachOnce();
      },
    );

    it('is done once when two of five calls crash', async () => {
      const planOf = (round: number) => (number: number) => {
        const hash = Math.imul(number + 100 * round, 2_654_435_761) >>> 16;
        return ([undefined, 'before', undefined, 'after', undefined] as const)[hash % 5];
      };
      expect(await crashAtEachWrite(kind, planOf, 4)).toBe(4);
      await expectEachOnce();
    });
  });
});

it('every order is notified at least once', () => {
  expect(new Set(posts.keys())).toEqual(received);
  expect(received.size).toBeGreaterThan(64);
});
