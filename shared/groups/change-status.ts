import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { groupStatus } from '../contract/operations/groups.ts';
import type { Call } from '../platform/platform.ts';
import { answerOnce } from '../requests/once.ts';
import { type GroupStatus, groupKey, groupOf } from './group.ts';

/** The request's status: 0 freeze, 1 enable. */
const STATUS_OF = { 0: 'frozen', 1: 'enabled' } as const satisfies Record<0 | 1, GroupStatus>;

/** Freezes or enables a group, once for its userReqNo; a frozen group's cards are declined. */
export function changeGroupStatus(
  request: CheckedRequestOf<typeof groupStatus>,
  call: Call,
): Promise<ResultOf<typeof groupStatus>> {
  const { userReqNo, groupId, status } = request;
  return answerOnce(call, 'groupStatus', request, async () => {
    await groupOf(call.platform.store, call.merchant.userNo, groupId);
    const key = groupKey(groupId);
    const set = { status: STATUS_OF[status] };
    return {
      answer: { userReqNo, groupId, status },
      writes: [{ kind: 'update', table: 'cards', key, set }],
    };
  });
}
