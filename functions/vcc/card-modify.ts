import { modifyCard } from '../../shared/cards/modify.ts';
import { cardModify } from '../../shared/contract/operations/cards.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { upstreamPlatform } from '../../shared/lambda/upstream-platform.ts';

/** Card Information Modification: freezes or enables a card, changes its alias or label. */
export const handler = operation(cardModify, modifyCard, upstreamPlatform(process.env));
