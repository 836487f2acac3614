import { expect } from 'vitest';
import { openCard } from './cards.ts';
import { requestNumber } from './cases/case.ts';
import { authorize } from './cases/transactions.ts';
import { expectReconciled, type HttpChain } from './chain-http.ts';
import { auditDifferences } from './deployment.ts';

/** A merchant of A opens, funds, uses, refunds, shares and closes cards that live in B; then both sides add up. */
export async function tellStory(chain: HttpChain): Promise<void> {
  const { merchant, a, b, number } = chain;
  await Promise.all([useCard(chain), share(chain)]);
  expect(await auditDifferences(a, merchant.userNo)).toEqual([]);
  expect(await auditDifferences(b, number)).toEqual([]);
  await expectReconciled(chain);
}

/** A card is opened, funded, used, confirmed, refunded and closed. */
async function useCard(chain: HttpChain): Promise<void> {
  const { merchant } = chain;
  const cardId = await openCard(merchant, { binRangeId: 'UV1' });
  await settled(chain, 'cardRecharge', { cardId, authLimitAmount: 50 });
  await settled(chain, 'cardRefund', { cardId, refundAmount: 30 });
  const recordNo = await buy(chain, cardId, 20);
  const theirs = await theirId(chain, recordNo);
  expect(theirs).not.toBe(cardId);
  await confirm(chain, cardId, theirs);
  await settled(chain, 'cardClose', { cardId });
  const closed = await merchant.client.call('cardInfo', { cardId });
  expect(closed).toMatchObject({ cardStatus: '0', cardClosedAmt: 100, usedAuthAmt: 20 });
}

type OnCard = 'cardRecharge' | 'cardRefund' | 'cardClose' | 'groupApply';

/** Makes an order and waits for its success. */
async function settled({ merchant }: HttpChain, name: OnCard, request: object) {
  const { orderId } = await merchant.client.call(name, { userReqNo: requestNumber(), ...request } as never);
  const outcome = await merchant.outcome(orderId);
  expect(outcome).toMatchObject({ status: 1 });
  return outcome;
}

/** B's card network decides on a purchase with what A shows of the card; A's merchant is told. Answers its number. */
async function buy({ merchant, network }: HttpChain, cardId: string, amount: number): Promise<string> {
  const { recordNo = '' } = await authorize({ merchant, upstream: network }, cardId, amount);
  // Where both platforms are one, B has the number already, and A's merchant is told another.
  const told = await merchant.told('card_transaction', (content) => content.cardId === cardId);
  expect(told).toMatchObject({ cardId, transStatus: '1', localCurrencyAmt: amount });
  return recordNo;
}

/** B's id of the card that a transaction there was made with. */
async function theirId({ b }: HttpChain, recordNo: string): Promise<string> {
  const item = await b.operator.platform.store.get('transactions', { pk: `record/${recordNo}` });
  return String(item?.['cardId']);
}

/** A 3-D Secure server tells B a one-time password, and A's merchant gets it under its own card. */
async function confirm({ merchant, network }: HttpChain, cardId: string, theirs: string): Promise<void> {
  await network.client.send('card_3ds_otp', {
    otp: '314159',
    cardId: theirs,
    cardNo: '499900******0000',
    transactionCurrency: 'USD',
    transactionAmount: '20',
    merchantName: 'Bookshop',
  });
  expect(await merchant.told('card_3ds_otp', (content) => content.cardId === cardId)).toMatchObject({
    otp: '314159',
  });
}

/** A group with a card of which something is bought. */
async function share(chain: HttpChain): Promise<void> {
  const { merchant } = chain;
  const pool = { localCurrency: 'USD', authLimitAmount: 500, binRangeId: 'US1' };
  const { groupId = '' } = await settled(chain, 'groupApply', pool);
  const cardId = await openCard(merchant, {
    channelType: 2,
    groupId,
    binRangeId: 'US1',
    authLimitAmount: 100,
  });
  await buy(chain, cardId, 40);
  expect(await merchant.client.call('groupInfo', { groupId })).toMatchObject({
    balanceAmt: 460,
    cardCount: 1,
  });
  await merchant.client.call('groupStatus', { userReqNo: requestNumber(), groupId, status: 0 });
}
