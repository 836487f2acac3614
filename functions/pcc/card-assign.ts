import { assignCard } from '../../shared/domain/issuing/cards/physical/assign-card.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { protectCardData } from '../../shared/lambda/protect-card-data.ts';
import { cardAssign } from '../../shared/wire/contract/operations/pcc.ts';

/** Card Assign. */
export const handler = merchantOperation(cardAssign, assignCard, undefined, protectCardData);
