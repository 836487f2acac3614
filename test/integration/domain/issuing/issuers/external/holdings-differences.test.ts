import { beforeAll, describe, expect, it } from 'vitest';
import { reconcileCommand } from '../../../../../../infra/cli/reconcile.ts';
import { modifyCard } from '../../../../../../shared/domain/issuing/cards/modify-card.ts';
import { changeGroupStatus } from '../../../../../../shared/domain/issuing/groups/change-group-status.ts';
import { cardOf } from '../../../../../../shared/domain/issuing/model/card.ts';
import { groupOf } from '../../../../../../shared/domain/issuing/model/group.ts';
import { openCard } from '../../../../../../shared/domain/issuing/orders/card-opening.ts';
import { openGroup } from '../../../../../../shared/domain/issuing/orders/group-opening.ts';
import { rechargeCard } from '../../../../../../shared/domain/issuing/orders/recharge.ts';
import { handleCardTransaction } from '../../../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { handleTradeFee } from '../../../../../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import type { UpstreamCall } from '../../../../../../shared/domain/upstream-call.ts';
import {
  ISSUER_NAME,
  openTwoPlatforms,
  RESELLER_NO,
  type TwoPlatforms,
} from '../../../../../support/clouds/two-platforms.ts';
import { newRequestNo, onCard, opening, supplementary } from '../../../../../support/fixtures/card-steps.ts';
import { tradeFee, transaction } from '../../../../../support/fixtures/transactions.ts';
import { type CardNetwork, openCardNetwork } from '../../transactions/authorize/network-fixture.ts';

const DAY = '2026-03-01';
const DAY_MS = 86_400_000;

let platforms: TwoPlatforms;
let network: CardNetwork;
let upstreamCall: UpstreamCall;
let cardId: string;
let issuerCardId: string;
let groupId: string;

beforeAll(async () => {
  platforms = await openTwoPlatforms();
  network = openCardNetwork(platforms.issuer);
  upstreamCall = { ...network.call, messageId: 'message' };
  ({ orderId: cardId } = await openCard(opening({ binRangeId: 'UV1' }), platforms.call));
  await platforms.settle(cardId);
  issuerCardId = (await cardOf(store(), userNo(), cardId)).issuerCardId ?? '';
  const group = { localCurrency: 'USD', authLimitAmount: '500', binRangeId: 'US1' };
  ({ orderId: groupId } = await openGroup({ userReqNo: newRequestNo('group'), ...group }, platforms.call));
  await platforms.settle(groupId);
});

const store = () => platforms.reseller.deps.store;
const userNo = () => platforms.call.merchant.userNo;
const issuer = () => ({
  deps: platforms.issuer.deps,
  merchant: { userNo: RESELLER_NO } as never,
  correlationId: 'b',
});
const reconcile = (day = DAY) =>
  reconcileCommand([ISSUER_NAME, '--day', day], platforms.reseller.operator, platforms.link.fetch);
