import { inquireBalances } from '../../shared/domain/money/accounts/balance-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { accountBalance } from '../../shared/wire/contract/operations/accounts.ts';

/** Account Balance. */
export const handler = merchantOperation(accountBalance, inquireBalances);
