import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BinRange, findBinRange, saveBinRange } from '../../../shared/cards/bin.ts';
import { cardKey } from '../../../shared/cards/card.ts';
import { ProductNotEnabled } from '../../../shared/contract/errors.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { openGroup } from '../../../shared/orders/kinds/group-opening.ts';
import { rechargeCard } from '../../../shared/orders/kinds/recharge.ts';
import { readOrder } from '../../../shared/orders/order.ts';
import { newNumber, onCard, opening, supplementary } from '../../support/card-steps.ts';
import { BELOW, type Chain, openChain } from '../../support/chain.ts';

let chain: Chain;
/** Pools of 500: ours, and one on the platform below. */
let groups: Record<'embedded' | typeof BELOW, string>;

beforeAll(async () => {
  chain = await openChain();
  groups = { embedded: await group('S1'), [BELOW]: await group('US1') };
});
afterEach(async () => {
  expect(await chain.differences()).toEqual([]);
});

const store = () => chain.a.platform.store;
const order = (orderId: string) => readOrder(store(), orderId);
async function group(binRangeId: string): Promise<string> {
  const apply = { userReqNo: newNumber('group'), localCurrency: 'USD', authLimitAmount: '500' };
  const { orderId } = await openGroup({ ...apply, binRangeId }, chain.call);
  await chain.settle(orderId);
  return orderId;
}
const rangeOf = async (binRangeId: string) => (await findBinRange(store(), binRangeId)) as BinRange;
/** Does it while the range is another. */
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
    openCard(supplementary(groupId, { binRangeId }), chain.call);

  it.each([
    ['of our own in a group below', BELOW, 'S1'],
    ['from below in a group of our own', 'embedded', 'US1'],
  ] as const)('%s: two pools cannot be one', async (_, issuer, binRangeId) => {
    const before = (await chain.a.books()).orders.length;
    await expect(open(groups[issuer], binRangeId)).rejects.toThrow(new ProductNotEnabled());
    expect((await chain.a.books()).orders).toHaveLength(before);
  });

  it('once the range of its group is another issuer’s, or shut', async () => {
    for (const changes of [{ issuer: 'embedded' }, { enabled: false }])
      await whileRangeIs('US1', changes, () =>
        expect(open(groups[BELOW])).rejects.toThrow(new ProductNotEnabled()),
      );
    const { orderId } = await open(groups[BELOW]);
    await chain.settle(orderId);
    expect(await order(orderId)).toMatchObject({ status: 'success', issuer: BELOW });
  });
});

it('an opening goes to the issuer and the range that it was accepted for, whatever the range is by then', async () => {
  const { orderId } = await openCard(opening({ binRangeId: 'UV1' }), chain.call);
  const pool = { userReqNo: newNumber('group'), localCurrency: 'USD', authLimitAmount: '500' };
  const opened = await openGroup({ ...pool, binRangeId: 'US1' }, chain.call);
  await whileRangeIs('UV1', { issuer: 'embedded', issuerRangeId: 'X9' }, () => chain.settle(orderId));
  await whileRangeIs('US1', { issuerRangeId: 'X9' }, () => chain.settle(opened.orderId));
  expect(await order(orderId)).toMatchObject({ status: 'success', issuer: BELOW });
  expect(await order(opened.orderId)).toMatchObject({ status: 'success', issuer: BELOW });
  const { orders } = await chain.b.books();
  expect(orders.find(({ userReqNo }) => userReqNo === orderId)).toMatchObject({
    opening: { binRangeId: 'V1' },
  });
  expect(await store().get('cards', cardKey(orderId))).not.toHaveProperty('issuerRangeId');
});

it('an order on a card that its issuer does not know fails, and a person is called', async () => {
  const { orderId } = await openCard(opening({ binRangeId: 'UV1' }), chain.call);
  await chain.settle(orderId);
  const recharge = await rechargeCard({ ...onCard(orderId), authLimitAmount: '50' }, chain.call);
  const key = cardKey(orderId);
  const { issuerCardId } = (await store().get('cards', key)) ?? {};
  await store().write([{ kind: 'update', table: 'cards', key, remove: ['issuerCardId'] }]);
  await chain.fulfil(recharge.orderId);
  await store().write([{ kind: 'update', table: 'cards', key, set: { issuerCardId } }]);
  expect(await order(recharge.orderId)).toMatchObject({
    status: 'failure',
    failure: 'not known to the issuer',
  });
  expect(chain.a.alarms).toContain('an order cannot be carried out');
});
