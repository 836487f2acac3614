import { inquireCardholder } from '../../shared/domain/issuing/cardholders/cardholder-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardholderInfo } from '../../shared/wire/contract/operations/cardholders.ts';

/** Cardholder Details Inquiry. */
export const handler = merchantOperation(cardholderInfo, inquireCardholder);
