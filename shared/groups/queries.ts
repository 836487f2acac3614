import { statusesOf } from '../contract/codes.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { groupInfo, groupPage } from '../contract/operations/groups.ts';
import { groupAccount } from '../ledger/accounts.ts';
import { type Balance, readBalance, readBalances } from '../ledger/balance.ts';
import { idBounds } from '../platform/period.ts';
import type { Call } from '../platform/platform.ts';
import { criteria, pageOfQuery, queryFor, wholeItems } from '../store/pages.ts';
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

/** A page of the merchant's groups, newest first. Reads the index rows of all of them: merchants have few. */
export async function pageGroups(
  request: CheckedRequestOf<typeof groupPage>,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof groupPage>> {
  const { store, utcOffset } = platform;
  const status = request.status === undefined ? undefined : statusesOf(wireGroupStatus, request.status);
  const query = queryFor('cards', ['groupsByMerchant'], criteria({ groupOwner: merchant.userNo, status }));
  const rows = await pageOfQuery(
    store,
    { ...query, ...idBounds(request, utcOffset), newestFirst: true },
    request,
  );
  const page = await wholeItems(store, 'cards', rows);
  const groups = page.list.map(groupFrom);
  const balances = await readBalances(store, groups.map(accountOf));
  const list = groups.map((group, index) => groupSummary(group, balances[index] as Balance, utcOffset));
  return { ...page, list };
}
