import { resetPin } from '../../shared/cards/physical/pin-reset.ts';
import { cardPinReset } from '../../shared/contract/operations/pcc.ts';
import { cardData } from '../../shared/lambda/card-data.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Card Pin Reset: sets a new PIN. */
export const handler = operation(cardPinReset, resetPin, undefined, cardData);
