import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../infra/demo/seed/seed.ts';
import { saveBinRange } from '../../shared/domain/issuing/model/bin-range.ts';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { openCard } from '../support/fixtures/cards-over-http.ts';
import { openMerchant, type TestMerchant } from '../support/fixtures/merchant.ts';
import { type SentFee as Fee, tradeFee } from '../support/fixtures/transactions.ts';
import { messageRefusal, openUpstream, type TestUpstream } from '../support/fixtures/upstream.ts';
import { ALL_PERMISSIONS } from '../support/fixtures/upstream-permissions.ts';

const deployment = sharedDeployment();
let merchant: TestMerchant;
let processor: TestUpstream;
let cardId: string;
/** A card of a range whose cards bear the network's fees themselves. */
let paying: string;

beforeAll(async () => {
  const { store } = deployment.operator.deps;
  const [demo] = DEMO_RANGES.filter(({ binRangeId }) => binRangeId === 'V1');
  if (!demo) throw new Error('there is no range V1');
  await saveBinRange(store, { ...demo, binRangeId: 'V9', feesFrom: 'card' });
  merchant = await openMerchant(deployment, { changes: { binRangeIds: ['V1', 'V9'] } });
  processor = await openUpstream(deployment, { binRangeIds: [...ALL_PERMISSIONS.binRangeIds, 'V9'] });
  cardId = await openCard(merchant);
  paying = await openCard(merchant, { binRangeId: 'V9' });
});
afterAll(async () => {
  await merchant.close();
  deployment.operator.close();
});

const charge = (content: Fee) => processor.client.send('trade_fee', content);
const balance = async (of = cardId) => (await merchant.client.call('cardInfo', { cardId: of })).balanceAmt;
const account = async () => {
  const { list } = await merchant.client.call('accountBalance', { accountType: 1, currency: 'USD' });
  return list[0]?.availableBalance ?? 0;
};

describe('a fee for a transaction', () => {
  it('is charged to the account once, and notified under the merchant’s number', async () => {
    const before = await account();
    const content = tradeFee(cardId);
    await Promise.all([charge(content), charge(content)]);
    await charge(content);
    expect((await account()) - before).toBeCloseTo(-0.75, 6);
    expect(await balance()).toBe(100);
    const notified = await merchant.awaitNotification(
      'trade_fee',
      ({ receiptNo }) => receiptNo === content.receiptNo,
    );
    expect(notified).toEqual({ ...content, userNo: merchant.userNo });
    expect(await messageRefusal(charge({ ...content, realFee: '0.76' }))).toBe('SUCCESS');
    expect((await account()) - before).toBeCloseTo(-0.75, 6);
  });

  it('is charged to the card where its range says so, even beyond its balance', async () => {
    const before = await account();
    await charge(tradeFee(paying));
    expect(await balance(paying)).toBe(99.25);
    await charge(tradeFee(paying, { realFee: '100' }));
    expect(await balance(paying)).toBe(-0.75);
    expect(await account()).toBe(before);
  });

  it.each<[string, Partial<Fee>]>([
    ['SUCCESS', { realFee: 'x' }],
    ['SUCCESS', { realFee: '0.751' }],
    ['SUCCESS', { realCcy: 'XYZ' }],
    ['SUCCESS', { cardId: '1150000000000009' }],
    ['400 110001', { receiptNo: '' }],
  ])('is answered %s for %j, and moves no money of the merchant', async (refused, changes) => {
    const before = [await account(), await balance()];
    expect(await messageRefusal(charge(tradeFee(cardId, changes)))).toBe(refused);
    expect([await account(), await balance()]).toEqual(before);
  });

  it('is stored for another issuer’s card, and refused from an upstream without the permission for fees', async () => {
    const issuerUpstream = await openUpstream(deployment, { issuer: 'upstream' });
    const withoutFees = await openUpstream(deployment, { types: ['card_transaction'] });
    const send = (by: TestUpstream) => messageRefusal(by.client.send('trade_fee', tradeFee(cardId)));
    expect(await send(issuerUpstream)).toBe('SUCCESS');
    expect(await send(withoutFees)).toBe('403 110002');
  });
});

it('leaves the books clean', async () => {
  expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
});
