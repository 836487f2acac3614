import { applyForHolder } from '../../shared/cardholders/apply.ts';
import { cardholderApply } from '../../shared/contract/operations/cardholders.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { S3Objects } from '../../shared/store/s3.ts';

const objects = new S3Objects(process.env);

/** Cardholder Application: takes a person in as a holder, and keeps the pictures of the document. */
export const handler = operation(cardholderApply, (request, call) => applyForHolder(request, call, objects));
