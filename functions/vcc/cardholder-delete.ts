import { deleteHolder } from '../../shared/cardholders/delete.ts';
import { cardholderDelete } from '../../shared/contract/operations/cardholders.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Cardholder Deletion: of a holder whom no live card names. */
export const handler = operation(cardholderDelete, deleteHolder);
