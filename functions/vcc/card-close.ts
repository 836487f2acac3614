import { cancelCard } from '../../shared/domain/issuing/orders/card-cancellation.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardClose } from '../../shared/wire/contract/operations/card-orders.ts';

/** Cancel Card Application. */
export const handler = merchantOperation(cardClose, cancelCard);
