import { dptAcquire } from '../../shared/contract/operations/dpt.ts';
import { acquire } from '../../shared/dpt/acquire.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Digital currency acquiring: an address of its own for one payment. */
export const handler = operation(dptAcquire, acquire);
