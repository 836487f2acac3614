import { openCard } from '../../shared/domain/issuing/orders/card-opening.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardApply } from '../../shared/wire/contract/operations/card-orders.ts';

/** Apply for a Card Opening. */
export const handler = merchantOperation(cardApply, openCard);
