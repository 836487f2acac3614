import { inquireHolder } from '../../shared/cardholders/details.ts';
import { cardholderInfo } from '../../shared/contract/operations/cardholders.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Cardholder Details Inquiry: what was reported of a holder, and which BIN ranges accept the holder. */
export const handler = operation(cardholderInfo, inquireHolder);
