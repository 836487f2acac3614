import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { groupInfo, groupPage } from '../contract/operations/groups.ts';
import { pageOf } from '../contract/page.ts';
import { groupAccount } from '../ledger/accounts.ts';
import { readBalance, readBalances } from '../ledger/balance.ts';
import { idBounds } from '../platform/period.ts';
import type { Call } from '../platform/platform.ts';
import { type Group, groupFrom, groupOf } from './group.ts';
import { groupSummary, wireGroupStatus } from './group-summary.ts';

const accountOf = ({ groupId, currency }: Group) => groupAccount(groupId, currency);

/** One group of the merchant with what is in its pool. */
export async function inquireGroup(
  request: CheckedRequestOf<typeof groupInfo>,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof groupInfo>> {
  const group = await groupOf(platform.store, merchant.userNo, request.groupId);
  return groupSummary(group, await readBalance(platform.store, accountOf(group)), platform.utcOffset);
}

/** A page of the merchant's groups, newest first. Reads all of them: merchants have few. */
export async function pageGroups(
  request: CheckedRequestOf<typeof groupPage>,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof groupPage>> {
  const items = await platform.store.query({
    table: 'cards',
    index: 'groupsByMerchant',
    partition: merchant.userNo,
    ...idBounds(request, platform.utcOffset),
    newestFirst: true,
  });
  const groups = items
    .map(groupFrom)
    .filter(({ status }) => request.status === undefined || wireGroupStatus[status].code === request.status);
  const page = pageOf(groups, request);
  const balances = await readBalances(platform.store, page.list.map(accountOf));
  const list = balances.map((balance, index) =>
    groupSummary(page.list[index] as Group, balance, platform.utcOffset),
  );
  return { ...page, list };
}
