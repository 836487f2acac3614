import { exchange } from '../../shared/accounts/exchange.ts';
import { accountExchange } from '../../shared/contract/operations/account.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Card account exchange: money of one card account into another currency. */
export const handler = operation(accountExchange, exchange);
