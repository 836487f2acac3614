import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { applyCardholder } from '../../../../../shared/domain/issuing/cardholders/apply-cardholder.ts';
import { deleteCardholder } from '../../../../../shared/domain/issuing/cardholders/delete-cardholder.ts';
import { changeGroupStatus } from '../../../../../shared/domain/issuing/groups/change-group-status.ts';
import { inquireGroup } from '../../../../../shared/domain/issuing/groups/group-inquiry.ts';
import { cardOf } from '../../../../../shared/domain/issuing/model/card.ts';
import { cardholderOf } from '../../../../../shared/domain/issuing/model/cardholder.ts';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { openGroup } from '../../../../../shared/domain/issuing/orders/group-opening.ts';
import { pageOrders } from '../../../../../shared/domain/issuing/orders/order-pages.ts';
import { settleOrder } from '../../../../../shared/domain/issuing/orders/settle-order.ts';
import { CardholderNotReported, NothingFound, StatusNotSuitable } from '../../../../../shared/wire/errors.ts';
import {
  newRequestNo,
  openedCard,
  openedGroup,
  opening,
  supplementary,
} from '../../../../support/fixtures/card-steps.ts';
import { person } from '../../../../support/fixtures/cardholders.ts';
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
let call: MerchantCall;

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
  call = fixture.call(await fixture.merchant('1', 10_000_000n));
});
afterAll(async () => {
  expect((await fixture.audit()).flatMap(({ differences }) => differences)).toEqual([]);
});

const cardNow = (cardId: string) => cardOf(fixture.deps.store, '1', cardId);
const refuse = async (orderId: string) =>
  settleOrder(fixture.deps, await readOrder(fixture.deps.store, orderId), {
    state: 'refused',
    reason: 'no',
  });
const close = (cardId: string) => cancelCard({ userReqNo: newRequestNo('close'), cardId }, call);

describe('an opened card', () => {
  it('has the attributes of its order', async () => {
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
      createdAt: fixture.deps.now(),
      ...airline,
    });
  });

  it('allows several uses and other currencies where its order says so, and may end on its first day', async () => {
    const cardId = await openedCard(call, { endDate: '2026-03-01', CardAlias: 'tea', cardAlias: undefined });
    expect(await cardNow(cardId)).toMatchObject({ multiUse: true, currencyCheck: false, alias: 'tea' });
  });

  it('has an order with its amounts in minor units', async () => {
    const cardId = await openedCard(call);
    const order = await readOrder(fixture.deps.store, cardId);
    expect(order).toMatchObject({
      userNo: '1',
      amount: 10_000n,
      fee: 100n,
      opening: { alias: 'travel', minAmount: 1_000n, maxAmount: 1_000_000n },
    });
  });
});

describe('the subject of an opening order', () => {
  const subjectNow = async (orderId: string) =>
    (await pageOrders({ orderId, currentPage: 1, pageSize: 1 }, call)).list.map(
      ({ cardId, groupId, statusDesc }) => ({ cardId, groupId, statusDesc }),
    );

  it('is shown once it exists, and never if the order fails', async () => {
    const groupId = await openedGroup(call);
    const { orderId } = await openCard(supplementary(groupId), call);
    const absent = { cardId: undefined, groupId };
    expect(await subjectNow(orderId)).toEqual([{ ...absent, statusDesc: 'in process' }]);
    await refuse(orderId);
    expect(await subjectNow(orderId)).toEqual([{ ...absent, statusDesc: 'no' }]);
    expect(await subjectNow(groupId)).toEqual([{ ...absent, statusDesc: 'success' }]);
    const open = await openCard(supplementary(groupId), call);
    await fulfilOrder(fixture.deps, open.orderId);
    expect(await subjectNow(open.orderId)).toEqual([
      { cardId: open.orderId, groupId, statusDesc: 'success' },
    ]);
  });

  it('is shown for a group in the same way', async () => {
    const userReqNo = newRequestNo('group');
    const { orderId } = await openGroup({ userReqNo, localCurrency: 'USD', authLimitAmount: '100' }, call);
    expect(await subjectNow(orderId)).toEqual([
      { cardId: undefined, groupId: undefined, statusDesc: 'in process' },
    ]);
    await fulfilOrder(fixture.deps, orderId);
    expect(await subjectNow(orderId)).toEqual([
      { cardId: undefined, groupId: orderId, statusDesc: 'success' },
    ]);
  });
});

it('a supplementary card of a group that is frozen at the same moment is opened nevertheless', async () => {
  const groupId = await openedGroup(call);
  const store = interruptedStore(fixture.deps.store, () =>
    changeGroupStatus({ userReqNo: newRequestNo('status'), groupId, status: 0 }, call),
  );
  const during = { ...call, deps: { ...fixture.deps, store } };
  const { orderId } = await openCard(supplementary(groupId), during);
  expect(await fulfilOrder(fixture.deps, orderId)).toMatchObject({ status: 'success' });
  expect(await inquireGroup({ groupId }, call)).toMatchObject({ status: 0, cardCount: 1 });
  await expect(openCard(supplementary(groupId), call)).rejects.toThrow(
    new StatusNotSuitable('group', 'frozen'),
  );
});

describe('the cardholder of a card', () => {
  const newHolder = async (changes: object = {}) =>
    (await applyCardholder({ ...person(), ...changes }, call, {} as never)).cardUserId;
  const liveCards = async (cardUserId: string) =>
    (await cardholderOf(fixture.deps.store, '1', cardUserId)).liveCards;
  const named = (cardUserId: string) => opening({ binRangeId: 'H1', cardUserId });

  it('has one more live card until the card is cancelled', async () => {
    const cardUserId = await newHolder({ gender: 1 });
    const { orderId: cardId } = await openCard(named(cardUserId), call);
    expect(await liveCards(cardUserId)).toBe(1);
    await fulfilOrder(fixture.deps, cardId);
    expect(await cardNow(cardId)).toMatchObject({ cardUserId });
    const { orderId } = await close(cardId);
    expect(await readOrder(fixture.deps.store, orderId)).toMatchObject({ cardUserId });
    expect(await liveCards(cardUserId)).toBe(1);
    await fulfilOrder(fixture.deps, orderId);
    expect(await liveCards(cardUserId)).toBe(0);
  });

  it('has none when the opening fails, and still has it when the cancellation fails', async () => {
    const cardUserId = await newHolder({ gender: 1 });
    await refuse((await openCard(named(cardUserId), call)).orderId);
    expect(await liveCards(cardUserId)).toBe(0);
    const cardId = await openedCard(call, { binRangeId: 'H1', cardUserId });
    await refuse((await close(cardId)).orderId);
    expect(await liveCards(cardUserId)).toBe(1);
  });

  it('must be reported, with the fields that the range requires, and not deleted', async () => {
    const open = (cardUserId?: string) => openCard(opening({ binRangeId: 'H1', cardUserId }), call);
    await expect(open()).rejects.toThrow(CardholderNotReported);
    await expect(open('77')).rejects.toThrow(NothingFound);
    await expect(open(await newHolder())).rejects.toThrow(CardholderNotReported);
    const deleted = await newHolder({ gender: 1 });
    await deleteCardholder({ cardUserId: deleted }, call);
    await expect(open(deleted)).rejects.toThrow(CardholderNotReported);
  });

  it('is optional where the range does not require one', async () => {
    const cardUserId = await newHolder();
    expect(await cardNow(await openedCard(call, { cardUserId }))).toMatchObject({ cardUserId });
    expect(await cardNow(await openedCard(call))).not.toHaveProperty('cardUserId');
  });
});
