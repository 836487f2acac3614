import type { groupStatus } from '../../../wire/contract/operations/groups.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { executeChange } from '../changes/execute-change.ts';
import { storedStatus } from '../model/change-subject.ts';
import { groupKey, groupOf } from '../model/group.ts';

/**
 * Freezes or enables a group, once per userReqNo. Transactions on a frozen group's cards are declined. A group at an
 * external issuer is changed at the issuer; repeating the request resumes a change that had no outcome.
 *
 * @throws NothingFound when the merchant has no such group
 * @throws StatusNotSuitable when the external issuer refuses the change
 * @throws NewerChange when a newer change replaced it
 * @throws TryAgainLater when the outcome at the external issuer is not known yet
 */
export async function changeGroupStatus(
  request: CheckedRequestOf<typeof groupStatus>,
  call: MerchantCall,
): Promise<ResultOf<typeof groupStatus>> {
  const { userReqNo, groupId, status } = request;
  const change = { operation: 'groupStatus', content: request };
  return executeChange(call, change, { userReqNo, groupId, status }, async () => {
    const group = await groupOf(call.deps.store, call.merchant.userNo, groupId);
    if (group.issuer !== EMBEDDED)
      return {
        subject: { ...group, kind: 'group', id: groupId, issuerId: group.issuerGroupId },
        requested: { status },
      };
    const key = groupKey(groupId);
    const set = { status: storedStatus('group', status) };
    return { writes: [{ kind: 'update', table: 'cards', key, set }] };
  });
}
