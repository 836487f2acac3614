import type { groupInfo } from '../../../wire/contract/operations/groups.ts';
import type { ResultOf } from '../../../wire/contract/operations/operation.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import { sumToMajor } from '../../../wire/money/amount.ts';
import type { Balance } from '../../money/ledger/balance.ts';
import type { Group, GroupStatus } from '../model/group.ts';

type WireGroup = ResultOf<typeof groupInfo>;

/** The group's status code on the wire, with its description. */
export const wireGroupStatus: Readonly<Record<GroupStatus, { code: 0 | 1; description: string }>> = {
  frozen: { code: 0, description: 'frozen' },
  enabled: { code: 1, description: 'enabled' },
};

/**
 * Returns the group as inquiries show it. The amount used by its cards is what was paid in less what is available.
 * Cards may get back more than they spent, so that more is taken out than was paid in: neither amount is shown below
 * zero.
 */
export function wireGroup(group: Group, balance: Balance, utcOffset: string): WireGroup {
  const major = (minor: bigint) => sumToMajor(minor, group.currency);
  const atLeastZero = (minor: bigint) => major(minor < 0n ? 0n : minor);
  const status = wireGroupStatus[group.status];
  return {
    groupId: group.groupId,
    groupName: group.name,
    localCurrency: group.currency,
    creditLimitAmt: atLeastZero(group.funded),
    balanceAmt: major(balance.available),
    usedAuthAmt: atLeastZero(group.funded - balance.available),
    cardCount: group.cardCount,
    status: status.code,
    statusDesc: status.description,
    createTime: formatDateTime(group.createdAt, utcOffset),
  };
}
