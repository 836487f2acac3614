import type { BookedAmounts, Transaction } from './transaction.ts';
import type { TransactionContent } from './transaction-event.ts';

/** The transaction as the upstream reported it: settled, with the fields that only the authorization had. */
export const contentAsReceived = ({ unsettled, settled }: Transaction): TransactionContent =>
  ({ ...unsettled, ...settled }) as TransactionContent;

/** The transaction as Transaction Inquiry returns it. */
export function inquiryContentOf(record: Transaction): TransactionContent {
  const { unsettled, settled, unsettledAmounts, settledAmounts, recordNo } = record;
  return {
    ...(unsettled && contentForMerchant(unsettled, recordNo, unsettledAmounts)),
    ...(settled && contentForMerchant(settled, recordNo, settledAmounts)),
  } as TransactionContent;
}

/** The content of an event with the merchant's numbers and the amount that it moved. */
export const contentForMerchant = (
  content: TransactionContent,
  recordNo: string,
  { settleAmount, originRecordNo }: Pick<BookedAmounts, 'settleAmount' | 'originRecordNo'> = {},
): TransactionContent => ({
  ...content,
  recordNo,
  ...(settleAmount !== undefined && { settleAmount }),
  ...(originRecordNo !== undefined && { originRecordNo }),
});
