import { accountStatement } from '../../shared/contract/operations/statement.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { queryStatement } from '../../shared/statements/account-statement.ts';

/** Account Statement: the lines of one of the merchant's accounts with the balance after each. */
export const handler = operation(accountStatement, queryStatement);
