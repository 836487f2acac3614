import { findMerchant, partsOf } from '../merchants/merchant.ts';
import type { Platform } from '../platform/platform.ts';
import { type Account, currencyOf, userNoOf } from './accounts.ts';
import { type Balance, readBalances } from './balance.ts';
import { levelParts } from './level.ts';
import { sumOf } from './parts.ts';

/** Raises an alarm for each of the accounts that has fallen below zero: a clearing took more than there was. */
export async function warnOfOverdraft(platform: Platform, accounts: readonly Account[]): Promise<void> {
  for (const balance of await readBalances(platform.store, accounts)) {
    if (balance.available >= 0n) continue;
    const { account, available } = await coveredByParts(platform, balance);
    if (available < 0n) platform.alarm('a balance is below zero', { account, available: String(available) });
  }
}

/** What is taken without asking is taken from the first part of an account; where that fell below zero, the others give. */
async function coveredByParts(platform: Platform, balance: Balance): Promise<Balance> {
  const { account } = balance;
  const userNo = userNoOf(account);
  const merchant = userNo === undefined ? undefined : await findMerchant(platform.store, userNo);
  const parts = merchant ? partsOf(merchant, currencyOf(account)) : 1;
  return parts === 1 ? balance : sumOf(account, await levelParts(platform, account, parts));
}
