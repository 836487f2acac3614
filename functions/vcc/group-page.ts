import { pageGroups } from '../../shared/domain/issuing/groups/group-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { groupPage } from '../../shared/wire/contract/operations/groups.ts';

/** Shared Card Pagination Query. */
export const handler = merchantOperation(groupPage, pageGroups);
