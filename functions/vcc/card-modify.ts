import { modifyCard } from '../../shared/domain/issuing/cards/modify-card.ts';
import { awsDependenciesWithIssuers } from '../../shared/lambda/aws-dependencies-with-issuers.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { cardModify } from '../../shared/wire/contract/operations/cards.ts';

/** Card Information Modification. */
export const handler = merchantOperation(cardModify, modifyCard, awsDependenciesWithIssuers(process.env));
