import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { accountBalance } from '../contract/operations/account.ts';
import { toMajor } from '../money/amount.ts';
import type { Call } from '../platform/platform.ts';
import { currencyOf } from './accounts.ts';
import { balancesOf } from './balance.ts';

/** 1 card account, 2 dpt account (contract section 3). */
const accountType = (account: string) => (account.includes(':dpt/') ? 2 : 1);

/** The merchant's accounts of the asked-for type and currency. */
export async function queryBalances(
  request: CheckedRequestOf<typeof accountBalance>,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof accountBalance>> {
  const balances = await balancesOf(platform.store, `merchant/${merchant.userNo}`);
  const list = balances.map(({ account, available, frozen }) => {
    const currency = currencyOf(account);
    return {
      accountType: accountType(account),
      currency,
      currentBalance: toMajor(available + frozen, currency),
      availableBalance: toMajor(available, currency),
      frozenBalance: toMajor(frozen, currency),
    };
  });
  return {
    list: list.filter(
      (row) =>
        (request.accountType === undefined || row.accountType === request.accountType) &&
        (request.currency === undefined || row.currency === request.currency),
    ),
  };
}
