import { cardClose } from '../../shared/contract/operations/card-orders.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { cancelCard } from '../../shared/orders/kinds/card-cancellation.ts';

/** Cancel Card Application: an order that closes a card and returns its balance. */
export const handler = operation(cardClose, cancelCard);
