import { pageCards } from '../../shared/cards/card-pages.ts';
import { cardPage } from '../../shared/contract/operations/cards.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Card Pagination Query: the merchant's cards, newest first. */
export const handler = operation(cardPage, pageCards);
