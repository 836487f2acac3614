import { groupStatus } from '../../shared/contract/operations/groups.ts';
import { changeGroupStatus } from '../../shared/groups/change-status.ts';
import { operation } from '../../shared/lambda/operation.ts';

/** Shared Card Status Change: freezes or enables a group. */
export const handler = operation(groupStatus, changeGroupStatus);
