import { cardRecharge } from '../../shared/contract/operations/card-orders.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { rechargeCard } from '../../shared/orders/kinds/recharge.ts';

/** Recharge: an order that moves money from the account onto a card. */
export const handler = operation(cardRecharge, rechargeCard);
