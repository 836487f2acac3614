import { inquireCard } from '../../shared/cards/card-inquiry.ts';
import { cardInfo } from '../../shared/contract/operations/cards.ts';
import { cardData } from '../../shared/lambda/card-data.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { upstreamPlatform } from '../../shared/lambda/upstream-platform.ts';

/** Card Inquiry: one card with its number, verification number and balance. */
export const handler = operation(cardInfo, inquireCard, upstreamPlatform(process.env), cardData);
