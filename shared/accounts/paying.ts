import { AccountBalanceInsufficient, type Shortage } from '../contract/errors.ts';
import { type Account, currencyOf, merchantCardAccount, wholeOf } from '../ledger/accounts.ts';
import type { Figures, Guard, Insufficient, Posting } from '../ledger/entry.ts';
import { guardOfDrawn, guardsOfPaying, placedOn, readParts, spread, takenFrom } from '../ledger/parts.ts';
import { partsOf } from '../merchants/merchant.ts';
import { majorText, moneyText } from '../money/amount.ts';
import type { Call } from '../platform/platform.ts';
import { StaleDecision } from '../requests/once.ts';

/** The figures in words; `more` says what the needed amount has in it. */
export function shortageOf(account: Account, { needed, available }: Figures, more = ''): Shortage {
  const currency = currencyOf(account);
  return {
    needed: `${moneyText(needed, currency)}${more}`,
    available: majorText(available, currency),
  };
}

/** What refuses when a merchant's account has not what is taken from it; `fee` is what of that is a fee. */
export const accountShort =
  (fee = 0n): Insufficient =>
  (account, figures) =>
    new AccountBalanceInsufficient(shortageOf(account, figures, fee > 0n ? ' with the fee' : ''));

/** Postings with those on a merchant's account where they belong, and the part of it that was chosen, if it has any. */
export interface Paid {
  readonly postings: readonly Posting[];
  /** What must hold of the parts that pay. */
  readonly guards: readonly Guard[];
  readonly part?: number;
}

/**
 * How one request pays from a merchant's card account, or into it, where the account's money lies on several parts. A part
 * is drawn at first; when that one refuses, the request decides again, on what all of them have. Of an account that has no
 * parts nothing is read and nothing changed.
 */
export class Paying {
  readonly #call: Call;
  /** The account, if it has parts. */
  #paysFrom: Account | undefined;
  #drawn = 0;
  /** The part that could not pay. */
  #dry: number | undefined;

  constructor(call: Call) {
    this.#call = call;
  }

  /**
   * The postings of an entry, on parts; `fee` is what of them is a fee. AccountBalanceInsufficient when all parts together
   * have not what they take.
   */
  async place(currency: string, postings: readonly Posting[], fee = 0n): Promise<Paid> {
    const { platform, merchant } = this.#call;
    const account = merchantCardAccount(merchant.userNo, currency);
    const parts = partsOf(merchant, currency);
    if (parts === 1) return { postings, guards: [] };
    this.#paysFrom = account;
    if (this.#dry !== undefined) return this.#spread({ account, parts, fee }, postings, this.#dry);
    this.#drawn = platform.random(parts);
    const guards = takenFrom(account, postings) > 0n ? guardOfDrawn(account, this.#drawn) : [];
    return { ...placedOn(account, postings, this.#drawn), guards };
  }

  async #spread(
    {
      account,
      parts: count,
      fee,
    }: { readonly account: Account; readonly parts: number; readonly fee: bigint },
    postings: readonly Posting[],
    dry: number,
  ): Promise<Paid> {
    const { store, random } = this.#call.platform;
    const parts = await readParts(store, account, count);
    const seen = parts.map(({ available }) => available);
    const placed = spread(account, postings, seen, dry, random);
    if (!placed) {
      const available = seen.reduce((sum, part) => sum + part, 0n);
      throw accountShort(fee)(account, { needed: takenFrom(account, postings), available });
    }
    return { ...placed, guards: guardsOfPaying(account, parts, placed.postings) };
  }

  /** The error for a balance that does not suffice: a part's refusal is not yet the account's. */
  insufficient(account: Account, figures: Figures, otherwise: Insufficient): Error {
    if (this.#paysFrom !== wholeOf(account)) return otherwise(account, figures);
    this.#dry = this.#drawn;
    return new StaleDecision();
  }
}
