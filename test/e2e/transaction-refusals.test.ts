import { beforeAll, describe, expect, it } from 'vitest';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { openCard } from '../support/fixtures/cards-over-http.ts';
import { type TestMerchant, twoMerchants } from '../support/fixtures/merchant.ts';
import { type SentTransaction, sentTransaction } from '../support/fixtures/transactions.ts';
import { messageRefusal, openUpstream, type TestUpstream } from '../support/fixtures/upstream.ts';

const deployment = sharedDeployment();
const both = twoMerchants(deployment);
let merchant: TestMerchant;
let processor: TestUpstream;

beforeAll(async () => {
  ({ merchant } = both);
  processor = await openUpstream(deployment);
});

const send = (content: SentTransaction, by = processor) => by.client.send('card_transaction', content);
const balance = async (cardId: string) => (await merchant.client.call('cardInfo', { cardId })).balanceAmt;

describe('a card transaction is refused', () => {
  let cardId: string;
  beforeAll(async () => {
    cardId = await openCard(merchant);
  });

  it('from an upstream without the permission for it', async () => {
    const other = await openUpstream(deployment, { types: ['trade_fee', 'card_3ds_otp'] });
    expect(await messageRefusal(send(sentTransaction(cardId), other))).toBe('403 110002');
  });

  it('without a recordNo', async () => {
    for (const recordNo of ['', null, undefined])
      expect(await messageRefusal(send({ ...sentTransaction(cardId), recordNo } as never))).toBe(
        '400 110001',
      );
    expect(await balance(cardId)).toBe(100);
  });
});

describe('a card transaction is stored, and nothing moves on the card', () => {
  let cardId: string;
  beforeAll(async () => {
    cardId = await openCard(merchant);
  });

  it('for an unknown card, or another issuer’s', async () => {
    const elsewhere = await openUpstream(deployment, { issuer: 'upstream' });
    const unknownCard = sentTransaction('1150000000000009');
    expect(await messageRefusal(send(unknownCard))).toBe('SUCCESS');
    expect(await messageRefusal(send(sentTransaction(cardId), elsewhere))).toBe('SUCCESS');
  });

  it.each<[keyof SentTransaction, unknown[]]>([
    ['cardId', ['', 'x', undefined]],
    ['localCurrency', ['XYZ', 'EUR', undefined]],
    ['localCurrencyAmt', [-1, 40.001, 'x', undefined]],
    ['transType', ['6', '0', undefined]],
    ['transStatus', ['3', '0', undefined]],
    ['originRecordNo', ['a b', -1]],
    ['transCategory', [0, 3, undefined]],
    ['fundsDirection', [2, 1]],
    ['settleAmount', [0.001]],
  ])('for its %s when that is one of %j', async (field, values) => {
    for (const value of values) {
      const content = { ...sentTransaction(cardId), [field]: value } as SentTransaction;
      expect(await messageRefusal(send(content)), `${field} ${value}`).toBe('SUCCESS');
    }
    expect(await balance(cardId)).toBe(100);
  });

  it('with invalid informational fields is booked', async () => {
    const malformed: [keyof SentTransaction, unknown][] = [
      ['transactionTime', 'yesterday'],
      ['transCurrency', 'HRK'],
      ['transCurrencyAmt', -1],
      ['approvalCode', 123456],
      ['merchantName', ''],
      ['merchantCategoryCode', 58141],
      ['crossBoardType', '2'],
      ['feeType', 3],
      ['fundsType', 0],
      ['settleTime', 'soon'],
      ['respCode', 0],
      ['respCodeDesc', undefined],
    ];
    const other = await openCard(merchant);
    for (const [field, value] of malformed) {
      const content = {
        ...sentTransaction(other, { localCurrencyAmt: 1 }),
        [field]: value,
      } as SentTransaction;
      expect(await messageRefusal(send(content)), field).toBe('SUCCESS');
    }
    expect(await balance(other)).toBe(100 - malformed.length);
  });
});

it('leaves the books clean', async () => {
  expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
});
