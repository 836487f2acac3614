import { transferCoins } from '../../shared/domain/money/exchange/transfer.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { accountTransfer } from '../../shared/wire/contract/operations/accounts.ts';

/** Dpt Transfer Card Account: coins into money that cards are funded from. */
export const handler = merchantOperation(accountTransfer, transferCoins);