/** Returns each difference with its remedy. */
async function differences(day = DAY): Promise<string[]> {
  const { report, agrees } = await reconcile(day);
  const [, found = ''] = report.split('\nDifferences:\n');
  expect(agrees).toBe(found === '');
  return found === '' ? [] : found.split(/\n(?= {2}\S)/).map((one) => one.replace(/\s+/g, ' ').trim());
}
describe('npm run reconcile finds', () => {
  it('a missing settlement of a later day: 60 on a hold of 20', async () => {
    const { recordNo } = await network.authorize(issuerCardId);
    await platforms.deliverAll();
    platforms.moveClocks(3 * DAY_MS);
    const settlement = { recordNo, transCategory: 2, settleAmount: '60', settleTime: '2026-03-04 10:00:00' };
    await handleCardTransaction(
      transaction(issuerCardId, { ...settlement, localCurrencyAmt: '20' } as never),
      upstreamCall,
    );
    const expected = [
      `transaction ${recordNo} transCategory: here 1, at the issuer 2`,
      `transaction ${recordNo} settleAmount: here undefined, at the issuer 60`,
      `card ${cardId} balance: here 80, at the issuer 40`,
      `card ${cardId} used: here 20, at the issuer 60`,
    ];
    // On the day itself and on each later day until it is corrected.
    for (const day of ['2026-03-04', '2026-03-05', '2026-04-10'])
      expect(await differences(day)).toEqual(expected.map((one) => expect.stringContaining(one)));
    expect((await differences('2026-03-04'))[0]).toContain('request redelivery');
    await platforms.deliverAll();
    expect(await differences('2026-03-04')).toEqual([]);
  });

  it('a missing fee on a card, and suggests that it is one', async () => {
    await rechargeCard({ ...onCard(cardId), authLimitAmount: '50' }, platforms.call).then(({ orderId }) =>
      platforms.settle(orderId),
    );
    const key = { pk: 'bin/V1' };
    await platforms.issuer.deps.store.write([
      { kind: 'update', table: 'cards', key, set: { feesFrom: 'card' } },
    ]);
    await store().write([
      { kind: 'update', table: 'cards', key: { pk: 'bin/UV1' }, set: { feesFrom: 'card' } },
    ]);
    await handleTradeFee(tradeFee(issuerCardId), upstreamCall);
    const [one = '', ...more] = await differences('2026-03-04');
    expect(one).toMatch(
      new RegExp(`^card ${cardId} balance: here 90, at the issuer 89.25 → .*a fee \\(trade_fee\\)`),
    );
    expect(more).toEqual([]);
    await platforms.deliverAll();
    expect(await differences('2026-03-04')).toEqual([]);
  });

  it('a missing fee on the account', async () => {
    for (const [fixture, pk] of [
      [platforms.issuer, 'bin/V1'],
      [platforms.reseller, 'bin/UV1'],
    ] as const)
      await fixture.deps.store.write([
        { kind: 'update', table: 'cards', key: { pk }, set: { feesFrom: 'account' } },
      ]);
    await handleTradeFee(tradeFee(issuerCardId), upstreamCall);
    const [one = '', ...more] = await differences('2026-03-04');
    expect(one).toMatch(/^account USD: here .* → nothing else differs: a fee \(trade_fee\)/);
    expect(more).toEqual([]);
    await platforms.deliverAll();
  });

  it('a limit and a status that were changed at the issuer', async () => {
    const request = supplementary(groupId, {
      binRangeId: 'US1',
      authLimitAmount: '100',
      startDate: '2026-03-04',
    });
    const { orderId: inGroup } = await openCard(request, platforms.call);
    await platforms.settle(inGroup);
    const supplementaryAtIssuer = (await cardOf(store(), userNo(), inGroup)).issuerCardId ?? '';
    const change = { userReqNo: newRequestNo('issuer'), cardId: supplementaryAtIssuer };
    await modifyCard({ ...change, authLimitAmount: '70', status: 0 }, issuer());
    expect(await differences('2026-03-04')).toEqual([
      expect.stringMatching(`^card ${inGroup} status: here 1, at the issuer 2 → no change is open`),
      expect.stringContaining(`card ${inGroup} limit: here 100, at the issuer 70`),
      expect.stringContaining(`card ${inGroup} balance: here 100, at the issuer 70`),
    ]);
    const back = {
      userReqNo: newRequestNo('modify'),
      cardId: inGroup,
      status: 1,
      authLimitAmount: '100',
    } as const;
    await modifyCard(back, platforms.call);
    expect(await differences('2026-03-04')).toEqual([]);
  });

  it('a group that was frozen at the issuer, and whether a change of it is open', async () => {
    const { issuerGroupId = '' } = await groupOf(store(), userNo(), groupId);
    await changeGroupStatus(
      { userReqNo: newRequestNo('issuer'), groupId: issuerGroupId, status: 0 },
      issuer(),
    );
    expect(await differences('2026-03-04')).toEqual([
      expect.stringMatching(`^group ${groupId} status: here 1, at the issuer 0 → no change is open`),
    ]);
    platforms.link.plan((name) => (name === 'groupStatus' ? 'lost' : undefined));
    const enable = { userReqNo: newRequestNo('status'), groupId, status: 1 } as const;
    await expect(changeGroupStatus(enable, platforms.call)).rejects.toThrow();
    platforms.link.plan(() => undefined);
    expect(await differences('2026-03-04')).toEqual([
      expect.stringMatching(`^group ${groupId} status: here 1, at the issuer 0 → a change is open`),
    ]);
    await changeGroupStatus(enable, platforms.call);
    expect(await differences('2026-03-04')).toEqual([]);
  });

  it('a card without an order here', async () => {
    const call = { ...issuer(), merchant: { userNo: RESELLER_NO, binRangeIds: ['V1'] } as never };
    const request = opening({ userReqNo: 'stranger', binRangeId: 'V1', startDate: '2026-03-04' });
    const { orderId } = await openCard(request, call);
    await platforms.fulfilAtIssuer();
    expect(await differences('2026-03-04')).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`card ${orderId} at the issuer: here missing, at the issuer present`),
      ]),
    );
  });
});
