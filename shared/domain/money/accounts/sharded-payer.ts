import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import { AccountBalanceInsufficient, type Shortage } from '../../../wire/errors.ts';
import { formatAmount, formatMoney } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { accountShardCount } from '../../parties/merchant.ts';
import { type Account, accountOfShard, currencyOf, merchantCardAccount } from '../ledger/account.ts';
import type { BalanceGuard, Shortfall, ShortfallError } from '../ledger/entry.ts';
import type { Posting } from '../ledger/posting.ts';
import {
  guardsOfPayingShards,
  guardsOfSingleShard,
  netDebit,
  postedOnShard,
  readShards,
  splitAcrossShards,
} from '../ledger/shards.ts';

/** Formats a shortfall for an error message; `suffix` says what the needed amount includes. */
export function shortageOf(account: Account, { needed, available }: Shortfall, suffix = ''): Shortage {
  const currency = currencyOf(account);
  return {
    needed: `${formatMoney(needed, currency)}${suffix}`,
    available: formatAmount(available, currency),
  };
}

/**
 * Makes the AccountBalanceInsufficient for a merchant's account; `fee` is the part of the debit that is a fee, in minor
 * units.
 */
export const insufficientBalance =
  (fee = 0n): ShortfallError =>
  (account, shortfall) =>
    new AccountBalanceInsufficient(shortageOf(account, shortfall, fee > 0n ? ' with the fee' : ''));

/** Postings placed on the shards of a merchant's account. */
export interface PaymentPlan {
  readonly postings: readonly Posting[];
  /** Guards for the shards that pay. */
  readonly guards: readonly BalanceGuard[];
  /** The shard chosen; undefined for an account without shards. */
  readonly shard?: number;
}

/**
 * Places one request's debits and credits on the shards of a merchant's card account. The first attempt uses a random
 * shard without reading it. Should that shard refuse, the request is retried on the balances of all shards. Nothing
 * changes for an account without shards, and nothing is read.
 */
export class ShardedPayer {
  readonly #call: MerchantCall;
  /** The account, if it is sharded. */
  #account: Account | undefined;
  #chosen = 0;
  /** The shard that could not pay. */
  #exhausted: number | undefined;

  constructor(call: MerchantCall) {
    this.#call = call;
  }

  /**
   * Places the postings of an entry on shards; `fee` is the part of the debit that is a fee, in minor units.
   *
   * @throws AccountBalanceInsufficient when all shards together have less than the debit
   */
  async plan(currency: string, postings: readonly Posting[], fee = 0n): Promise<PaymentPlan> {
    const { deps, merchant } = this.#call;
    const account = merchantCardAccount(merchant.userNo, currency);
    const count = accountShardCount(merchant, currency);
    if (count === 1) return { postings, guards: [] };
    this.#account = account;
    if (this.#exhausted !== undefined) return this.#split({ account, count, fee }, postings, this.#exhausted);
    this.#chosen = deps.random(count);
    const guards = netDebit(account, postings) > 0n ? guardsOfSingleShard(account, this.#chosen) : [];
    return { ...postedOnShard(account, postings, this.#chosen), guards };
  }

  async #split(
    { account, count, fee }: { readonly account: Account; readonly count: number; readonly fee: bigint },
    postings: readonly Posting[],
    exhausted: number,
  ): Promise<PaymentPlan> {
    const { store, random } = this.#call.deps;
    const shards = await readShards(store, account, count);
    const seen = shards.map(({ available }) => available);
    const placed = splitAcrossShards(account, postings, seen, exhausted, random);
    if (!placed) {
      const available = seen.reduce((sum, one) => sum + one, 0n);
      throw insufficientBalance(fee)(account, { needed: netDebit(account, postings), available });
    }
    return { ...placed, guards: guardsOfPayingShards(account, shards, placed.postings) };
  }

  /**
   * Makes the error for an insufficient balance. When only a shard's balance is, it is a WriteConflict: the request is
   * retried.
   */
  shortfallError(account: Account, shortfall: Shortfall, onShortfall: ShortfallError): Error {
    if (this.#account !== accountOfShard(account)) return onShortfall(account, shortfall);
    this.#exhausted = this.#chosen;
    return new WriteConflict();
  }
}
