import { beforeAll, describe, expect, it } from 'vitest';
import { notifications } from '../../shared/contract/notifications.ts';
import { openCard } from '../support/cards.ts';
import { auditDifferences, sharedDeployment } from '../support/deployment.ts';
import { type TestMerchant, twoMerchants } from '../support/merchant.ts';
import { type SentTransaction, sentTransaction } from '../support/transactions.ts';
import { messageRefusal, openUpstream, type TestUpstream } from '../support/upstream.ts';

const deployment = sharedDeployment();
const both = twoMerchants(deployment);
let merchant: TestMerchant;
let processor: TestUpstream;

beforeAll(async () => {
  ({ merchant } = both);
  processor = await openUpstream(deployment);
});

const tell = (content: SentTransaction, by = processor) => by.client.send('card_transaction', content);
const balance = async (cardId: string) => (await merchant.client.call('cardInfo', { cardId })).balanceAmt;

describe('a card transaction is refused', () => {
  let cardId: string;
  beforeAll(async () => {
    cardId = await openCard(merchant);
  });

  it('for a card that is nobody’s, or another issuer’s', async () => {
    const elsewhere = await openUpstream(deployment, { issuer: 'upstream' });
    const nobodys = sentTransaction('1150000000000009');
    expect(await messageRefusal(tell(nobodys))).toBe('404 120001');
    expect(await messageRefusal(tell(sentTransaction(cardId), elsewhere))).toBe('404 120001');
  });

  it('from an upstream that may not tell of them', async () => {
    const other = await openUpstream(deployment, { types: ['trade_fee', 'card_3ds_otp'] });
    expect(await messageRefusal(tell(sentTransaction(cardId), other))).toBe('401 100002');
  });

  const wrong: [keyof SentTransaction, unknown[]][] = [
    ['recordNo', ['', 'x', -1, undefined]],
    ['cardId', ['', 'x', undefined]],
    ['transactionTime', ['2026-03-01', '2026-02-30 09:00:00', 1, undefined]],
    ['transCurrency', ['XYZ', 840, 'JPY']],
    ['transCurrencyAmt', [-1, 'x', undefined]],
    ['localCurrency', ['XYZ', 'EUR', undefined]],
    ['localCurrencyAmt', [-1, 40.001, 'x', undefined]],
    ['approvalCode', ['x'.repeat(17), 123456]],
    ['merchantName', ['', 'x'.repeat(129), undefined]],
    ['merchantCategoryCode', ['58141', 5814]],
    ['crossBoardType', ['2']],
    ['transType', ['6', '0', undefined]],
    ['transStatus', ['3', '0', undefined]],
    ['originRecordNo', ['x', -1]],
    ['transCategory', [0, 3, undefined]],
    ['feeType', [0, 3]],
    ['fundsType', [0, 3]],
    ['fundsDirection', [2, 1]],
    ['settleAmount', [-1, 0.001]],
    ['settleTime', ['yesterday', 1]],
    ['respCode', ['', '0000000', undefined]],
    ['respCodeDesc', ['', undefined]],
  ];

  it('names every field in the list below', () => {
    expect(wrong.map(([field]) => field)).toEqual(Object.keys(notifications.card_transaction.received.shape));
  });

  it.each(wrong)('for its %s when that is one of %j, and nothing moves', async (field, values) => {
    for (const value of values) {
      const content = { ...sentTransaction(cardId), [field]: value } as SentTransaction;
      expect(await messageRefusal(tell(content)), `${field} ${value}`).toBe('400 110001');
    }
    expect(await balance(cardId)).toBe(100);
  });
});

it('leaves the books clean', async () => {
  expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
});
