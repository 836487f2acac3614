import { pageCards } from '../../shared/domain/issuing/cards/card-pages.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardPage } from '../../shared/wire/contract/operations/cards.ts';

/** Card Pagination Query. */
export const handler = merchantOperation(cardPage, pageCards);
