import { rechargeCard } from '../../shared/domain/issuing/orders/recharge.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardRecharge } from '../../shared/wire/contract/operations/card-orders.ts';

/** Recharge. */
export const handler = merchantOperation(cardRecharge, rechargeCard);
