import type { Item, Key } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { storedBigInt } from '../../../runtime/store/stored-bigint.ts';
import { absentOrAtMost, atMost, type Condition } from '../../../runtime/store/write.ts';
import { MAX_MINOR } from '../../../wire/money/amount.ts';
import { type Account, accountFromKey, balanceKey } from './account.ts';

/** The balance of an account, in minor units. */
export interface Balance {
  readonly account: Account;
  readonly available: bigint;
  readonly frozen: bigint;
}

/** Parses a balance item. An account without one has a balance of zero. */
export function balanceFrom(account: Account, item: Item | undefined): Balance {
  return { account, available: storedBigInt(item, 'available'), frozen: storedBigInt(item, 'frozen') };
}

/**
 * The attribute of a balance item with the frozen amount that a pending cancellation will return. Unlike other frozen
 * money, which is promised to the network or to an order, it still covers forced debits.
 */
export const RETURNING = 'returning';

/**
 * What covers a forced debit: available money, and money that is being returned. Negative when the account owes money.
 */
export const coverFrom = (account: Account, item: Item | undefined): bigint =>
  balanceFrom(account, item).available + storedBigInt(item, RETURNING);

/** Reads the balance of an account. */
export async function readBalance(store: Store, account: Account): Promise<Balance> {
  return balanceFrom(account, await store.get('ledger', balanceKey(account)));
}

/** Reads the balances of several accounts, in the order given. */
export async function readBalances(store: Store, accounts: readonly Account[]): Promise<Balance[]> {
  const items = await store.getMany('ledger', accounts.map(balanceKey));
  return accounts.map((account, index) => balanceFrom(account, items[index]));
}

/** Reads all balances of an owner, e.g. `merchant/100001`, in the order of their accounts. */
export async function balancesOf(store: Store, owner: string): Promise<Balance[]> {
  const items = await store.query({ table: 'ledger', partition: owner });
  return items.map((item) => balanceFrom(accountFromKey(item as unknown as Key), item));
}

/** The condition that a credit of `amount` keeps the available balance within what the wire format can carry. */
export const withinMaxBalance = (amount: bigint): Condition => {
  // A missing balance is zero, which leaves no room for a credit above the maximum.
  const condition = amount > MAX_MINOR ? atMost : absentOrAtMost;
  return condition('available', MAX_MINOR - amount);
};
