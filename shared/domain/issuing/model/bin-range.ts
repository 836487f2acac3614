import { ownBinPut } from '../../../runtime/card-number/detect-card-numbers.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { FeeRuleMissing, ParameterInvalid, ProductNotEnabled } from '../../../wire/errors.ts';
import { feeShareOf, type RatePpm, toMajor } from '../../../wire/money/amount.ts';
import { EMBEDDED, type IssuerName } from '../../issuer-name.ts';

/** What cards of a range cost and may hold, in minor units of the rule's currency. */
export interface CurrencyRule {
  readonly currency: string;
  readonly openFee: bigint;
  readonly rechargeFeeRate: RatePpm;
  /** What a recharge costs at least; nothing unless told. */
  readonly minRechargeFee?: bigint;
  readonly minAmount: bigint;
  readonly maxAmount: bigint;
}

/** A range of card numbers under one BIN, with its rules. */
export interface BinRange {
  /** At most 8 characters. */
  readonly binRangeId: string;
  /** The leading 6 to 8 digits of its card numbers. */
  readonly cardBin: string;
  readonly cardBrand: string;
  /** 1 regular, 2 shared. */
  readonly cardType: 1 | 2;
  /** 1 virtual, 2 physical. */
  readonly cardForm: 1 | 2;
  readonly needCardholder: boolean;
  readonly requiredFields: readonly string[];
  /** Open for new cards. */
  readonly enabled: boolean;
  /** From opening to the end of the card's expiry month. */
  readonly validityMonths: number;
  /** Whose cards these are. */
  readonly issuer: IssuerName;
  /** The range's id at an issuer that is another platform; the same as here unless told. */
  readonly issuerRangeId?: string;
  /** Where the fees that the network charges for transactions are taken: the account unless told. */
  readonly feesFrom?: 'card' | 'account';
  readonly rules: readonly CurrencyRule[];
}

const binRangeKey = (binRangeId: string) => ({ pk: `bin/${binRangeId}` });

/** The range of this id, or undefined when there is none. */
export async function findBinRange(store: Store, binRangeId: string): Promise<BinRange | undefined> {
  const item = await store.get('cards', binRangeKey(binRangeId));
  return item && binRangeFrom(item as unknown as BinRange);
}

/** The ranges of these ids that exist, each once, in their order. */
export async function readBinRanges(store: Store, binRangeIds: readonly string[]): Promise<BinRange[]> {
  const items = await store.getMany('cards', [...new Set(binRangeIds)].map(binRangeKey));
  return items.flatMap((item) => (item ? [binRangeFrom(item as unknown as BinRange)] : []));
}

/** Stores a range, in place of an earlier record: an operator's act. */
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

/** What an order keeps of its range for an issuer that is another platform: the range's id there. */
export const rangeAtIssuer = ({ issuer, binRangeId, issuerRangeId }: BinRange) =>
  issuer === EMBEDDED ? {} : { issuerRangeId: issuerRangeId ?? binRangeId };

/** The range's rule for the currency, or FeeRuleMissing. */
export function ruleFor(range: BinRange, currency: string): CurrencyRule {
  const rule = range.rules.find((candidate) => candidate.currency === currency);
  if (!rule) throw new FeeRuleMissing(currency);
  return rule;
}

/** What a recharge of `amount` minor units costs: its share, and no less than the rule's least. */
export function rechargeFee(amount: bigint, { rechargeFeeRate, minRechargeFee = 0n }: CurrencyRule): bigint {
  const share = feeShareOf(amount, rechargeFeeRate);
  return share > minRechargeFee ? share : minRechargeFee;
}

/** Refuses an amount outside the range's limits. */
export function assertWithinLimits(amount: bigint, rule: CurrencyRule, field: string): void {
  if (amount >= rule.minAmount && amount <= rule.maxAmount) return;
  const [min, max] = [rule.minAmount, rule.maxAmount].map((limit) => toMajor(limit, rule.currency));
  throw new ParameterInvalid(field, `must be from ${min} to ${max} ${rule.currency}`);
}

/** What a range must be to be chosen; virtual unless told. */
export interface RangeFilter {
  /** An id, or a BIN. */
  readonly binRangeId?: string | undefined;
  readonly cardType?: 1 | 2;
  readonly cardForm?: 1 | 2;
  readonly currency: string;
  /** Whose range it must be, of a card that goes into a pool or out of a stock; anybody's unless told. */
  readonly issuer?: IssuerName;
}

/**
 * The range to open a card in: of those that the merchant may use the one of that id, else the ranges of that BIN, else
 * all; of several the first that has a rule for the currency, or the first. ProductNotEnabled when there is none.
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

/** Whether a request that names a range by its id or its BIN can mean this one; one that names none can. */
export const matchesIdOrBin = ({ binRangeId, cardBin }: BinRange, idOrBin: string | undefined): boolean =>
  idOrBin === undefined || idOrBin === binRangeId || idOrBin === cardBin;
