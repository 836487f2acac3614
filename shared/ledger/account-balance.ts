import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { accountBalance } from '../contract/operations/account.ts';
import { type Merchant, partsOf } from '../merchants/merchant.ts';
import { sumToMajor } from '../money/amount.ts';
import type { Call } from '../platform/platform.ts';
import type { Store } from '../store/store.ts';
import { currencyOf } from './accounts.ts';
import { type Balance, balancesOf } from './balance.ts';
import { readParts, sumOf } from './parts.ts';

/** 1 card account, 2 dpt account (contract section 3). */
const accountType = (account: string) => (account.includes(':dpt/') ? 2 : 1);

/** Of an account that has parts what all of them have together. */
async function wholeBalance(store: Store, merchant: Merchant, own: Balance): Promise<Balance> {
  const parts = partsOf(merchant, currencyOf(own.account));
  return parts === 1 ? own : sumOf(own.account, await readParts(store, own.account, parts));
}

/** The merchant's accounts of the asked-for type and currency. */
export async function queryBalances(
  request: CheckedRequestOf<typeof accountBalance>,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof accountBalance>> {
  const own = await balancesOf(platform.store, `merchant/${merchant.userNo}`);
  const balances = await Promise.all(own.map((balance) => wholeBalance(platform.store, merchant, balance)));
  const list = balances.map(({ account, available, frozen }) => {
    const currency = currencyOf(account);
    return {
      accountType: accountType(account),
      currency,
      currentBalance: sumToMajor(available + frozen, currency),
      availableBalance: sumToMajor(available, currency),
      frozenBalance: sumToMajor(frozen, currency),
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
