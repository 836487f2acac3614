import { openGroup } from '../../shared/domain/issuing/orders/group-opening.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { groupApply } from '../../shared/wire/contract/operations/groups.ts';

/** Shared Card Application. */
export const handler = merchantOperation(groupApply, openGroup);
