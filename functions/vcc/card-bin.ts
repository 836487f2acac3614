import { inquireBinRanges } from '../../shared/domain/issuing/cards/bin-range-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardBin } from '../../shared/wire/contract/operations/cards.ts';

/** Cardbin query: where the merchant may open cards, and at what price. */
export const handler = merchantOperation(cardBin, inquireBinRanges);
