import { acquire } from '../../shared/domain/dpt/acquire.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { dptAcquire } from '../../shared/wire/contract/operations/dpt.ts';

/** Digital currency acquiring. */
export const handler = merchantOperation(dptAcquire, acquire);
