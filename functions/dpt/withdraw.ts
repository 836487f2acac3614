import { dptWithdraw } from '../../shared/contract/operations/dpt.ts';
import { withdraw } from '../../shared/dpt/withdraw.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Digital Withdraw: sends coins of the dpt account to an address. */
export const handler = operation(dptWithdraw, withdraw);
