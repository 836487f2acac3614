import { DailyCeilingReached } from '../contract/errors.ts';
import { formatDate } from '../contract/time.ts';
import { majorText } from '../money/amount.ts';
import { currencyExponent } from '../money/currency.ts';
import type { Platform } from '../platform/platform.ts';
import { noMoreThan, type Write } from '../store/write.ts';
import type { EntitledTeller } from './upstream.ts';

// What an upstream may bring in a day that nothing took before: refunds beyond their purchase or without one, fees given
// back, coins that arrived. An upstream whose key is stolen makes money by these alone; beyond the ceiling an operator looks.

/** The most by currency, in minor units, where an operator has said so. */
export type Ceilings = Readonly<Record<string, bigint>>;

const USUAL = 10_000n;
const USUAL_WITHOUT_DECIMALS = 1_000_000n;

/** The most of a currency where no operator has said another: 10,000, or 1,000,000 where it has no decimals. In minor units. */
export function usualCeiling(currency: string): bigint {
  const exponent = currencyExponent(currency);
  return exponent === 0 ? USUAL_WITHOUT_DECIMALS : USUAL * 10n ** BigInt(exponent);
}

/** The most that the upstream may bring of the currency in a day, in minor units. */
export const ceilingOf = ({ ceilings }: Pick<EntitledTeller, 'ceilings'>, currency: string): bigint =>
  ceilings?.[currency] ?? usualCeiling(currency);

/** Money that nothing took before, in minor units. */
interface Brought {
  readonly currency: string;
  readonly amount: bigint;
}

/** How long a day's count is kept after it. */
const KEPT_MS = 8 * 86_400_000;

/**
 * The write that counts what an upstream brings against its ceiling of the day, in the platform's zone; none where it
 * brings nothing.
 *
 * @throws DailyCeilingReached, as the write does, where that is more than is left of the day
 */
export function countedWrites(
  { now, utcOffset }: Platform,
  upstream: EntitledTeller,
  { currency, amount }: Brought,
): Write[] {
  if (amount <= 0n) return [];
  const ceiling = ceilingOf(upstream, currency);
  const reached = () => new DailyCeilingReached(`${majorText(ceiling, currency)} ${currency}`);
  if (amount > ceiling) throw reached();
  const at = now();
  const key = { pk: `brought/${upstream.userNo}/${formatDate(at, utcOffset)}/${currency}` };
  return [
    {
      kind: 'update',
      table: 'limits',
      key,
      add: { amount },
      set: { expiresAt: Math.floor((at + KEPT_MS) / 1_000) },
      when: [noMoreThan('amount', ceiling - amount)],
      otherwise: reached,
    },
  ];
}
