import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type BinRange,
  findBinRange,
  saveBinRange,
} from '../../../../../../shared/domain/issuing/model/bin-range.ts';
import { cardKey } from '../../../../../../shared/domain/issuing/model/card.ts';
import { readOrder } from '../../../../../../shared/domain/issuing/model/order.ts';
import { openCard } from '../../../../../../shared/domain/issuing/orders/card-opening.ts';
import { openGroup } from '../../../../../../shared/domain/issuing/orders/group-opening.ts';
import { rechargeCard } from '../../../../../../shared/domain/issuing/orders/recharge.ts';
import { ProductNotEnabled } from '../../../../../../shared/wire/errors.ts';
import {
  ISSUER_NAME,
  openTwoPlatforms,
  type TwoPlatforms,
} from '../../../../../support/clouds/two-platforms.ts';
import { newRequestNo, onCard, opening, supplementary } from '../../../../../support/fixtures/card-steps.ts';

let platforms: TwoPlatforms;
/** Pools of 500: one of the embedded issuer, one at the external issuer. */
let groups: Record<'embedded' | typeof ISSUER_NAME, string>;

beforeAll(async () => {
  platforms = await openTwoPlatforms();
  groups = { embedded: await group('S1'), [ISSUER_NAME]: await group('US1') };
});
afterEach(async () => {
  expect(await platforms.differences()).toEqual([]);
});

const store = () => platforms.reseller.deps.store;
const order = (orderId: string) => readOrder(store(), orderId);
async function group(binRangeId: string): Promise<string> {
  const apply = { userReqNo: newRequestNo('group'), localCurrency: 'USD', authLimitAmount: '500' };
  const { orderId } = await openGroup({ ...apply, binRangeId }, platforms.call);
  await platforms.settle(orderId);
  return orderId;
}
const rangeOf = async (binRangeId: string) => (await findBinRange(store(), binRangeId)) as BinRange;
/** Runs a step while the range has other settings. */
async function whileRangeIs<Result>(
  binRangeId: string,
  changes: Partial<BinRange>,
  act: () => Promise<Result>,
) {
  const range = await rangeOf(binRangeId);
  await saveBinRange(store(), { ...range, ...changes });
  try {
    return await act();
  } finally {
    await saveBinRange(store(), range);
  }
}

describe('a supplementary card is refused', () => {
  const open = (groupId: string, binRangeId?: string) =>
    openCard(supplementary(groupId, { binRangeId }), platforms.call);

  it.each([
    ['of our own in a group of an external issuer', ISSUER_NAME, 'S1'],
    ['of an external issuer in a group of our own', 'embedded', 'US1'],
  ] as const)('%s: a group and its cards have one issuer', async (_, issuer, binRangeId) => {
    const before = (await platforms.reseller.snapshot()).orders.length;
    await expect(open(groups[issuer], binRangeId)).rejects.toThrow(new ProductNotEnabled());
    expect((await platforms.reseller.snapshot()).orders).toHaveLength(before);
  });

  it('when the range of its group has another issuer by now, or is disabled', async () => {
    for (const changes of [{ issuer: 'embedded' }, { enabled: false }])
      await whileRangeIs('US1', changes, () =>
        expect(open(groups[ISSUER_NAME])).rejects.toThrow(new ProductNotEnabled()),
      );
    const { orderId } = await open(groups[ISSUER_NAME]);
    await platforms.settle(orderId);
    expect(await order(orderId)).toMatchObject({ status: 'success', issuer: ISSUER_NAME });
  });
});

it('an opening goes to the issuer and range for which it was accepted, even if the range changes', async () => {
  const { orderId } = await openCard(opening({ binRangeId: 'UV1' }), platforms.call);
  const pool = { userReqNo: newRequestNo('group'), localCurrency: 'USD', authLimitAmount: '500' };
  const opened = await openGroup({ ...pool, binRangeId: 'US1' }, platforms.call);
  await whileRangeIs('UV1', { issuer: 'embedded', issuerRangeId: 'X9' }, () => platforms.settle(orderId));
  await whileRangeIs('US1', { issuerRangeId: 'X9' }, () => platforms.settle(opened.orderId));
  expect(await order(orderId)).toMatchObject({ status: 'success', issuer: ISSUER_NAME });
  expect(await order(opened.orderId)).toMatchObject({ status: 'success', issuer: ISSUER_NAME });
  const { orders } = await platforms.issuer.snapshot();
  expect(orders.find(({ userReqNo }) => userReqNo === orderId)).toMatchObject({
    opening: { binRangeId: 'V1' },
  });
  expect(await store().get('cards', cardKey(orderId))).not.toHaveProperty('issuerRangeId');
});

it('an order on a card that its issuer does not know fails with an alarm', async () => {
  const { orderId } = await openCard(opening({ binRangeId: 'UV1' }), platforms.call);
  await platforms.settle(orderId);
  const recharge = await rechargeCard({ ...onCard(orderId), authLimitAmount: '50' }, platforms.call);
  const key = cardKey(orderId);
  const { issuerCardId } = (await store().get('cards', key)) ?? {};
  await store().write([{ kind: 'update', table: 'cards', key, remove: ['issuerCardId'] }]);
  await platforms.fulfil(recharge.orderId);
  await store().write([{ kind: 'update', table: 'cards', key, set: { issuerCardId } }]);
  expect(await order(recharge.orderId)).toMatchObject({
    status: 'failure',
    failure: 'not known to the issuer',
  });
  expect(platforms.reseller.alarms).toContain('an order cannot be carried out');
});
