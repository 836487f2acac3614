import type { Store } from '../../../runtime/store/store.ts';
import type { accountBalance } from '../../../wire/contract/operations/accounts.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { sumToMajor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { accountShardCount, type Merchant } from '../../parties/merchant.ts';
import { currencyOf } from '../ledger/account.ts';
import { type Balance, balancesOf } from '../ledger/balance.ts';
import { readShards, totalOf } from '../ledger/shards.ts';

/** 1 for a card account, 2 for a DPT account (contract section 3). */
const accountType = (account: string) => (account.includes(':dpt/') ? 2 : 1);

/** The balance of the account with all its shards. */
async function totalBalance(store: Store, merchant: Merchant, own: Balance): Promise<Balance> {
  const shards = accountShardCount(merchant, currencyOf(own.account));
  return shards === 1 ? own : totalOf(own.account, await readShards(store, own.account, shards));
}

/** Returns the balances of the merchant's accounts, filtered by type and currency (contract section 3). */
export async function inquireBalances(
  request: CheckedRequestOf<typeof accountBalance>,
  { deps, merchant }: MerchantCall,
): Promise<ResultOf<typeof accountBalance>> {
  const own = await balancesOf(deps.store, `merchant/${merchant.userNo}`);
  const balances = await Promise.all(own.map((balance) => totalBalance(deps.store, merchant, balance)));
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
