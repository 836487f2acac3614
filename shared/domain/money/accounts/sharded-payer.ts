import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import { AccountBalanceInsufficient, type Shortage } from '../../../wire/errors.ts';
import { formatAmount, formatMoney } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { accountShardCount } from '../../parties/merchant.ts';
import { type Account, accountOfShard, currencyOf, merchantCardAccount } from '../ledger/account.ts';
import type { BalanceGuard, Posting, Shortfall, ShortfallError } from '../ledger/entry.ts';
import {
  guardsOfPayingShards,
  guardsOfSingleShard,
  netDebit,
  postedOnShard,
  readShards,
  splitAcrossShards,
} from '../ledger/shards.ts';

/** The figures in words; `more` says what the needed amount has in it. */
export function shortageOf(account: Account, { needed, available }: Shortfall, more = ''): Shortage {
  const currency = currencyOf(account);
  return {
    needed: `${formatMoney(needed, currency)}${more}`,
    available: formatAmount(available, currency),
  };
}

/** What refuses when a merchant's account has not what is taken from it; `fee` is what of that is a fee. */
export const insufficientBalance =
  (fee = 0n): ShortfallError =>
  (account, figures) =>
    new AccountBalanceInsufficient(shortageOf(account, figures, fee > 0n ? ' with the fee' : ''));

/** Postings with those on a merchant's account where they belong, and the part of it that was chosen, if it has any. */
export interface PaymentPlan {
  readonly postings: readonly Posting[];
  /** What must hold of the parts that pay. */
  readonly guards: readonly BalanceGuard[];
  readonly shard?: number;
}

/**
 * How one request pays from a merchant's card account, or into it, where the account's money lies on several parts. A part
 * is drawn at first; when that one refuses, the request decides again, on what all of them have. Of an account that has no
 * parts nothing is read and nothing changed.
 */
export class ShardedPayer {
  readonly #call: MerchantCall;
  /** The account, if it has parts. */
  #account: Account | undefined;
  #chosen = 0;
  /** The part that could not pay. */
  #exhausted: number | undefined;

  constructor(call: MerchantCall) {
    this.#call = call;
  }

  /**
   * The postings of an entry, on parts; `fee` is what of them is a fee. AccountBalanceInsufficient when all parts together
   * have not what they take.
   */
  async plan(currency: string, postings: readonly Posting[], fee = 0n): Promise<PaymentPlan> {
    const { deps, merchant } = this.#call;
    const account = merchantCardAccount(merchant.userNo, currency);
    const parts = accountShardCount(merchant, currency);
    if (parts === 1) return { postings, guards: [] };
    this.#account = account;
    if (this.#exhausted !== undefined) return this.#split({ account, parts, fee }, postings, this.#exhausted);
    this.#chosen = deps.random(parts);
    const guards = netDebit(account, postings) > 0n ? guardsOfSingleShard(account, this.#chosen) : [];
    return { ...postedOnShard(account, postings, this.#chosen), guards };
  }

  async #split(
    {
      account,
      parts: count,
      fee,
    }: { readonly account: Account; readonly parts: number; readonly fee: bigint },
    postings: readonly Posting[],
    exhausted: number,
  ): Promise<PaymentPlan> {
    const { store, random } = this.#call.deps;
    const parts = await readShards(store, account, count);
    const seen = parts.map(({ available }) => available);
    const placed = splitAcrossShards(account, postings, seen, exhausted, random);
    if (!placed) {
      const available = seen.reduce((sum, part) => sum + part, 0n);
      throw insufficientBalance(fee)(account, { needed: netDebit(account, postings), available });
    }
    return { ...placed, guards: guardsOfPayingShards(account, parts, placed.postings) };
  }

  /** The error for a balance that does not suffice: a part's refusal is not yet the account's. */
  shortfallError(account: Account, figures: Shortfall, onShortfall: ShortfallError): Error {
    if (this.#account !== accountOfShard(account)) return onShortfall(account, figures);
    this.#exhausted = this.#chosen;
    return new WriteConflict();
  }
}
