import { inquireTransactions } from '../../shared/domain/issuing/transactions/transaction-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { transactionQuery } from '../../shared/wire/contract/operations/transactions.ts';

/** Transaction Inquiry. */
export const handler = merchantOperation(transactionQuery, inquireTransactions);
