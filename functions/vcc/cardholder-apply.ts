import { applyCardholder } from '../../shared/domain/issuing/cardholders/apply-cardholder.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { S3ObjectStore } from '../../shared/runtime/store/s3.ts';
import { cardholderApply } from '../../shared/wire/contract/operations/cardholders.ts';

const objects = new S3ObjectStore(process.env);

/** Cardholder Application. */
export const handler = merchantOperation(cardholderApply, (request, call) =>
  applyCardholder(request, call, objects),
);
