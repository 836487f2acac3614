import { inquireGroup } from '../../shared/domain/issuing/groups/group-inquiry.ts';
import { merchantOperation } from '../../shared/lambda/merchant-operation.ts';
import { groupInfo } from '../../shared/wire/contract/operations/groups.ts';

/** Shared Card Inquiry. */
export const handler = merchantOperation(groupInfo, inquireGroup);
