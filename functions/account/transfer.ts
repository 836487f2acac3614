import { transferCoins } from '../../shared/accounts/transfer.ts';
import { accountTransfer } from '../../shared/contract/operations/account.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Dpt Transfer Card Account: coins into money that cards are funded from. */
export const handler = operation(accountTransfer, transferCoins);
