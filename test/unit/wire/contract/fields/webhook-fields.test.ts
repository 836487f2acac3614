import { describe, expect, it } from 'vitest';
import { notifications } from '../../../../../shared/wire/contract/notifications.ts';
import { parseContent } from '../../../../../shared/wire/contract/parse-content.ts';
import { sentTransaction, tradeFee } from '../../../../support/fixtures/transactions.ts';

const transaction = (changes: object) =>
  parseContent(notifications.card_transaction.inbound, { ...sentTransaction('1'), ...changes });

describe('an informational field of a transaction is never refused', () => {
  it.each<[string, unknown, unknown]>([
    ['transCurrency', 'HRK', 'HRK'],
    ['transCurrency', 'eur', 'EUR'],
    ['transCurrency', 'XYZ', undefined],
    ['transCurrency', 840, undefined],
    ['transCurrencyAmt', 700.505, '700.505'],
    ['transCurrencyAmt', -1, undefined],
    ['transCurrencyAmt', 'x', undefined],
    ['merchantName', '', undefined],
    ['merchantName', ' Coffee  ', 'Coffee'],
    ['merchantName', 'x'.repeat(300), 'x'.repeat(128)],
    ['merchantName', `${'x'.repeat(127)}🎴`, `${'x'.repeat(127)}\ufffd`],
    ['merchantName', { name: 'Coffee' }, undefined],
    ['merchantCategoryCode', 742, '0742'],
    ['merchantCategoryCode', '58141', undefined],
    ['approvalCode', 123456, '123456'],
    ['approvalCode', 'x'.repeat(17), undefined],
    ['crossBoardType', 1, '1'],
    ['crossBoardType', '2', undefined],
    ['feeType', 3, undefined],
    ['respCode', 0, '000000'],
    ['respCode', '0000000', undefined],
    ['respCodeDesc', 'x'.repeat(300), 'x'.repeat(256)],
    ['transactionTime', ['yesterday'], undefined],
    ['settleTime', 1, '1'],
  ])('%s %j is read as %j', (field, received, read) => {
    expect(transaction({ [field]: received })[field as 'merchantName']).toBe(read);
  });

  it('unlike a field that decides what moves', () => {
    const wrong = {
      recordNo: 'x y',
      localCurrency: 'HRK',
      localCurrencyAmt: -1,
      transType: '6',
      fundsDirection: 2,
    };
    for (const [field, value] of Object.entries(wrong))
      expect(() => transaction({ [field]: value })).toThrow(`${field}: must be`);
  });
});

it('a fee may be of any kind, of any transaction, and refunded', () => {
  const received = { ...tradeFee('1'), opType: 90, recordNo: null, createAt: '', userNo: 7, realFee: -0.75 };
  expect(parseContent(notifications.trade_fee.inbound, received)).toMatchObject({
    opType: undefined,
    userNo: '7',
    realFee: '-0.75',
  });
});
