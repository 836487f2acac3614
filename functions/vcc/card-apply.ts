import { cardApply } from '../../shared/contract/operations/card-orders.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { openCard } from '../../shared/orders/kinds/card-opening.ts';

/** Apply for a Card Opening: an order that ends in a funded card. */
export const handler = operation(cardApply, openCard);
