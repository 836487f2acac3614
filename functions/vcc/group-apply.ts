import { openGroup } from '../../shared/domain/issuing/orders/group-opening.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { groupApply } from '../../shared/wire/contract/operations/groups.ts';

/** Shared Card Application: accepts the opening of a group and freezes what its pool is funded with. */
export const handler = merchantOperation(groupApply, openGroup);
