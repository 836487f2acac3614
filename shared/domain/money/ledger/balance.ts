import type { Item, Key } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { absentOrAtMost, atMost, type Condition } from '../../../runtime/store/write.ts';
import { MAX_MINOR } from '../../../wire/money/amount.ts';
import { type Account, accountFromKey, balanceKey } from './account.ts';

/** What is on an account, in minor units. */
export interface Balance {
  readonly account: Account;
  readonly available: bigint;
  readonly frozen: bigint;
}

/** The balance that an item holds; nothing at all is a balance of zero. */
export function balanceFrom(account: Account, item: Item | undefined): Balance {
  const minor = (side: string) => BigInt((item?.[side] as number | bigint | undefined) ?? 0);
  return { account, available: minor('available'), frozen: minor('frozen') };
}

/**
 * The attribute of a balance that tells what of its frozen money a cancellation takes back. Other frozen money is somebody
 * else's, the network's or an order's; this pays what is taken meanwhile.
 */
export const RETURNING = 'returning';

/** What the balance has for what is taken from it by force, below zero what it owes: available, or on its way back. */
export const coverFrom = (account: Account, item: Item | undefined): bigint =>
  balanceFrom(account, item).available + BigInt((item?.[RETURNING] as number | bigint | undefined) ?? 0);

/** The account's balance now. */
export async function readBalance(store: Store, account: Account): Promise<Balance> {
  return balanceFrom(account, await store.get('ledger', balanceKey(account)));
}

/** The balances of the accounts, in their order. */
export async function readBalances(store: Store, accounts: readonly Account[]): Promise<Balance[]> {
  const items = await store.getMany('ledger', accounts.map(balanceKey));
  return accounts.map((account, index) => balanceFrom(account, items[index]));
}

/** All balances of an owner, e.g. `merchant/100001`, by account. */
export async function balancesOf(store: Store, owner: string): Promise<Balance[]> {
  const items = await store.query({ table: 'ledger', partition: owner });
  return items.map((item) => balanceFrom(accountFromKey(item as unknown as Key), item));
}

/** What is available stays within what the wire can carry when this much comes in. */
export const withinMaxBalance = (amount: bigint): Condition => {
  // Where there is no balance yet, there is zero.
  const stays = amount > MAX_MINOR ? atMost : absentOrAtMost;
  return stays('available', MAX_MINOR - amount);
};
