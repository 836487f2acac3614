import { quoteRate } from '../../shared/domain/money/exchange/quote.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { accountExchangeRate } from '../../shared/wire/contract/operations/accounts.ts';

/** Exchange rate inquiry. */
export const handler = merchantOperation(accountExchangeRate, quoteRate);
