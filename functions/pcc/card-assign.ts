import { assignCard } from '../../shared/cards/physical/assign.ts';
import { cardAssign } from '../../shared/contract/operations/pcc.ts';
import { cardData } from '../../shared/lambda/card-data.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Card Assign: binds a physical card of the stock to a cardholder. */
export const handler = operation(cardAssign, assignCard, undefined, cardData);
