import { groupInfo } from '../../shared/contract/operations/groups.ts';
import { inquireGroup } from '../../shared/groups/queries.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Shared Card Inquiry: one group and its pool. */
export const handler = operation(groupInfo, inquireGroup);
