import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { createShards, rebalanceShards } from '../../shared/domain/money/accounts/rebalance-shards.ts';
import { merchantCardAccount } from '../../shared/domain/money/ledger/account.ts';
import { MAX_SHARDS } from '../../shared/domain/money/ledger/shards.ts';
import { accountShardCount, type Merchant, saveMerchant } from '../../shared/domain/parties/merchant.ts';
import { CommandError } from './command.ts';

/**
 * Splits a merchant's card account into so many shards and spreads its money evenly.
 *
 * @throws CommandError for fewer shards than before
 */
export async function setShards(
  merchant: Merchant,
  currency: string,
  count: string,
  deps: Dependencies,
): Promise<string> {
  const shards = Number(count);
  const minShards = accountShardCount(merchant, currency);
  if (!Number.isInteger(shards) || shards < minShards || shards > MAX_SHARDS)
    throw new CommandError(`--count must be a whole number from ${minShards} to ${MAX_SHARDS}`);
  const changed = { ...merchant, accountShards: { ...merchant.accountShards, [currency]: shards } };
  await createShards(deps, merchantCardAccount(merchant.userNo, currency), shards);
  // Before any money is moved: a reader that does not know of a shard does not see the money on it.
  await saveMerchant(deps.store, changed);
  await rebalanceIfSharded(changed, currency, deps);
  return `the ${currency} account of merchant ${merchant.userNo} has ${shards} shards`;
}

/** Spreads money evenly over the shards of a merchant's card account, if it has several. */
export async function rebalanceIfSharded(
  merchant: Merchant,
  currency: string,
  deps: Dependencies,
): Promise<void> {
  const shards = accountShardCount(merchant, currency);
  if (shards > 1) await rebalanceShards(deps, merchantCardAccount(merchant.userNo, currency), shards);
}
