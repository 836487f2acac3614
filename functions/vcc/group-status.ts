import { groupStatus } from '../../shared/contract/operations/groups.ts';
import { changeGroupStatus } from '../../shared/groups/change-status.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { upstreamPlatform } from '../../shared/lambda/upstream-platform.ts';

/** Shared Card Status Change: freezes or enables a group. */
export const handler = operation(groupStatus, changeGroupStatus, upstreamPlatform(process.env));
