import { executeOnce } from '../../../runtime/idempotency/execute-once.ts';
import type { groupStatus } from '../../../wire/contract/operations/groups.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { type AcceptedChange, acceptChange } from '../changes/accept-change.ts';
import { completeChange } from '../changes/carry-out-change.ts';
import { type GroupStatus, groupKey, groupOf } from '../model/group.ts';

type Result = ResultOf<typeof groupStatus>;

/** The request's status: 0 freeze, 1 enable. */
const STATUS_OF = { 0: 'frozen', 1: 'enabled' } as const satisfies Record<0 | 1, GroupStatus>;

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
): Promise<Result> {
  const { userReqNo, groupId, status } = request;
  const result = await executeOnce<Result | AcceptedChange>(call, 'groupStatus', request, async () => {
    const group = await groupOf(call.deps.store, call.merchant.userNo, groupId);
    if (group.issuer !== EMBEDDED) {
      const subject = { ...group, kind: 'group', id: groupId, issuerId: group.issuerGroupId } as const;
      return acceptChange(call, { operation: 'groupStatus', content: request, subject, wanted: { status } });
    }
    const key = groupKey(groupId);
    const set = { status: STATUS_OF[status] };
    return {
      result: { userReqNo, groupId, status },
      writes: [{ kind: 'update', table: 'cards', key, set }],
    };
  });
  if (!('changeId' in result)) return result;
  await completeChange(call.deps, result.changeId);
  return { userReqNo, groupId, status };
}
