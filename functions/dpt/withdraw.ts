import { withdraw } from '../../shared/domain/dpt/withdraw.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { dptWithdraw } from '../../shared/wire/contract/operations/dpt.ts';

/** Digital Withdraw. */
export const handler = merchantOperation(dptWithdraw, withdraw);
