import { inquireCardholder } from '../../shared/domain/issuing/cardholders/cardholder-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardholderInfo } from '../../shared/wire/contract/operations/cardholders.ts';

/** Cardholder Details Inquiry: what was reported of a holder, and which BIN ranges accept the holder. */
export const handler = merchantOperation(cardholderInfo, inquireCardholder);
