import { ownBinPut } from '../../../runtime/card-number/detect-card-numbers.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { FeeRuleMissing, ParameterInvalid, ProductNotEnabled } from '../../../wire/errors.ts';
import { feeShareOf, type RatePpm, toMajor } from '../../../wire/money/amount.ts';
import { EMBEDDED, type IssuerName } from '../../issuer-name.ts';

/** Fees and limits for the cards of a range in one currency. Amounts in minor units of that currency. */
export interface CurrencyRule {
  readonly currency: string;
  readonly openFee: bigint;
  readonly rechargeFeeRate: RatePpm;
  /** Minimum fee of a recharge. Defaults to zero. */
  readonly minRechargeFee?: bigint;
  readonly minAmount: bigint;
  readonly maxAmount: bigint;
}

/** A range of card numbers under one BIN, with its rules. */
export interface BinRange {
  /** At most 8 characters. */
  readonly binRangeId: string;
  /** The first 6 to 8 digits of its card numbers. */
  readonly cardBin: string;
  readonly cardBrand: string;
  /** 1 regular, 2 shared. */
  readonly cardType: 1 | 2;
  /** 1 virtual, 2 physical. */
  readonly cardForm: 1 | 2;
  readonly needCardholder: boolean;
  readonly requiredFields: readonly string[];
  /** Whether new cards may be opened in it. */
  readonly enabled: boolean;
  /** Months from a card's opening to the end of its expiry month. */
  readonly validityMonths: number;
  /** The issuer of its cards. */
  readonly issuer: IssuerName;
  /** The range's id at its external issuer. Defaults to our own id. */
  readonly issuerRangeId?: string;
  /** Where network fees for transactions are charged. Defaults to the merchant's account. */
  readonly feesFrom?: 'card' | 'account';
  readonly rules: readonly CurrencyRule[];
}

const binRangeKey = (binRangeId: string) => ({ pk: `bin/${binRangeId}` });

/** Returns the BIN range with this id, or undefined. */
export async function findBinRange(store: Store, binRangeId: string): Promise<BinRange | undefined> {
  const item = await store.get('cards', binRangeKey(binRangeId));
  return item && binRangeFrom(item as unknown as BinRange);
}

/** Returns the existing ranges among these ids, without duplicates and in the given order. */
export async function readBinRanges(store: Store, binRangeIds: readonly string[]): Promise<BinRange[]> {
  const items = await store.getMany('cards', [...new Set(binRangeIds)].map(binRangeKey));
  return items.flatMap((item) => (item ? [binRangeFrom(item as unknown as BinRange)] : []));
}

/** Stores a BIN range, replacing any earlier record. Called by operators only. */
export async function saveBinRange(store: Store, range: BinRange): Promise<void> {
  const item = { ...range, ...binRangeKey(range.binRangeId) };
  await store.write([{ kind: 'put', table: 'cards', item, replace: true }, ownBinPut(range.cardBin)]);
}

function binRangeFrom(item: BinRange): BinRange {
  const rules = item.rules.map((rule) => ({
    ...rule,
    openFee: BigInt(rule.openFee),
    minAmount: BigInt(rule.minAmount),
    maxAmount: BigInt(rule.maxAmount),
    ...(rule.minRechargeFee !== undefined && { minRechargeFee: BigInt(rule.minRechargeFee) }),
  }));
  return { ...item, rules };
}

/**
 * Returns the BIN range id to store on an order for an external issuer: that of the range there. Empty for our own cards.
 */
export const rangeAtIssuer = ({ issuer, binRangeId, issuerRangeId }: BinRange) =>
  issuer === EMBEDDED ? {} : { issuerRangeId: issuerRangeId ?? binRangeId };

/**
 * Returns the range's rule for a currency.
 *
 * @throws FeeRuleMissing when the range has no rule for the currency
 */
export function ruleFor(range: BinRange, currency: string): CurrencyRule {
  const rule = range.rules.find((candidate) => candidate.currency === currency);
  if (!rule) throw new FeeRuleMissing(currency);
  return rule;
}

/** Returns the fee of a recharge of `amount`, in minor units: the rate's share, but at least the rule's minimum. */
export function rechargeFee(amount: bigint, { rechargeFeeRate, minRechargeFee = 0n }: CurrencyRule): bigint {
  const share = feeShareOf(amount, rechargeFeeRate);
  return share > minRechargeFee ? share : minRechargeFee;
}

/** @throws ParameterInvalid when the amount is outside the rule's limits */
export function assertWithinLimits(amount: bigint, rule: CurrencyRule, field: string): void {
  if (amount >= rule.minAmount && amount <= rule.maxAmount) return;
  const [min, max] = [rule.minAmount, rule.maxAmount].map((limit) => toMajor(limit, rule.currency));
  throw new ParameterInvalid(field, `must be from ${min} to ${max} ${rule.currency}`);
}

/** Selects the BIN range for a new card or group. */
export interface RangeFilter {
  /** A range id or a BIN. */
  readonly binRangeId?: string | undefined;
  readonly cardType?: 1 | 2;
  /** Defaults to 1, virtual. */
  readonly cardForm?: 1 | 2;
  readonly currency: string;
  /** Required issuer: the pool's for a supplementary card, this platform for a stock card. Defaults to any. */
  readonly issuer?: IssuerName;
}

/**
 * Chooses the range for a new card among those the merchant may use: the one with the requested id, otherwise those
 * with the requested BIN, or all when none is requested. Prefers the first one that has a rule for the currency.
 *
 * @throws ProductNotEnabled when no range matches
 */
export function chooseRange(ranges: readonly BinRange[], filter: RangeFilter): BinRange {
  const eligible = ranges.filter(
    ({ enabled, cardForm, cardType, issuer }) =>
      enabled &&
      cardForm === (filter.cardForm ?? 1) &&
      cardType === (filter.cardType ?? cardType) &&
      issuer === (filter.issuer ?? issuer),
  );
  const matching = filter.binRangeId === undefined ? eligible : rangesByIdOrBin(eligible, filter.binRangeId);
  const range =
    matching.find(({ rules }) => rules.some((rule) => rule.currency === filter.currency)) ?? matching[0];
  if (!range) throw new ProductNotEnabled();
  return range;
}

function rangesByIdOrBin(ranges: readonly BinRange[], idOrBin: string): readonly BinRange[] {
  const byId = ranges.filter(({ binRangeId }) => binRangeId === idOrBin);
  return byId.length > 0 ? byId : ranges.filter(({ cardBin }) => cardBin === idOrBin);
}

/** Whether the range matches an optional id or BIN. */
export const matchesIdOrBin = ({ binRangeId, cardBin }: BinRange, idOrBin: string | undefined): boolean =>
  idOrBin === undefined || idOrBin === binRangeId || idOrBin === cardBin;
