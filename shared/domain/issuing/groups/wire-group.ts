import type { groupInfo } from '../../../wire/contract/operations/groups.ts';
import type { ResultOf } from '../../../wire/contract/operations/operation.ts';
import { formatDateTime } from '../../../wire/contract/time.ts';
import { sumToMajor } from '../../../wire/money/amount.ts';
import type { Balance } from '../../money/ledger/balance.ts';
import type { Group, GroupStatus } from '../model/group.ts';

export type WireGroup = ResultOf<typeof groupInfo>;

/** The status on the wire, with its description. */
export const wireGroupStatus: Readonly<Record<GroupStatus, { code: 0 | 1; description: string }>> = {
  frozen: { code: 0, description: 'frozen' },
  enabled: { code: 1, description: 'enabled' },
};

/**
 * The group as inquiries tell it; what its cards used is what was paid in less what is still available. More may come out
 * of a pool than was paid in, where its cards were given back more than they spent: neither falls below nothing.
 */
export function wireGroup(group: Group, balance: Balance, utcOffset: string): WireGroup {
  const major = (minor: bigint) => sumToMajor(minor, group.currency);
  const atLeastNothing = (minor: bigint) => major(minor < 0n ? 0n : minor);
  const status = wireGroupStatus[group.status];
  return {
    groupId: group.groupId,
    groupName: group.name,
    localCurrency: group.currency,
    creditLimitAmt: atLeastNothing(group.funded),
    balanceAmt: major(balance.available),
    usedAuthAmt: atLeastNothing(group.funded - balance.available),
    cardCount: group.cardCount,
    status: status.code,
    statusDesc: status.description,
    createTime: formatDateTime(group.createdAt, utcOffset),
  };
}
