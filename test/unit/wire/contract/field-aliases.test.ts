import { expect, it } from 'vitest';
import { resolveFieldAliases } from '../../../../shared/wire/contract/field-aliases.ts';

const ORDER = { orderId: '7', status: 1 };

it.each([
  [15, { cardId: '4711' }],
  ['19', { cardId: '4711' }],
  [26, { groupId: '4711' }],
  [16, { cardId: '4711', groupId: '4711' }],
])('the resourceId of an order of kind %s is resolved to its subject: %j', (transactionType, subject) => {
  const received = {
    orderId: '7',
    resourceId: '4711',
    transactionType,
    transactionStatus: 1,
    createTime: 'then',
  };
  expect(resolveFieldAliases('card_operate', received)).toEqual({
    ...ORDER,
    ...subject,
    opType: transactionType,
    createAt: 'then',
  });
});

it('a field under its own name takes precedence, and other types have no aliases', () => {
  const received = { ...ORDER, opType: 15, transactionType: 16, cardId: '1', resourceId: '2' };
  expect(resolveFieldAliases('card_operate', received)).toEqual({ ...ORDER, opType: 15, cardId: '1' });
  expect(resolveFieldAliases('trade_fee', received)).toBe(received);
});
