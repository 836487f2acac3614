import { accountBalance } from '../../shared/contract/operations/account.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { queryBalances } from '../../shared/ledger/account-balance.ts';

/** Account Balance: what is on the merchant's accounts. */
export const handler = operation(accountBalance, queryBalances);
