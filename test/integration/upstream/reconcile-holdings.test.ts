import { beforeAll, describe, expect, it } from 'vitest';
import { reconcileCommand } from '../../../infra/ops/reconcile.ts';
import { cardOf } from '../../../shared/cards/card.ts';
import { modifyCard } from '../../../shared/cards/modify.ts';
import { changeGroupStatus } from '../../../shared/groups/change-status.ts';
import { groupOf } from '../../../shared/groups/group.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { openGroup } from '../../../shared/orders/kinds/group-opening.ts';
import { rechargeCard } from '../../../shared/orders/kinds/recharge.ts';
import { applyCardTransaction } from '../../../shared/transactions/apply.ts';
import { applyTradeFee } from '../../../shared/transactions/fees.ts';
import type { Told } from '../../../shared/upstreams/told.ts';
import { newNumber, onCard, opening, supplementary } from '../../support/card-steps.ts';
import { BELOW, type Chain, OUR_NUMBER, openChain } from '../../support/chain.ts';
import { tradeFee, transaction } from '../../support/transactions.ts';
import { type Network, openNetwork } from '../authorize/network.ts';

const DAY = '2026-03-01';
const DAY_MS = 86_400_000;

let chain: Chain;
let network: Network;
let told: Told;
let cardId: string;
let theirId: string;
let groupId: string;

beforeAll(async () => {
  chain = await openChain();
  network = openNetwork(chain.b);
  told = { ...network.told, messageId: 'message' };
  ({ orderId: cardId } = await openCard(opening({ binRangeId: 'UV1' }), chain.call));
  await chain.settle(cardId);
  theirId = (await cardOf(store(), userNo(), cardId)).issuerCardId ?? '';
  const group = { localCurrency: 'USD', authLimitAmount: '500', binRangeId: 'US1' };
  ({ orderId: groupId } = await openGroup({ userReqNo: newNumber('group'), ...group }, chain.call));
  await chain.settle(groupId);
});

