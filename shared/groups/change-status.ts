import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { groupStatus } from '../contract/operations/groups.ts';
import { upstreamOf } from '../issuer/find.ts';
import { EMBEDDED } from '../issuer/issuer.ts';
import type { Call } from '../platform/platform.ts';
import { answerOnce } from '../requests/once.ts';
import { numberBelow } from '../requests/request-number.ts';
import { type GroupStatus, groupKey, groupOf } from './group.ts';

/** The request's status: 0 freeze, 1 enable. */
const STATUS_OF = { 0: 'frozen', 1: 'enabled' } as const satisfies Record<0 | 1, GroupStatus>;

/** Freezes or enables a group, once for its userReqNo and first at its issuer; a frozen group's cards are declined. */
export function changeGroupStatus(
  request: CheckedRequestOf<typeof groupStatus>,
  call: Call,
): Promise<ResultOf<typeof groupStatus>> {
  const { userReqNo, groupId, status } = request;
  return answerOnce(call, 'groupStatus', request, async () => {
    const { platform, merchant } = call;
    const group = await groupOf(platform.store, merchant.userNo, groupId);
    if (group.issuer !== EMBEDDED) {
      const requestNo = numberBelow({ userNo: merchant.userNo, userReqNo });
      await (await upstreamOf(platform, group.issuer)).changeGroup(group, status, requestNo);
    }
    const key = groupKey(groupId);
    const set = { status: STATUS_OF[status] };
    return {
      answer: { userReqNo, groupId, status },
      writes: [{ kind: 'update', table: 'cards', key, set }],
    };
  });
}
