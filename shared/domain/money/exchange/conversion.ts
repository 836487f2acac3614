import { WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { Write } from '../../../runtime/store/write.ts';
import { FeeRuleMissing, ParameterInvalid } from '../../../wire/errors.ts';
import { MAX_AMOUNT_DIGITS, MAX_MINOR } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import type { MerchantFees } from '../../parties/merchant.ts';
import { insufficientBalance, type ShardedPayer } from '../accounts/sharded-payer.ts';
import { type Account, currencyOf, feesAccount, fxAccount } from '../ledger/account.ts';
import { withinMaxBalance } from '../ledger/balance.ts';
import { entryWrites, transfer } from '../ledger/entry.ts';
import { positionWrites } from '../rates/position-limits.ts';

/** Money that changes its currency between two accounts of a merchant. Amounts in minor units. */
export interface Conversion {
  readonly from: Account;
  readonly to: Account;
  /** What is exchanged for `bought`, in the currency of `from`. */
  readonly sold: bigint;
  /** What is taken from `from` beside it. */
  readonly fee: bigint;
  /** In the currency of `to`. */
  readonly bought: bigint;
  /** The request's field that named the amount. */
  readonly field: string;
  /** What brought it about. */
  readonly cause: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * The writes that convert at once: one journal entry, made through the platform's exchange positions so that it is
 * balanced in each currency; and what an operator's limits count of it. AccountBalanceInsufficient when `from` has not
 * what is sold and its fee.
 */
export async function conversionWrites(
  store: Store,
  payer: ShardedPayer,
  { from, to, sold, fee, bought, field, cause, at }: Conversion,
): Promise<Write[]> {
  const sides = [
    { currency: currencyOf(from), gained: sold },
    { currency: currencyOf(to), gained: -bought },
  ];
  const counted = await positionWrites(store, sides, field);
  const { postings, guards } = await payer.plan(
    currencyOf(from),
    [
      ...transfer([from, 'available'], [fxAccount(currencyOf(from)), 'available'], sold),
      ...transfer([from, 'available'], [feesAccount(currencyOf(from)), 'available'], fee),
      ...transfer([fxAccount(currencyOf(to)), 'available'], [to, 'available'], bought),
    ],
    fee,
  );
  const full = () =>
    new ParameterInvalid(field, `leaves more than ${MAX_AMOUNT_DIGITS} digits on an account`);
  const writes = entryWrites(
    { cause, at, postings },
    (account, figures) => payer.shortfallError(account, figures, insufficientBalance(fee)),
    [...guards, { account: to, when: [withinMaxBalance(bought)], onConflict: full }],
  );
  // The cause's id is another's: the next decision draws a new one.
  const stale = () => new WriteConflict();
  const entry = writes.map((write) => (write.kind === 'put' ? { ...write, onConflict: stale } : write));
  return [...entry, ...counted];
}

/** What the merchant pays for conversions. FeeRuleMissing when nobody has said. */
export function feesOf({ merchant }: MerchantCall, currency: string): MerchantFees {
  if (!merchant.fees) throw new FeeRuleMissing(currency);
  return merchant.fees;
}

/** The calculated counter-amount, which must be at least a minor unit; `field` is the wire name of what was asked for. */
export function counterAmount(minor: bigint, currency: string, field: string): bigint {
  if (minor === 0n) throw new ParameterInvalid(field, `comes to nothing in ${currency}`);
  if (minor > MAX_MINOR) throw new ParameterInvalid(field, `comes to more than ${MAX_AMOUNT_DIGITS} digits`);
  return minor;
}
