import { deleteCardholder } from '../../shared/domain/issuing/cardholders/delete-cardholder.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardholderDelete } from '../../shared/wire/contract/operations/cardholders.ts';

/** Cardholder Deletion. */
export const handler = merchantOperation(cardholderDelete, deleteCardholder);
