import { openCard } from '../../shared/domain/issuing/orders/card-opening.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardApply } from '../../shared/wire/contract/operations/card-orders.ts';

/** Apply for a Card Opening: an order that ends in a funded card. */
export const handler = merchantOperation(cardApply, openCard);
