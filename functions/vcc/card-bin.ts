import { queryBins } from '../../shared/cards/card-bins.ts';
import { cardBin } from '../../shared/contract/operations/cards.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Cardbin query: where the merchant may open cards, and at what price. */
export const handler = operation(cardBin, queryBins);
