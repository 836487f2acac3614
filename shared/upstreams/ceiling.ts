import { readBinRanges } from '../cards/bin.ts';
import { DailyCeilingReached } from '../contract/errors.ts';
import { formatDate } from '../contract/time.ts';
import { majorText } from '../money/amount.ts';
import { currencyExponent } from '../money/currency.ts';
import type { Platform } from '../platform/platform.ts';
import type { Store } from '../store/store.ts';
import { noMoreThan, type Write } from '../store/write.ts';
import type { EntitledTeller } from './upstream.ts';

// What an upstream may bring in a day that nothing took before: refunds beyond their purchase or without one, fees given
// back, coins that arrived. An upstream whose key is stolen makes money by these alone; beyond the ceiling an operator looks.

const USUAL = 10_000n;
const USUAL_WITHOUT_DECIMALS = 1_000_000n;

/** The most of a currency that it has cards in, where no operator has said another: 10,000, or 1,000,000 where it has no decimals. In minor units. */
export function usualCeiling(currency: string): bigint {
  const exponent = currencyExponent(currency);
  return exponent === 0 ? USUAL_WITHOUT_DECIMALS : USUAL * 10n ** BigInt(exponent);
}

/** Money that nothing took before, in minor units. */
interface Brought {
  readonly currency: string;
  readonly amount: bigint;
  /** The currency of the card or the order that it is for. */
  readonly heldIn: string;
}

/**
 * The most that the upstream may bring of the currency in a day, in minor units. Where no operator has said it, nothing of a
 * currency that none of its cards is in: else it could bring as much of each that there is.
 */
async function ceilingOf(
  { store }: Platform,
  upstream: EntitledTeller,
  { currency, heldIn }: Brought,
): Promise<bigint> {
  const said = upstream.ceilings?.[currency];
  if (said !== undefined) return said;
  const isItsOwn = currency === heldIn || (await hasCardsIn(store, upstream, currency));
  return isItsOwn ? usualCeiling(currency) : 0n;
}

/** Whether cards of a BIN range that the upstream was given are in the currency. A platform below is given none. */
async function hasCardsIn(store: Store, { binRangeIds }: EntitledTeller, currency: string): Promise<boolean> {
  const ranges = await readBinRanges(store, binRangeIds);
  return ranges.some(({ rules }) => rules.some((rule) => rule.currency === currency));
}

/** How long a day's count is kept after it. */
const KEPT_MS = 8 * 86_400_000;

/**
 * The write that counts what an upstream brings against its ceiling of the day, in the platform's zone; none where it
 * brings nothing.
 *
 * @throws DailyCeilingReached, as the write does, where that is more than is left of the day
 */
export async function countedWrites(
  platform: Platform,
  upstream: EntitledTeller,
  brought: Brought,
): Promise<Write[]> {
  const { currency, amount } = brought;
  if (amount <= 0n) return [];
  const ceiling = await ceilingOf(platform, upstream, brought);
  const reached = () => new DailyCeilingReached(`${majorText(ceiling, currency)} ${currency}`);
  if (amount > ceiling) throw reached();
  const at = platform.now();
  const key = { pk: `brought/${upstream.userNo}/${formatDate(at, platform.utcOffset)}/${currency}` };
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
