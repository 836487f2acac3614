import { changeGroupStatus } from '../../shared/domain/issuing/groups/change-group-status.ts';
import { awsDependenciesWithIssuers } from '../../shared/lambda/aws-dependencies-with-issuers.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { groupStatus } from '../../shared/wire/contract/operations/groups.ts';

/** Shared Card Status Change. */
export const handler = merchantOperation(
  groupStatus,
  changeGroupStatus,
  awsDependenciesWithIssuers(process.env),
);
