import { beforeAll, describe, expect, it } from 'vitest';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { openCard } from '../support/fixtures/cards-over-http.ts';
import { type TestMerchant, twoMerchants } from '../support/fixtures/merchant.ts';
import { type SentTransaction, sentTransaction } from '../support/fixtures/transactions.ts';
import { messageRefusal, openUpstream, type TestUpstream } from '../support/fixtures/upstream.ts';

const deployment = sharedDeployment();
const both = twoMerchants(deployment);
let merchant: TestMerchant;
let otherMerchant: TestMerchant;
let processor: TestUpstream;

beforeAll(async () => {
  ({ merchant, otherMerchant } = both);
  processor = await openUpstream(deployment);
});

const send = (content: SentTransaction) => processor.client.send('card_transaction', content);
const about = ({ recordNo, cardId }: SentTransaction, changes: Partial<SentTransaction>) =>
  sentTransaction(cardId, { originRecordNo: recordNo, ...changes });
const card = (cardId: string) => merchant.client.call('cardInfo', { cardId });
const balance = async (cardId: string) => (await card(cardId)).balanceAmt;
const account = async () => {
  const { list } = await merchant.client.call('accountBalance', { accountType: 1, currency: 'USD' });
  return list[0]?.availableBalance ?? 0;
};
const received = (recordNo: string, transCategory: number) =>
  merchant.awaitNotification(
    'card_transaction',
    (content) => content.recordNo === recordNo && content.transCategory === transCategory,
  );
const inquiry = (recordNo: string, by = merchant) => by.client.call('transactionQuery', { recordNo });

describe('a card transaction', () => {
  it('is held, settled for less and refunded, and each event is notified', async () => {
    const cardId = await openCard(merchant);
    const authorization = sentTransaction(cardId, { approvalCode: 'A1B2C3', crossBoardType: '1' });
    await send(authorization);
    expect(await balance(cardId)).toBe(60);
    const platforms = { feeType: 2, fundsType: 1, fundsDirection: 0 };
    expect(await received(authorization.recordNo, 1)).toEqual({ ...authorization, ...platforms });

    const settlement: SentTransaction = {
      ...authorization,
      transCategory: 2,
      settleAmount: 38.25,
      settleTime: '2026-03-02 09:00:00',
    };
    await send(settlement);
    expect(await balance(cardId)).toBe(61.75);
    expect(await received(authorization.recordNo, 2)).toEqual({ ...settlement, ...platforms });

    const refund = about(authorization, { transType: '3', transCategory: 2, localCurrencyAmt: 8.25 });
    await send(refund);
    expect(await card(cardId)).toMatchObject({ balanceAmt: 70, usedAuthAmt: 30 });
    const moved = { settleAmount: 8.25, fundsDirection: 1 };
    expect(await received(refund.recordNo, 2)).toEqual({ ...refund, ...platforms, ...moved });

    const found = await inquiry(authorization.recordNo);
    expect(found).toMatchObject({ totalCount: 1, list: [{ ...settlement, ...platforms }] });
    expect(await inquiry(authorization.recordNo, otherMerchant)).toMatchObject({ totalCount: 0, list: [] });
  });

  it('that was authorized here is settled in parts by the numbers of the answers', async () => {
    const cardId = await openCard(merchant);
    const { cardNo, cardExpiryDate: expiry, cardVerifyNo: cvv2 } = await card(cardId);
    const purchase = { networkId: `spend-${cardId}`, cardNo, expiry, cvv2, merchantName: 'Coffee House' };
    const answer = await processor.client.authorize({
      ...purchase,
      transCurrency: 'USD',
      transCurrencyAmt: 40,
    });
    const first = sentTransaction(cardId, {
      originRecordNo: answer.recordNo,
      transCategory: 2,
      localCurrencyAmt: 10,
    });
    await send(first);
    expect(await balance(cardId)).toBe(60);
    await send(sentTransaction(cardId, { recordNo: answer.recordNo, transCategory: 2, settleAmount: 20 }));
    expect(await balance(cardId)).toBe(70);
    const { list } = await merchant.client.call('transactionQuery', { cardId });
    expect(list.map(({ recordNo }) => recordNo).sort()).toEqual([answer.recordNo, first.recordNo].sort());
  });

  it('may arrive before its authorization', async () => {
    const cardId = await openCard(merchant);
    const authorization = sentTransaction(cardId);
    await send(about(authorization, { transType: '2', localCurrencyAmt: 15 }));
    expect(await balance(cardId)).toBe(100);
    await send(authorization);
    expect(await balance(cardId)).toBe(75);
  });

  it('counts once, however often it is delivered; different content under its number waits for an operator', async () => {
    const cardId = await openCard(merchant);
    const authorization = sentTransaction(cardId);
    await Promise.all([send(authorization), send(authorization)]);
    await send(authorization);
    expect(await balance(cardId)).toBe(60);
    const other = { ...authorization, localCurrencyAmt: 41 };
    expect(await messageRefusal(send(other))).toBe('SUCCESS');
    expect(await balance(cardId)).toBe(60);
    const stored = (await deployment.operator.scan('inbox')).filter(({ pk }) =>
      String(pk).includes(authorization.recordNo),
    );
    expect(stored.map(({ status }) => status).sort()).toEqual(['applied', 'refused']);
  });

  it('takes more than the balance when it is settled', async () => {
    const cardId = await openCard(merchant);
    await send(sentTransaction(cardId, { transType: '7', transCategory: 2, localCurrencyAmt: 100.5 }));
    expect(await balance(cardId)).toBe(-0.5);
  });

  it('that was declined moves nothing and is notified', async () => {
    const cardId = await openCard(merchant);
    const declined = sentTransaction(cardId, { transStatus: '2', respCode: '400008', respCodeDesc: 'risk' });
    await send(declined);
    expect(await received(declined.recordNo, 1)).toMatchObject({ transStatus: '2', respCode: '400008' });
    expect(await balance(cardId)).toBe(100);
  });

  it('of a cancelled card returns money to the account', async () => {
    const cardId = await openCard(merchant);
    const authorization = sentTransaction(cardId);
    await send(authorization);
    const { orderId } = await merchant.client.call('cardClose', { cardId });
    await merchant.awaitOrder(orderId);
    const before = await account();
    await send(about(authorization, { transType: '2' }));
    expect((await account()) - before).toBeCloseTo(40, 6);
  });
});

it('leaves the books clean', async () => {
  expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
});
