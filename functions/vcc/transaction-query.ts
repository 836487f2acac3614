import { transactionQuery } from '../../shared/contract/operations/transactions.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { inquireTransactions } from '../../shared/transactions/inquiry.ts';

/** Transaction Inquiry: what the merchant's cards were used for. */
export const handler = operation(transactionQuery, inquireTransactions);
