import { beforeAll, describe, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../../shared/client/upstream-client.ts';
import { networkAuthorize } from '../../shared/wire/contract/card-network.ts';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { openCard, refusalCode } from '../support/fixtures/cards-over-http.ts';
import { type TestMerchant, twoMerchants } from '../support/fixtures/merchant.ts';
import { openUpstream, type TestUpstream } from '../support/fixtures/upstream.ts';

const deployment = sharedDeployment();
const both = twoMerchants(deployment);
let merchant: TestMerchant;
let otherMerchant: TestMerchant;
let network: TestUpstream;
/** A card without purchases. */
let untouched: string;

beforeAll(async () => {
  ({ merchant, otherMerchant } = both);
  network = await openUpstream(deployment);
  untouched = await openCard(merchant);
});

let purchases = 0;

/** Returns an authorization request over 20 USD with the card's data. */
async function purchase(cardId: string, changes: Partial<AuthorizationRequest> = {}) {
  const card = await merchant.client.call('cardInfo', { cardId });
  purchases += 1;
  return {
    networkId: `${network.userNo}-${purchases}`,
    cardNo: card.cardNo,
    expiry: card.cardExpiryDate,
    cvv2: card.cardVerifyNo,
    transCurrency: 'USD',
    transCurrencyAmt: 20,
    merchantName: 'Coffee House',
    merchantCategoryCode: '5814',
    merchantCountry: 'USA',
    ...changes,
  };
}

const received = (recordNo: string) =>
  merchant.awaitNotification('card_transaction', (content) => content.recordNo === recordNo);
const balance = async (cardId: string) => (await merchant.client.call('cardInfo', { cardId })).balanceAmt;

describe('an authorization', () => {
  it('is approved with a hold, and its merchant is notified', async () => {
    const cardId = await openCard(merchant);
    const request = await purchase(cardId);
    const answer = await network.client.authorize(request);
    expect(networkAuthorize.result.safeParse(answer).error?.issues).toBeUndefined();
    expect(answer).toMatchObject({ approved: 1, respCode: '000000', localCurrencyAmt: 20 });
    expect(await balance(cardId)).toBe(80);
    const { approvalCode } = answer;
    expect(await received(answer.recordNo)).toMatchObject({
      ...{ cardId, approvalCode, transType: '1', transStatus: '1', transCategory: 1, respCode: '000000' },
      ...{ merchantName: 'Coffee House', crossBoardType: '0', localCurrency: 'USD', localCurrencyAmt: 20 },
    });
    expect(await network.client.authorize(request)).toEqual(answer);
    expect(await balance(cardId)).toBe(80);
  });

  it('is declined, and its merchant is notified', async () => {
    const cardId = await openCard(merchant);
    const declined = await network.client.authorize(await purchase(cardId, { transCurrencyAmt: 100.01 }));
    expect(declined).toMatchObject({ approved: 0, respCode: '200002', respCodeDesc: 'insufficient balance' });
    expect(await received(declined.recordNo)).toMatchObject({ transStatus: '2', respCode: '200002' });
    await merchant.client.call('cardModify', { cardId, status: 0 });
    const frozen = await network.client.authorize(await purchase(cardId));
    expect(frozen).toMatchObject({ approved: 0, respCode: '200008' });
    expect(await balance(cardId)).toBe(100);
  });

  it('of an unknown card number is declined', async () => {
    const request = await purchase(await openCard(merchant), { cardNo: '4999001099999999' });
    const answer = await network.client.authorize(request);
    expect(answer).toMatchObject({ approved: 0, respCode: '200001' });
    expect(await network.client.authorize(request)).toEqual(answer);
  });

  it('of another issuer’s card is declined like one of an unknown card', async () => {
    const issuerUpstream = await openUpstream(deployment, { issuer: 'upstream' });
    const request = await purchase(await openCard(merchant));
    expect(await issuerUpstream.client.authorize(request)).toMatchObject({ approved: 0, respCode: '200001' });
    expect(await network.client.authorize(request)).toMatchObject({ approved: 1 });
  });
});

describe('an authorization request is refused', () => {
  it('when its networkId was used for another request', async () => {
    const request = await purchase(await openCard(merchant));
    await network.client.authorize(request);
    const other = network.client.authorize({ ...request, transCurrencyAmt: 21 });
    expect(await refusalCode(other)).toBe('110009');
  });

  it('from an upstream without the authorize permission', async () => {
    const processor = await openUpstream(deployment, { types: ['card_transaction'] });
    const request = await purchase(untouched);
    expect(await refusalCode(processor.client.authorize(request))).toBe('110002');
  });

  const wrong: [string, unknown[]][] = [
    ['networkId', ['', 'x'.repeat(65), 7, undefined]],
    ['cardNo', ['', '49990010', '4999 0010 0000 0000', 4999001000000000, '4'.repeat(20), undefined]],
    ['expiry', ['2029-13', '2029-3', '03/29', 202903, undefined]],
    ['cvv2', ['12', '1234', 'abc']],
    ['transCurrency', ['usd', 'XYZ', 840, undefined]],
    ['transCurrencyAmt', [-1, 'x', 1.234, undefined]],
    ['localCurrencyAmt', [-1, 'x', 21]],
    ['merchantName', ['', 'x'.repeat(129), undefined]],
    ['merchantCategoryCode', ['581', 'food']],
    ['merchantCountry', ['US', 'XXX', 840]],
    ['transactionTime', ['2026-03-01', '2026-02-30 10:00:00', 1]],
    ['originRecordNo', ['x'.repeat(65)]],
  ];

  it('has an invalid value for every field', () => {
    expect(wrong.map(([field]) => field)).toEqual(Object.keys(networkAuthorize.request.shape));
  });

  it.each(wrong)('when %s is invalid, and moves nothing', async (field, values) => {
    for (const value of values) {
      const request = { ...(await purchase(untouched)), [field]: value };
      const refused = network.client.authorize(request as AuthorizationRequest);
      await expect(refused).rejects.toMatchObject({
        errorCode: '110001',
        errorMsg: expect.stringContaining(`${field}: `),
      });
    }
    expect(await balance(untouched)).toBe(100);
  });
});

describe('Transaction Inquiry', () => {
  const query = (criteria: object, by = merchant) => by.client.call('transactionQuery', criteria);

  it('lists the authorizations as they were notified, newest first', async () => {
    const cardId = await openCard(merchant);
    const first = await network.client.authorize(await purchase(cardId));
    const second = await network.client.authorize(await purchase(cardId, { transCurrencyAmt: 1000 }));
    const page = await query({ cardId });
    expect(page).toMatchObject({ totalCount: 2, totalPages: 1 });
    expect(page.list).toEqual([await received(second.recordNo), await received(first.recordNo)]);
    const numbers = async (criteria: object) =>
      (await query({ cardId, ...criteria })).list.map(({ recordNo }) => recordNo);
    expect(await numbers({ transStatus: '1' })).toEqual([first.recordNo]);
    expect(await numbers({ recordNo: second.recordNo, transType: 1 })).toEqual([second.recordNo]);
    expect(await numbers({ transCategory: 2 })).toEqual([]);
    expect(await numbers({ pageSize: 1, currentPage: 2 })).toEqual([first.recordNo]);
  });

  it('shows none of them to another merchant', async () => {
    const cardId = await openCard(merchant);
    const { recordNo } = await network.client.authorize(await purchase(cardId));
    for (const criteria of [{}, { cardId }, { recordNo }])
      expect(await query(criteria, otherMerchant)).toMatchObject({ totalCount: 0, list: [] });
  });

  it('is refused for a period with one end, and for one that is too long', async () => {
    expect(await refusalCode(query({ beginTime: '2026-03-01 00:00:00' }))).toBe('110001');
    const long = { beginTime: '2026-03-01 00:00:00', endTime: '2026-04-15 00:00:01' };
    expect(await refusalCode(query(long))).toBe('110001');
  });
});

it('the books are clean', async () => {
  expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
});