const store = () => chain.a.platform.store;
const userNo = () => chain.call.merchant.userNo;
const below = () => ({
  platform: chain.b.platform,
  merchant: { userNo: OUR_NUMBER } as never,
  correlationId: 'b',
});
const reconcile = (day = DAY) => reconcileCommand([BELOW, '--day', day], chain.a.operator, chain.line.fetch);
/** Each difference with what to do about it. */
async function differences(day = DAY): Promise<string[]> {
  const { report, agrees } = await reconcile(day);
  const [, found = ''] = report.split('\nDifferences:\n');
  expect(agrees).toBe(found === '');
  return found === '' ? [] : found.split(/\n(?= {2}\S)/).map((one) => one.replace(/\s+/g, ' ').trim());
}
describe('npm run reconcile finds', () => {
  it('a settlement of a later day that never arrived: 60 on a hold of 20', async () => {
    const { recordNo } = await network.authorize(theirId);
    await chain.tell();
    chain.moveClocks(3 * DAY_MS);
    const settlement = { recordNo, transCategory: 2, settleAmount: '60', settleTime: '2026-03-04 10:00:00' };
    await applyCardTransaction(
      transaction(theirId, { ...settlement, localCurrencyAmt: '20' } as never),
      told,
    );
    const expected = [
      `transaction ${recordNo} transCategory: here 1, there 2`,
      `transaction ${recordNo} settleAmount: here undefined, there 60`,
      `card ${cardId} balance: here 80, there 40`,
      `card ${cardId} used: here 20, there 60`,
    ];
    // On its day, and until it is mended.
    for (const day of ['2026-03-04', '2026-03-05', '2026-04-10'])
      expect(await differences(day)).toEqual(expected.map((one) => expect.stringContaining(one)));
    expect((await differences('2026-03-04'))[0]).toContain('have it told again');
    await chain.tell();
    expect(await differences('2026-03-04')).toEqual([]);
  });

  it('a fee on a card that was never told, and says that it may be one', async () => {
    await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, chain.call).then(({ orderId }) =>
      chain.settle(orderId),
    );
    const key = { pk: 'bin/V1' };
    await chain.b.platform.store.write([{ kind: 'update', table: 'cards', key, set: { feesFrom: 'card' } }]);
    await store().write([
      { kind: 'update', table: 'cards', key: { pk: 'bin/UV1' }, set: { feesFrom: 'card' } },
    ]);
    await applyTradeFee(tradeFee(theirId), told);
    const [one = '', ...more] = await differences('2026-03-04');
    expect(one).toMatch(
      new RegExp(`^card ${cardId} balance: here 90, there 89.25 → .*a fee \\(trade_fee\\)`),
    );
    expect(more).toEqual([]);
    await chain.tell();
    expect(await differences('2026-03-04')).toEqual([]);
  });

  it('a fee on the account that was never told', async () => {
    for (const [world, pk] of [
      [chain.b, 'bin/V1'],
      [chain.a, 'bin/UV1'],
    ] as const)
      await world.platform.store.write([
        { kind: 'update', table: 'cards', key: { pk }, set: { feesFrom: 'account' } },
      ]);
    await applyTradeFee(tradeFee(theirId), told);
    const [one = '', ...more] = await differences('2026-03-04');
    expect(one).toMatch(/^account USD: here .* → nothing else differs: a fee \(trade_fee\)/);
    expect(more).toEqual([]);
    await chain.tell();
  });

  it('a limit and a status that were changed there', async () => {
    const asked = supplementary(groupId, {
      binRangeId: 'US1',
      authLimitAmount: '100',
      startDate: '2026-03-04',
    });
    const { orderId: inGroup } = await openCard(asked, chain.call);
    await chain.settle(inGroup);
    const theirs = (await cardOf(store(), userNo(), inGroup)).issuerCardId ?? '';
    const change = { userReqNo: newNumber('below'), cardId: theirs };
    await modifyCard({ ...change, authLimitAmount: '70', status: 0 }, below());
    expect(await differences('2026-03-04')).toEqual([
      expect.stringMatching(`^card ${inGroup} status: here 1, there 2 → nothing is under way`),
      expect.stringContaining(`card ${inGroup} limit: here 100, there 70`),
      expect.stringContaining(`card ${inGroup} balance: here 100, there 70`),
    ]);
    const back = {
      userReqNo: newNumber('modify'),
      cardId: inGroup,
      status: 1,
      authLimitAmount: '100',
    } as const;
    await modifyCard(back, chain.call);
    expect(await differences('2026-03-04')).toEqual([]);
  });

  it('a group that was frozen there, and a change of it that is open', async () => {
    const { issuerGroupId = '' } = await groupOf(store(), userNo(), groupId);
    await changeGroupStatus({ userReqNo: newNumber('below'), groupId: issuerGroupId, status: 0 }, below());
    expect(await differences('2026-03-04')).toEqual([
      expect.stringMatching(`^group ${groupId} status: here 1, there 0 → nothing is under way`),
    ]);
    chain.line.plan((name) => (name === 'groupStatus' ? 'lost' : undefined));
    const enable = { userReqNo: newNumber('status'), groupId, status: 1 } as const;
    await expect(changeGroupStatus(enable, chain.call)).rejects.toThrow();
    chain.line.plan(() => undefined);
    expect(await differences('2026-03-04')).toEqual([
      expect.stringMatching(`^group ${groupId} status: here 1, there 0 → a change is open`),
    ]);
    await changeGroupStatus(enable, chain.call);
    expect(await differences('2026-03-04')).toEqual([]);
  });

  it('a card that nobody ordered here', async () => {
    const call = { ...below(), merchant: { userNo: OUR_NUMBER, binRangeIds: ['V1'] } as never };
    const asked = opening({ userReqNo: 'stranger', binRangeId: 'V1', startDate: '2026-03-04' });
    const { orderId } = await openCard(asked, call);
    await chain.fulfilBelow();
    expect(await differences('2026-03-04')).toEqual(
      expect.arrayContaining([expect.stringContaining(`card ${orderId} there: here missing, there there`)]),
    );
  });
});
