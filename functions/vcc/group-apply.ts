import { groupApply } from '../../shared/contract/operations/groups.ts';
import { operation } from '../../shared/lambda/operation.ts';
import { openGroup } from '../../shared/orders/kinds/group-opening.ts';

/** Shared Card Application: accepts the opening of a group and freezes what its pool is funded with. */
export const handler = operation(groupApply, openGroup);
