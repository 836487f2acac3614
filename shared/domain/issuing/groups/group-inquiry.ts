import { idBounds } from '../../../runtime/period.ts';
import { filterConditions, hydratePage, pageOfQuery, queryFor } from '../../../runtime/store/pages.ts';
import { statusesOf } from '../../../wire/contract/codes.ts';
import type { groupInfo, groupPage } from '../../../wire/contract/operations/groups.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { groupAccount } from '../../money/ledger/account.ts';
import { type Balance, readBalance, readBalances } from '../../money/ledger/balance.ts';
import { type Group, groupFrom, groupOf } from '../model/group.ts';
import { wireGroup, wireGroupStatus } from './wire-group.ts';

const poolAccountOf = ({ groupId, currency }: Group) => groupAccount(groupId, currency);

/**
 * Returns a group of the merchant with the balance of its pool.
 *
 * @throws NothingFound when the merchant has no such group
 */
export async function inquireGroup(
  request: CheckedRequestOf<typeof groupInfo>,
  { deps, merchant }: MerchantCall,
): Promise<ResultOf<typeof groupInfo>> {
  const group = await groupOf(deps.store, merchant.userNo, request.groupId);
  return wireGroup(group, await readBalance(deps.store, poolAccountOf(group)), deps.utcOffset);
}

/** Returns a page of the merchant's groups, newest first. It scans the index rows of all groups: merchants have few. */
export async function pageGroups(
  request: CheckedRequestOf<typeof groupPage>,
  { deps, merchant }: MerchantCall,
): Promise<ResultOf<typeof groupPage>> {
  const { store, utcOffset } = deps;
  const status = request.status === undefined ? undefined : statusesOf(wireGroupStatus, request.status);
  const query = queryFor(
    'cards',
    ['groupsByMerchant'],
    filterConditions({ groupOwner: merchant.userNo, status }),
  );
  const rows = await pageOfQuery(
    store,
    { ...query, ...idBounds(request, utcOffset), newestFirst: true },
    request,
  );
  const page = await hydratePage(store, 'cards', rows);
  const groups = page.list.map(groupFrom);
  const balances = await readBalances(store, groups.map(poolAccountOf));
  const list = groups.map((group, index) => wireGroup(group, balances[index] as Balance, utcOffset));
  return { ...page, list };
}
