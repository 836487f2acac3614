import { activateCard } from '../../shared/domain/issuing/cards/physical/activate-card.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { protectCardData } from '../../shared/lambda/protect-card-data.ts';
import { cardActive } from '../../shared/wire/contract/operations/pcc.ts';

/** Card Active. */
export const handler = merchantOperation(cardActive, activateCard, undefined, protectCardData);
