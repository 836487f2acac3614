import { inquireBinRanges } from '../../shared/domain/issuing/cards/bin-range-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardBin } from '../../shared/wire/contract/operations/cards.ts';

/** Cardbin query. */
export const handler = merchantOperation(cardBin, inquireBinRanges);
