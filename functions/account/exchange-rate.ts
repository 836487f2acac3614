import { accountExchangeRate } from '../../shared/contract/operations/account.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { quoteRate } from '../../shared/rates/quote.ts';

/** Exchange rate inquiry: the current rate, held for a while. */
export const handler = operation(accountExchangeRate, quoteRate);
