import type { Store } from '../../../runtime/store/store.ts';
import { absentOrAtMost, type Write } from '../../../runtime/store/write.ts';
import { formatDate } from '../../../wire/contract/time.ts';
import { DailyCeilingReached } from '../../../wire/errors.ts';
import { formatAmount } from '../../../wire/money/amount.ts';
import { currencyExponent } from '../../../wire/money/currency.ts';
import type { Dependencies } from '../../dependencies.ts';
import { readBinRanges } from '../../issuing/model/bin-range.ts';
import type { PermittedUpstream } from '../../parties/upstream.ts';

// What an upstream may bring in a day that nothing took before: refunds beyond their purchase or without one, fees given
// back, coins that arrived. An upstream whose key is stolen makes money by these alone; beyond the ceiling an operator looks.

const DEFAULT_CEILING = 10_000n;
const DEFAULT_CEILING_WITHOUT_DECIMALS = 1_000_000n;

/** The most of a currency that it has cards in, where no operator has said another: 10,000, or 1,000,000 where it has no decimals. In minor units. */
export function defaultCeiling(currency: string): bigint {
  const exponent = currencyExponent(currency);
  return exponent === 0 ? DEFAULT_CEILING_WITHOUT_DECIMALS : DEFAULT_CEILING * 10n ** BigInt(exponent);
}

/** Money that nothing took before, in minor units. */
interface UnmatchedCredit {
  readonly currency: string;
  readonly amount: bigint;
  /** The currency of the card or the order that it is for. */
  readonly accountCurrency: string;
}

/**
 * The most that the upstream may bring of the currency in a day, in minor units. Where no operator has said it, nothing of a
 * currency that none of its cards is in: else it could bring as much of each that there is.
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

/** Whether cards of a BIN range that the upstream was given are in the currency. A platform below is given none. */
async function hasCardsIn(
  store: Store,
  { binRangeIds }: PermittedUpstream,
  currency: string,
): Promise<boolean> {
  const ranges = await readBinRanges(store, binRangeIds);
  return ranges.some(({ rules }) => rules.some((rule) => rule.currency === currency));
}

/** How long a day's count is kept after it. */
const RETENTION_MS = 8 * 86_400_000;

/**
 * The write that counts what an upstream brings against its ceiling of the day, in the platform's zone; none where it
 * brings nothing.
 *
 * @throws DailyCeilingReached, as the write does, where that is more than is left of the day
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
  const key = { pk: `brought/${upstream.userNo}/${formatDate(at, deps.utcOffset)}/${currency}` };
  return [
    {
      kind: 'update',
      table: 'limits',
      key,
      add: { amount },
      set: { expiresAt: Math.floor((at + RETENTION_MS) / 1_000) },
      when: [absentOrAtMost('amount', ceiling - amount)],
      onConflict: reached,
    },
  ];
}
