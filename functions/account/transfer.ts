import { transferCoins } from '../../shared/domain/money/exchange/transfer.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { accountTransfer } from '../../shared/wire/contract/operations/accounts.ts';

/** Dpt Transfer Card Account. */
export const handler = merchantOperation(accountTransfer, transferCoins);
