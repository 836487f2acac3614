import { type AcceptedChange, changeBelow } from '../changes/accept.ts';
import { outcomeOfChange } from '../changes/carry-out.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { groupStatus } from '../contract/operations/groups.ts';
import { EMBEDDED } from '../issuer/issuer-name.ts';
import type { Call } from '../platform/platform.ts';
import { answerOnce } from '../requests/once.ts';
import { type GroupStatus, groupKey, groupOf } from './group.ts';

type Result = ResultOf<typeof groupStatus>;

/** The request's status: 0 freeze, 1 enable. */
const STATUS_OF = { 0: 'frozen', 1: 'enabled' } as const satisfies Record<0 | 1, GroupStatus>;

/**
 * Freezes or enables a group, once for its userReqNo; a frozen group's cards are declined. One at a platform below is
 * changed there: the same request again goes on where this one had no answer (TryAgainLater).
 */
export async function changeGroupStatus(
  request: CheckedRequestOf<typeof groupStatus>,
  call: Call,
): Promise<Result> {
  const { userReqNo, groupId, status } = request;
  const answered = await answerOnce<Result | AcceptedChange>(call, 'groupStatus', request, async () => {
    const group = await groupOf(call.platform.store, call.merchant.userNo, groupId);
    if (group.issuer !== EMBEDDED) {
      const subject = { ...group, kind: 'group', id: groupId, issuerId: group.issuerGroupId } as const;
      return changeBelow(call, { operation: 'groupStatus', content: request, subject, wanted: { status } });
    }
    const key = groupKey(groupId);
    const set = { status: STATUS_OF[status] };
    return {
      answer: { userReqNo, groupId, status },
      writes: [{ kind: 'update', table: 'cards', key, set }],
    };
  });
  if (!('changeId' in answered)) return answered;
  await outcomeOfChange(call.platform, answered.changeId);
  return { userReqNo, groupId, status };
}
