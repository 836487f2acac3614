import type { Platform } from '../platform/platform.ts';
import type { Account } from './accounts.ts';
import { readBalances } from './balance.ts';

/** Raises an alarm for each of the accounts that has fallen below zero: a clearing took more than there was. */
export async function warnOfOverdraft(
  { store, alarm }: Platform,
  accounts: readonly Account[],
): Promise<void> {
  for (const { account, available } of await readBalances(store, accounts)) {
    if (available < 0n) alarm('a balance is below zero', { account, available: String(available) });
  }
}
