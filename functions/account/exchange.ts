import { exchange } from '../../shared/domain/money/exchange/exchange.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { accountExchange } from '../../shared/wire/contract/operations/accounts.ts';

/** Card account exchange. */
export const handler = merchantOperation(accountExchange, exchange);
