import { expect } from 'vitest';
import { authorize } from '../cases/authorize.ts';
import { requestNumber } from '../cases/case.ts';
import { openCard } from '../fixtures/cards-over-http.ts';
import { auditDifferences } from './deployment.ts';
import { expectReconciled, type TwoClouds } from './two-clouds.ts';

/**
 * A merchant of A opens, funds, uses, refunds, shares and closes cards that B issues; then both platforms are
 * reconciled.
 */
export async function exerciseTwoClouds(clouds: TwoClouds): Promise<void> {
  const { merchant, reseller, issuer, number } = clouds;
  await Promise.all([useCard(clouds), useGroup(clouds)]);
  expect(await auditDifferences(reseller, merchant.userNo)).toEqual([]);
  expect(await auditDifferences(issuer, number)).toEqual([]);
  await expectReconciled(clouds);
}

/** Opens, funds, uses, confirms, refunds and closes a card. */
async function useCard(clouds: TwoClouds): Promise<void> {
  const { merchant } = clouds;
  const cardId = await openCard(merchant, { binRangeId: 'UV1' });
  await settled(clouds, 'cardRecharge', { cardId, authLimitAmount: 50 });
  await settled(clouds, 'cardRefund', { cardId, refundAmount: 30 });
  const recordNo = await buy(clouds, cardId, 20);
  const issuerCardId = await issuerCardIdOf(clouds, recordNo);
  expect(issuerCardId).not.toBe(cardId);
  await receiveOtp(clouds, cardId, issuerCardId);
  await settled(clouds, 'cardClose', { cardId });
  const closed = await merchant.client.call('cardInfo', { cardId });
  expect(closed).toMatchObject({ cardStatus: '0', cardClosedAmt: 100, usedAuthAmt: 20 });
}

type OnCard = 'cardRecharge' | 'cardRefund' | 'cardClose' | 'groupApply';

/** Places an order and waits for its success. */
async function settled({ merchant }: TwoClouds, name: OnCard, request: object) {
  const { orderId } = await merchant.client.call(name, { userReqNo: requestNumber(), ...request } as never);
  const outcome = await merchant.awaitOrder(orderId);
  expect(outcome).toMatchObject({ status: 1 });
  return outcome;
}

/** Buys something at B's card network with the card data that A shows. Returns B's record number. */
async function buy({ merchant, network }: TwoClouds, cardId: string, amount: number): Promise<string> {
  const { recordNo = '' } = await authorize({ merchant, upstream: network }, cardId, amount);
  // If A and B are the same deployment, B has used the number already and A's merchant gets another one.
  const notification = await merchant.awaitNotification(
    'card_transaction',
    (content) => content.cardId === cardId,
  );
  expect(notification).toMatchObject({ cardId, transStatus: '1', localCurrencyAmt: amount });
  return recordNo;
}

/** Returns B's id of the card of a transaction at B. */
async function issuerCardIdOf({ issuer }: TwoClouds, recordNo: string): Promise<string> {
  const item = await issuer.operator.deps.store.get('transactions', { pk: `record/${recordNo}` });
  return String(item?.['cardId']);
}

/** A 3-D Secure server sends B a one-time password, and A's merchant receives it under the id of A's card. */
async function receiveOtp(
  { merchant, network }: TwoClouds,
  cardId: string,
  issuerCardId: string,
): Promise<void> {
  await network.client.send('card_3ds_otp', {
    otp: '314159',
    cardId: issuerCardId,
    cardNo: '499900******0000',
    transactionCurrency: 'USD',
    transactionAmount: '20',
    merchantName: 'Bookshop',
  });
  expect(
    await merchant.awaitNotification('card_3ds_otp', (content) => content.cardId === cardId),
  ).toMatchObject({
    otp: '314159',
  });
}

/** Opens a group and a card in it, and buys something with the card. */
async function useGroup(clouds: TwoClouds): Promise<void> {
  const { merchant } = clouds;
  const pool = { localCurrency: 'USD', authLimitAmount: 500, binRangeId: 'US1' };
  const { groupId = '' } = await settled(clouds, 'groupApply', pool);
  const cardId = await openCard(merchant, {
    channelType: 2,
    groupId,
    binRangeId: 'US1',
    authLimitAmount: 100,
  });
  await buy(clouds, cardId, 40);
  expect(await merchant.client.call('groupInfo', { groupId })).toMatchObject({
    balanceAmt: 460,
    cardCount: 1,
  });
  await merchant.client.call('groupStatus', { userReqNo: requestNumber(), groupId, status: 0 });
}
