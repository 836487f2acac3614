import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyForHolder } from '../../../shared/cardholders/apply.ts';
import { deleteHolder } from '../../../shared/cardholders/delete.ts';
import { cardholderOf } from '../../../shared/cardholders/holder.ts';
import { cardOf } from '../../../shared/cards/card.ts';
import { CardholderNotReported, NothingFound, StatusNotSuitable } from '../../../shared/contract/errors.ts';
import { changeGroupStatus } from '../../../shared/groups/change-status.ts';
import { inquireGroup } from '../../../shared/groups/queries.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { openGroup } from '../../../shared/orders/kinds/group-opening.ts';
import { readOrder } from '../../../shared/orders/order.ts';
import { pageOrders } from '../../../shared/orders/order-pages.ts';
import { settleOrder } from '../../../shared/orders/settle.ts';
import type { Call } from '../../../shared/platform/platform.ts';
import { newNumber, openedCard, openedGroup, opening, supplementary } from '../../support/card-steps.ts';
import { person } from '../../support/cardholders.ts';
import { interruptedStore } from '../../support/interrupted-store.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';

let world: TestPlatform;
let call: Call;

beforeAll(async () => {
  world = await openTestPlatform();
  call = world.call(await world.merchant('1', 10_000_000n));
});
afterAll(async () => {
  expect((await world.audit()).flatMap(({ differences }) => differences)).toEqual([]);
});

const cardNow = (cardId: string) => cardOf(world.platform.store, '1', cardId);
const refuse = async (orderId: string) =>
  settleOrder(world.platform, await readOrder(world.platform.store, orderId), {
    state: 'refused',
    reason: 'no',
  });
const close = (cardId: string) => cancelCard({ userReqNo: newNumber('close'), cardId }, call);

describe('a card that was opened', () => {
  it('is what its order said', async () => {
    const airline = { sceneCode: 1004, airLineCode: 'CA' };
    const request = { ...airline, enableMultiUse: 0, enableCurrencyCheck: 1, cardAlias: undefined };
    const cardId = await openedCard(call, request);
    expect(await cardNow(cardId)).toStrictEqual({
      pk: `card/${cardId}`,
      cardId,
      userNo: '1',
      status: 'active',
      binRangeId: 'V1',
      issuer: 'embedded',
      cardType: 1,
      cardForm: 1,
      currency: 'USD',
      maskedNumber: expect.stringMatching(/^499900\*{6}\d{4}$/),
      expiry: '2029-03',
      alias: '',
      label: '',
      startDate: '2026-03-01',
      endDate: '2027-03-01',
      multiUse: false,
      currencyCheck: true,
      minAmount: 1_000n,
      maxAmount: 1_000_000n,
      usedAmount: 0n,
      ordinal: expect.any(Number),
      createdAt: world.platform.now(),
      ...airline,
    });
  });

  it('may be used more than once and in other currencies, where its order says so, for one day if need be', async () => {
    const cardId = await openedCard(call, { endDate: '2026-03-01', CardAlias: 'tea', cardAlias: undefined });
    expect(await cardNow(cardId)).toMatchObject({ multiUse: true, currencyCheck: false, alias: 'tea' });
  });

  it('has its order as it was asked for, sums as sums', async () => {
    const cardId = await openedCard(call);
    const order = await readOrder(world.platform.store, cardId);
    expect(order).toMatchObject({
      userNo: '1',
      amount: 10_000n,
      fee: 100n,
      opening: { alias: 'travel', minAmount: 1_000n, maxAmount: 1_000_000n },
    });
  });
});

