import { inquireCard } from '../../shared/domain/issuing/cards/card-inquiry.ts';
import { awsDependenciesWithIssuers } from '../../shared/lambda/aws-dependencies-with-issuers.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { protectCardData } from '../../shared/lambda/protect-card-data.ts';
import { cardInfo } from '../../shared/wire/contract/operations/cards.ts';

/** Card Inquiry. */
export const handler = merchantOperation(
  cardInfo,
  inquireCard,
  awsDependenciesWithIssuers(process.env),
  protectCardData,
);
