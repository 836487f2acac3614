import { groupPage } from '../../shared/contract/operations/groups.ts';
import { pageGroups } from '../../shared/groups/queries.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Shared Card Pagination Query: the merchant's groups. */
export const handler = operation(groupPage, pageGroups);
