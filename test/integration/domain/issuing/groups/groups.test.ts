import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { modifyCard } from '../../../../../shared/domain/issuing/cards/modify-card.ts';
import { changeGroupStatus } from '../../../../../shared/domain/issuing/groups/change-group-status.ts';
import { inquireGroup, pageGroups } from '../../../../../shared/domain/issuing/groups/group-inquiry.ts';
import { cardOf } from '../../../../../shared/domain/issuing/model/card.ts';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { openGroup } from '../../../../../shared/domain/issuing/orders/group-opening.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { settleOrder } from '../../../../../shared/domain/issuing/orders/settle-order.ts';
import {
  AccountBalanceInsufficient,
  CardBalanceInsufficient,
  type ContractError,
  FeeRuleMissing,
  LimitBelowUsed,
  NothingFound,
  ParameterInvalid,
  ProductNotEnabled,
  RequestNumberReused,
  StatusNotSuitable,
} from '../../../../../shared/wire/errors.ts';
import {
  newRequestNo,
  onCard,
  openedCard,
  openedGroup,
  supplementary,
} from '../../../../support/fixtures/card-steps.ts';
import {
  fulfilledLater,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';

let fixture: TestPlatform;
let call: MerchantCall;
let merchants = 0;

const groupRequest = (changes: object = {}) => ({
  userReqNo: newRequestNo('group'),
  localCurrency: 'USD',
  authLimitAmount: '500',
  ...changes,
});
const onGroup = (groupId: string) => ({ userReqNo: newRequestNo('move'), channelType: 2 as const, groupId });
const infoOf = (groupId: string) => inquireGroup({ groupId }, call);
const account = async () =>
  (await fixture.snapshot()).balances.get(`merchant/${call.merchant.userNo}:card/USD`);
const fulfil = ({ orderId }: { orderId: string }) => fulfilOrder(fixture.deps, orderId);
const isRefused = (request: Promise<unknown>, error: new (...given: never[]) => ContractError) =>
  expect(request).rejects.toThrow(error);

beforeAll(async () => {
  fixture = await openTestPlatform(fulfilledLater);
});
beforeEach(async () => {
  merchants += 1;
  call = fixture.call(await fixture.merchant(String(300 + merchants), 100_000n));
});

describe('a group', () => {
  it('is opened with its pool funded, at no fee', async () => {
    const { orderId } = await openGroup(groupRequest({ groupName: 'fleet' }), call);
    expect(await account()).toMatchObject({ available: 50_000n, frozen: 50_000n });
    await fulfil({ orderId });
    expect(await account()).toMatchObject({ available: 50_000n, frozen: 0n });
    expect(await infoOf(orderId)).toMatchObject({
      groupId: orderId,
      groupName: 'fleet',
      localCurrency: 'USD',
      creditLimitAmt: 500,
      balanceAmt: 500,
      usedAuthAmt: 0,
      cardCount: 0,
      status: 1,
    });
    const received = (await fixture.snapshot()).notifications.find(({ notificationId }) =>
      notificationId.endsWith(orderId),
    );
    expect(JSON.parse(received?.content ?? '')).toMatchObject({
      groupId: orderId,
      opType: 26,
      status: 1,
      amount: 500,
      fee: 0,
    });
  });

  it('has an empty name by default', async () => {
    expect(await infoOf(await openedGroup(call))).toMatchObject({ groupName: '' });
  });

  it('does not exist, and its money is returned, when the issuer refuses it', async () => {
    const { orderId } = await openGroup(groupRequest(), call);
    const outcome = { state: 'refused', reason: 'no' } as const;
    await settleOrder(fixture.deps, await readOrder(fixture.deps.store, orderId), outcome);
    expect(await account()).toMatchObject({ available: 100_000n, frozen: 0n });
    await isRefused(infoOf(orderId), NothingFound);
  });

  it.each([
    ['a range of regular cards', { binRangeId: 'V1' }, ProductNotEnabled],
    ['a currency without a rule', { localCurrency: 'JPY', authLimitAmount: '50000' }, FeeRuleMissing],
    ['less than the range’s minimum', { authLimitAmount: '99.99' }, ParameterInvalid],
    ['more than the balance of the account', { authLimitAmount: '1000.01' }, AccountBalanceInsufficient],
  ])('is refused with %s', async (_, changes, error) => {
    await isRefused(openGroup(groupRequest(changes), call), error as never);
    expect(await account()).toMatchObject({ available: 100_000n, frozen: 0n });
  });

  it('is recharged and refunded through channelType 2', async () => {
    const groupId = await openedGroup(call);
    await fulfil(await rechargeCard({ ...onGroup(groupId), authLimitAmount: '100' }, call));
    expect(await infoOf(groupId)).toMatchObject({ creditLimitAmt: 600, balanceAmt: 600, usedAuthAmt: 0 });
    const refund = await refundCard({ ...onGroup(groupId), refundAmount: '250' }, call);
    expect(await infoOf(groupId)).toMatchObject({ creditLimitAmt: 350, balanceAmt: 350, usedAuthAmt: 0 });
    await fulfil(refund);
    expect(await infoOf(groupId)).toMatchObject({ creditLimitAmt: 350, balanceAmt: 350, usedAuthAmt: 0 });
    // 1000 − 500 − 100 − 1 % of 100 + 250
    expect(await account()).toMatchObject({ available: 64_900n, frozen: 0n });
    await isRefused(
      refundCard({ ...onGroup(groupId), refundAmount: '350.01' }, call),
      CardBalanceInsufficient,
    );
  });

  it('gets its money back when a refund is refused', async () => {
    const groupId = await openedGroup(call);
    const { orderId } = await refundCard({ ...onGroup(groupId), refundAmount: '200' }, call);
    const outcome = { state: 'refused', reason: 'no' } as const;
    await settleOrder(fixture.deps, await readOrder(fixture.deps.store, orderId), outcome);
    expect(await infoOf(groupId)).toMatchObject({ creditLimitAmt: 500, balanceAmt: 500, usedAuthAmt: 0 });
  });

  it('is frozen and enabled once for each request number', async () => {
    const groupId = await openedGroup(call);
    const freeze = { userReqNo: newRequestNo('status'), groupId, status: 0 as const };
    expect(await changeGroupStatus(freeze, call)).toEqual(freeze);
    expect(await infoOf(groupId)).toMatchObject({ status: 0, statusDesc: 'frozen' });
    await changeGroupStatus({ userReqNo: newRequestNo('status'), groupId, status: 1 }, call);
    expect(await changeGroupStatus(freeze, call)).toEqual(freeze);
    expect(await infoOf(groupId)).toMatchObject({ status: 1 });
    await isRefused(changeGroupStatus({ ...freeze, status: 1 }, call), RequestNumberReused);
  });

  it('is not found by another merchant', async () => {
    const groupId = await openedGroup(call);
    const otherCall = fixture.call(await fixture.merchant(`4${merchants}00`, 100_000n));
    await isRefused(inquireGroup({ groupId }, otherCall), NothingFound);
    await isRefused(rechargeCard({ ...onGroup(groupId), authLimitAmount: '100' }, otherCall), NothingFound);
    await isRefused(
      changeGroupStatus({ userReqNo: newRequestNo('status'), groupId, status: 0 }, otherCall),
      NothingFound,
    );
    await isRefused(openCard(supplementary(groupId), otherCall), NothingFound);
    expect(await pageGroups({ currentPage: 1, pageSize: 10 }, otherCall)).toMatchObject({ totalCount: 0 });
  });

  it('is listed newest first, by status and time', async () => {
    const first = await openedGroup(call);
    fixture.moveClock(60_000);
    const second = await openedGroup(call, { authLimitAmount: '100' });
    await changeGroupStatus({ userReqNo: newRequestNo('status'), groupId: first, status: 0 }, call);
    const idsOn = async (filter: object) =>
      (await pageGroups({ currentPage: 1, pageSize: 10, ...filter }, call)).list.map(
        ({ groupId }) => groupId,
      );
    expect(await idsOn({})).toEqual([second, first]);
    expect(await idsOn({ status: 0 })).toEqual([first]);
    const { createTime } = await infoOf(second);
    expect(await idsOn({ beginTime: createTime })).toEqual([second]);
    expect(await pageGroups({ currentPage: 2, pageSize: 1 }, call)).toMatchObject({
      totalCount: 2,
      totalPages: 2,
      list: [{ groupId: first }],
    });
  });
});

describe('a supplementary card', () => {
  it('costs its fee, takes nothing from the pool and is counted in its group', async () => {
    const groupId = await openedGroup(call);
    const cardId = await openedCard(call, supplementary(groupId, { authLimitAmount: '80' }));
    expect(await infoOf(groupId)).toMatchObject({ balanceAmt: 500, cardCount: 1 });
    // 1000 − 500 − 0.50
    expect(await account()).toMatchObject({ available: 49_950n, frozen: 0n });
    expect(await cardOf(fixture.deps.store, call.merchant.userNo, cardId)).toMatchObject({
      groupId,
      cardType: 2,
      limit: 8_000n,
    });
    const received = (await fixture.snapshot()).notifications.find(({ notificationId }) =>
      notificationId.endsWith(cardId),
    );
    expect(JSON.parse(received?.content ?? '')).toMatchObject({
      opType: 15,
      amount: 80,
      fee: 0.5,
      cardId,
      groupId,
    });
  });

  it('has no limit when none or zero is given', async () => {
    const groupId = await openedGroup(call);
    const [none, zero] = [
      await openedCard(call, supplementary(groupId, { authLimitAmount: undefined })),
      await openedCard(call, supplementary(groupId, { authLimitAmount: '0' })),
    ];
    for (const cardId of [none, zero]) {
      expect(await cardOf(fixture.deps.store, call.merchant.userNo, cardId)).not.toHaveProperty('limit');
    }
  });

  it.each([
    ['no group', { groupId: undefined }, ParameterInvalid],
    ['an unknown group', { groupId: '1150000000000000' }, NothingFound],
    ['another currency than its group', { localCurrency: 'EUR' }, ParameterInvalid],
    ['a range of regular cards', { binRangeId: 'V1' }, ProductNotEnabled],
  ])('is refused with %s', async (_, changes, error) => {
    const groupId = await openedGroup(call);
    await isRefused(openCard({ ...supplementary(groupId), ...changes } as never, call), error as never);
  });

  it('is refused for a frozen group', async () => {
    const groupId = await openedGroup(call);
    await changeGroupStatus({ userReqNo: newRequestNo('status'), groupId, status: 0 }, call);
    await isRefused(openCard(supplementary(groupId), call), StatusNotSuitable);
  });

  it('is neither recharged nor refunded: its money is its group’s', async () => {
    const cardId = await openedCard(call, supplementary(await openedGroup(call)));
    await isRefused(rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, call), ParameterInvalid);
    await isRefused(refundCard({ ...onCard(cardId), refundAmount: '10' }, call), ParameterInvalid);
  });

  it('is cancelled with nothing returned and leaves its group', async () => {
    const groupId = await openedGroup(call);
    const cardId = await openedCard(call, supplementary(groupId));
    await fulfil(await cancelCard({ userReqNo: newRequestNo('close'), cardId }, call));
    expect(await infoOf(groupId)).toMatchObject({ balanceAmt: 500, cardCount: 0 });
    expect(await cardOf(fixture.deps.store, call.merchant.userNo, cardId)).toMatchObject({
      status: 'closed',
      closedAmount: 0n,
    });
  });

  it('can change its limit, but not below what was used', async () => {
    const cardId = await openedCard(call, supplementary(await openedGroup(call), { authLimitAmount: '80' }));
    const key = { pk: `card/${cardId}` };
    await fixture.deps.store.write([{ kind: 'update', table: 'cards', key, set: { usedAmount: 3_000n } }]);
    const change = (authLimitAmount: string) =>
      modifyCard({ userReqNo: newRequestNo('limit'), cardId, authLimitAmount }, call);
    await isRefused(change('29.99'), LimitBelowUsed);
    await change('30');
    expect(await cardOf(fixture.deps.store, call.merchant.userNo, cardId)).toMatchObject({ limit: 3_000n });
    await change('0');
    expect(await cardOf(fixture.deps.store, call.merchant.userNo, cardId)).not.toHaveProperty('limit');
    await fixture.deps.store.write([{ kind: 'update', table: 'cards', key, set: { usedAmount: 0n } }]);
  });

  it('is the only kind of card with a limit', async () => {
    const cardId = await openedCard(call);
    await isRefused(
      modifyCard({ userReqNo: newRequestNo('limit'), cardId, authLimitAmount: '30' }, call),
      ParameterInvalid,
    );
  });
});

describe('the books', () => {
  it('are clean at the end', async () => {
    expect((await fixture.audit()).flatMap(({ differences }) => differences)).toEqual([]);
  });
});
