import { describe, expect, it } from 'vitest';
import {
  INBOX_TYPES,
  type InboxType,
  isVariant,
  messageDigest,
  variantKey,
} from '../../../../shared/domain/inbox/inbound-message.ts';
import { messageNumberIn } from '../../../../shared/domain/inbox/message-number.ts';
import type { JsonObject } from '../../../../shared/wire/codec/json.ts';

describe('the number of a message', () => {
  it.each<[InboxType, JsonObject, string | undefined]>([
    ['card_transaction', { recordNo: '5', transCategory: 2 }, '5/2'],
    ['card_transaction', { recordNo: 5, transCategory: '1' }, '5/1'],
    ['card_transaction', { recordNo: '5' }, '5/none'],
    ['card_transaction', { recordNo: 'a/b c' }, undefined],
    ['card_transaction', { recordNo: 'a/b' }, 'a%2Fb/none'],
    ['card_transaction', { recordNo: null, transCategory: 1 }, undefined],
    ['card_operate', { userReqNo: 'r', orderId: 'o' }, 'r'],
    ['card_operate', { userReqNo: '', orderId: 'o' }, 'o'],
    ['card_operate', { userReqNo: 'r' }, 'r'],
    ['card_operate', {}, undefined],
    ['trade_fee', { receiptNo: 'f', recordNo: 'r' }, 'f'],
    ['trade_fee', { recordNo: 'r' }, undefined],
    ['dpt_payment_bill', { txId: 't' }, 't/none/0'],
    ['dpt_payment_bill', { txId: 't', orderNo: 'o', logIndex: 3 }, 't/o/3'],
    ['dpt_payment_bill', { orderNo: 'o', logIndex: 3 }, undefined],
  ])('of a %s %j is %s', (type, content, number) => {
    expect(messageNumberIn(type, content)).toBe(number);
  });

  it.each<[unknown, boolean]>([
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
    ['', false],
    ['a b', false],
    ['~!', true],
    ['ü', false],
    [' x', false],
    ['x\n', false],
    [Number.MAX_SAFE_INTEGER, true],
    [Number.MAX_SAFE_INTEGER + 1, false],
    [1.5, false],
    [true, false],
    [['x'], false],
  ])('may be %j: %s', (receiptNo, isNumber) => {
    expect(messageNumberIn('trade_fee', { receiptNo } as JsonObject) !== undefined).toBe(isNumber);
  });
});

describe('the key of a second content under a number', () => {
  const digest = messageDigest('{"recordNo":"5"}');
  const first = '90000001/card_transaction/5/2';

  it('ends with the digest of its content', () => {
    expect(digest).toMatch(/^[0-9a-f]{32}$/);
    expect(messageDigest('{"recordNo":"6"}')).not.toBe(digest);
    const second = variantKey(first, digest);
    expect(second).not.toBe(first);
    expect(isVariant({ messageKey: second, digest })).toBe(true);
    expect(isVariant({ messageKey: first, digest })).toBe(false);
  });
});

describe('the digest of a content', () => {
  const received = (cardInfo: object) =>
    messageDigest(JSON.stringify({ orderId: '7', cardInfo, amount: 20 }));
  const info = { cardNo: '4999001000000015', cardVerifyNo: '123', cardAlias: 'travel' };

  it('does not depend on card data, which could be found by trial', () => {
    const others = [{ cardNo: '4999001000000023' }, { cardNo: 4999001000000015 }, { cardVerifyNo: 'a"b' }];
    for (const other of others) expect(received({ ...info, ...other })).toBe(received(info));
  });

  it('depends on everything else', () => {
    expect(received({ ...info, cardAlias: 'food' })).not.toBe(received(info));
    const [number, verification] = [{ cardNo: '123' }, { cardVerifyNo: '123' }];
    expect(received(number)).not.toBe(received(verification));
  });
});

it('messages with an id are stored, by type', () => {
  expect([...INBOX_TYPES].sort()).toEqual([
    'card_operate',
    'card_transaction',
    'dpt_payment_bill',
    'trade_fee',
  ]);
});
