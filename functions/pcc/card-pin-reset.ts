import { resetPin } from '../../shared/domain/issuing/cards/physical/pin-reset.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { protectCardData } from '../../shared/lambda/protect-card-data.ts';
import { cardPinReset } from '../../shared/wire/contract/operations/pcc.ts';

/** Card Pin Reset. */
export const handler = merchantOperation(cardPinReset, resetPin, undefined, protectCardData);