describe('what an order opens', () => {
  const subjectNow = async (orderId: string) =>
    (await pageOrders({ orderId, currentPage: 1, pageSize: 1 }, call)).list.map(
      ({ cardId, groupId, statusDesc }) => ({ cardId, groupId, statusDesc }),
    );

  it('is not shown before it is there, and not at all if it never is', async () => {
    const groupId = await openedGroup(call);
    const { orderId } = await openCard(supplementary(groupId), call);
    const absent = { cardId: undefined, groupId };
    expect(await subjectNow(orderId)).toEqual([{ ...absent, statusDesc: 'in process' }]);
    await refuse(orderId);
    expect(await subjectNow(orderId)).toEqual([{ ...absent, statusDesc: 'no' }]);
    expect(await subjectNow(groupId)).toEqual([{ ...absent, statusDesc: 'success' }]);
    const open = await openCard(supplementary(groupId), call);
    await fulfilOrder(world.platform, open.orderId);
    expect(await subjectNow(open.orderId)).toEqual([
      { cardId: open.orderId, groupId, statusDesc: 'success' },
    ]);
  });

  it('of a group, likewise', async () => {
    const userReqNo = newNumber('group');
    const { orderId } = await openGroup({ userReqNo, localCurrency: 'USD', authLimitAmount: '100' }, call);
    expect(await subjectNow(orderId)).toEqual([
      { cardId: undefined, groupId: undefined, statusDesc: 'in process' },
    ]);
    await fulfilOrder(world.platform, orderId);
    expect(await subjectNow(orderId)).toEqual([
      { cardId: undefined, groupId: orderId, statusDesc: 'success' },
    ]);
  });
});

it('a supplementary card of a group that is frozen while it is decided is opened as if before', async () => {
  const groupId = await openedGroup(call);
  const store = interruptedStore(world.platform.store, () =>
    changeGroupStatus({ userReqNo: newNumber('status'), groupId, status: 0 }, call),
  );
  const during = { ...call, platform: { ...world.platform, store } };
  const { orderId } = await openCard(supplementary(groupId), during);
  expect(await fulfilOrder(world.platform, orderId)).toMatchObject({ status: 'success' });
  expect(await inquireGroup({ groupId }, call)).toMatchObject({ status: 0, cardCount: 1 });
  await expect(openCard(supplementary(groupId), call)).rejects.toThrow(
    new StatusNotSuitable('group', 'frozen'),
  );
});

describe('a card’s holder', () => {
  const newHolder = async (changes: object = {}) =>
    (await applyForHolder({ ...person(), ...changes }, call, {} as never)).cardUserId;
  const liveCards = async (cardUserId: string) =>
    (await cardholderOf(world.platform.store, '1', cardUserId)).liveCards;
  const named = (cardUserId: string) => opening({ binRangeId: 'H1', cardUserId });

  it('has one live card more until it is cancelled', async () => {
    const cardUserId = await newHolder({ gender: 1 });
    const { orderId: cardId } = await openCard(named(cardUserId), call);
    expect(await liveCards(cardUserId)).toBe(1);
    await fulfilOrder(world.platform, cardId);
    expect(await cardNow(cardId)).toMatchObject({ cardUserId });
    const { orderId } = await close(cardId);
    expect(await readOrder(world.platform.store, orderId)).toMatchObject({ cardUserId });
    expect(await liveCards(cardUserId)).toBe(1);
    await fulfilOrder(world.platform, orderId);
    expect(await liveCards(cardUserId)).toBe(0);
  });

  it('has none when the opening fails, and keeps it when the cancellation does', async () => {
    const cardUserId = await newHolder({ gender: 1 });
    await refuse((await openCard(named(cardUserId), call)).orderId);
    expect(await liveCards(cardUserId)).toBe(0);
    const cardId = await openedCard(call, { binRangeId: 'H1', cardUserId });
    await refuse((await close(cardId)).orderId);
    expect(await liveCards(cardUserId)).toBe(1);
  });

  it('must be reported, with what the range wants to know, and not be deleted', async () => {
    const open = (cardUserId?: string) => openCard(opening({ binRangeId: 'H1', cardUserId }), call);
    await expect(open()).rejects.toThrow(CardholderNotReported);
    await expect(open('77')).rejects.toThrow(NothingFound);
    await expect(open(await newHolder())).rejects.toThrow(CardholderNotReported);
    const deleted = await newHolder({ gender: 1 });
    await deleteHolder({ cardUserId: deleted }, call);
    await expect(open(deleted)).rejects.toThrow(CardholderNotReported);
  });

  it('need not be named where the range does not ask for one', async () => {
    const cardUserId = await newHolder();
    expect(await cardNow(await openedCard(call, { cardUserId }))).toMatchObject({ cardUserId });
    expect(await cardNow(await openedCard(call))).not.toHaveProperty('cardUserId');
  });
});
