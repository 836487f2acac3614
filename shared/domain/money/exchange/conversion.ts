import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Store } from '../../../runtime/store/store.ts';
import type { Write } from '../../../runtime/store/write.ts';
import { FeeRuleMissing, ParameterInvalid } from '../../../wire/errors.ts';
import { MAX_AMOUNT_DIGITS, MAX_MINOR } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import type { MerchantFees } from '../../parties/merchant.ts';
import { insufficientBalance, type ShardedPayer } from '../accounts/sharded-payer.ts';
import { type Account, currencyOf, feesAccount, fxAccount } from '../ledger/account.ts';
import { withinMaxBalance } from '../ledger/balance.ts';
import { entryWrites } from '../ledger/entry.ts';
import { transfer } from '../ledger/posting.ts';
import { positionWrites } from '../rates/position-limits.ts';

/** A conversion of money between two accounts of a merchant. Amounts in minor units. */
export interface Conversion {
  readonly from: Account;
  readonly to: Account;
  /** The amount exchanged for `bought`, in the currency of `from`. */
  readonly sold: bigint;
  /** Debited to `from` in addition to `sold`. */
  readonly fee: bigint;
  /** The amount credited, in the currency of `to`. */
  readonly bought: bigint;
  /** The request field that states the amount, for error messages. */
  readonly field: string;
  /** The cause of its journal entry. */
  readonly cause: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * The writes of a conversion: one journal entry by way of the platform's foreign-exchange positions, which balances it
 * in each currency, and the updates of limited positions.
 *
 * @throws ParameterInvalid when the amount exceeds the limit of one exchange; from the transaction, when the balance of
 * `to` would become too large
 * @throws AccountBalanceInsufficient, possibly from the transaction, when `from` has less than `sold` and `fee`
 * @throws PositionLimited from the transaction
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
    new ParameterInvalid(field, `would leave more than ${MAX_AMOUNT_DIGITS} digits on an account`);
  const writes = entryWrites(
    { cause, at, postings },
    (account, figures) => payer.shortfallError(account, figures, insufficientBalance(fee)),
    [...guards, { account: to, when: [withinMaxBalance(bought)], onConflict: full }],
  );
  // The id in the cause is taken: the retry generates a new one.
  const entry = writes.map((write) =>
    write.kind === 'put' ? { ...write, onConflict: writeConflict } : write,
  );
  return [...entry, ...counted];
}

/**
 * The merchant's fees for conversions.
 *
 * @throws FeeRuleMissing
 */
export function feesOf({ merchant }: MerchantCall, currency: string): MerchantFees {
  if (!merchant.fees) throw new FeeRuleMissing(currency);
  return merchant.fees;
}

/**
 * Checks a calculated counter-amount and returns it; `field` is the request field it was calculated from.
 *
 * @throws ParameterInvalid when it is less than a minor unit, or too large
 */
export function counterAmount(minor: bigint, currency: string, field: string): bigint {
  if (minor === 0n) throw new ParameterInvalid(field, `comes to zero in ${currency}`);
  if (minor > MAX_MINOR) throw new ParameterInvalid(field, `comes to more than ${MAX_AMOUNT_DIGITS} digits`);
  return minor;
}
