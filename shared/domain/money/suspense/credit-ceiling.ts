import { DAY_MS } from '../../../runtime/duration.ts';
import { expiryAttributes } from '../../../runtime/store/expiry.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { absentOrAtMost, type Write } from '../../../runtime/store/write.ts';
import { formatDate } from '../../../wire/contract/time.ts';
import { DailyCeilingReached } from '../../../wire/errors.ts';
import { formatAmount } from '../../../wire/money/amount.ts';
import { currencyExponent } from '../../../wire/money/currency.ts';
import type { Dependencies } from '../../dependencies.ts';
import { readBinRanges } from '../../issuing/model/bin-range.ts';
import type { PermittedUpstream } from '../../parties/upstream.ts';

// What an upstream may credit per day without a matching debit: refunds above their purchase or without one, returned
// fees, and coins that arrived. A stolen upstream key can create money in no other way. Above the ceiling, an operator
// decides.

const DEFAULT_CEILING = 10_000n;
const DEFAULT_CEILING_WITHOUT_DECIMALS = 1_000_000n;

/**
 * Returns the default ceiling in minor units, for a currency in which the upstream has cards: 10,000, or 1,000,000 in a
 * currency without decimals.
 */
function defaultCeiling(currency: string): bigint {
  const exponent = currencyExponent(currency);
  return exponent === 0 ? DEFAULT_CEILING_WITHOUT_DECIMALS : DEFAULT_CEILING * 10n ** BigInt(exponent);
}

/** A credit without a matching debit, in minor units. */
interface UnmatchedCredit {
  readonly currency: string;
  readonly amount: bigint;
  /** The currency of the card or order that is credited. */
  readonly accountCurrency: string;
}

/**
 * Returns the upstream's daily ceiling for a currency, in minor units. Without a ceiling from an operator, it is 0 in a
 * currency in which the upstream has no cards: otherwise it could credit the default of every currency there is.
 */
async function dailyCeiling(
  { store }: Dependencies,
  upstream: PermittedUpstream,
  { currency, accountCurrency }: UnmatchedCredit,
): Promise<bigint> {
  const configured = upstream.ceilings?.[currency];
  if (configured !== undefined) return configured;
  const isItsOwn = currency === accountCurrency || (await hasCardsIn(store, upstream, currency));
  return isItsOwn ? defaultCeiling(currency) : 0n;
}

/** Whether the upstream was granted BIN ranges in the currency. External issuers are granted none. */
async function hasCardsIn(
  store: Store,
  { binRangeIds }: PermittedUpstream,
  currency: string,
): Promise<boolean> {
  const ranges = await readBinRanges(store, binRangeIds);
  return ranges.some(({ rules }) => rules.some((rule) => rule.currency === currency));
}

/** How long a day's total is stored. */
const RETENTION_MS = 8 * DAY_MS;

/**
 * Builds the writes that count a credit against the upstream's ceiling for the day, in the platform's time zone; none
 * when the amount is 0. The writes fail with the same error.
 *
 * @throws DailyCeilingReached when the credit is above what is left of the ceiling
 */
export async function creditCeilingWrites(
  deps: Dependencies,
  upstream: PermittedUpstream,
  credit: UnmatchedCredit,
): Promise<Write[]> {
  const { currency, amount } = credit;
  if (amount <= 0n) return [];
  const ceiling = await dailyCeiling(deps, upstream, credit);
  const reached = () => new DailyCeilingReached(`${formatAmount(ceiling, currency)} ${currency}`);
  if (amount > ceiling) throw reached();
  const at = deps.now();
  const key = { pk: `credit/${upstream.userNo}/${formatDate(at, deps.utcOffset)}/${currency}` };
  return [
    {
      kind: 'update',
      table: 'limits',
      key,
      add: { amount },
      set: expiryAttributes(at + RETENTION_MS),
      when: [absentOrAtMost('amount', ceiling - amount)],
      onConflict: reached,
    },
  ];
}
