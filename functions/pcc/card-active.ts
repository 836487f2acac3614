import { activateCard } from '../../shared/cards/physical/activate.ts';
import { cardActive } from '../../shared/contract/operations/pcc.ts';
import { cardData } from '../../shared/lambda/card-data.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Card Active: activates a physical card with its code and sets its PIN. */
export const handler = operation(cardActive, activateCard, undefined, cardData);
