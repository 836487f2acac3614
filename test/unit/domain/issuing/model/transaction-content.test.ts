import { expect, it } from 'vitest';
import type { Transaction } from '../../../../../shared/domain/issuing/model/transaction.ts';
import { contentAsReceived } from '../../../../../shared/domain/issuing/model/transaction-content.ts';
import { transaction } from '../../../../support/fixtures/transactions.ts';

const unsettled = transaction('1', { merchantName: 'Hotel', approvalCode: '123456' });
const settled = { ...transaction('1', { transCategory: 2, settleAmount: '20' }), approvalCode: undefined };
const { approvalCode: _, ...clearing } = settled;

it('a settled transaction as received has the fields that only its authorization had', () => {
  const content = contentAsReceived({ unsettled, settled: clearing } as unknown as Transaction);
  expect(content).toEqual({ ...unsettled, ...clearing });
  expect(content).toMatchObject({ approvalCode: '123456', settleAmount: '20' });
});

it('a transaction that is not settled is its authorization', () => {
  expect(contentAsReceived({ unsettled } as unknown as Transaction)).toEqual(unsettled);
});
