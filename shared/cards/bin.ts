import { FeeRuleMissing, ParameterInvalid, ProductNotEnabled } from '../contract/errors.ts';
import { EMBEDDED, type IssuerName } from '../issuer/issuer-name.ts';
import { type RatePpm, shareOf, toMajor } from '../money/amount.ts';
import type { Store } from '../store/store.ts';
import { ownBinPut } from './found-number.ts';

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

const binKey = (binRangeId: string) => ({ pk: `bin/${binRangeId}` });

/** The range of this id, or undefined when there is none. */
export async function findBinRange(store: Store, binRangeId: string): Promise<BinRange | undefined> {
  const item = await store.get('cards', binKey(binRangeId));
  return item && binRangeFrom(item as unknown as BinRange);
}

/** The ranges of these ids that exist, each once, in their order. */
export async function readBinRanges(store: Store, binRangeIds: readonly string[]): Promise<BinRange[]> {
  const items = await store.getMany('cards', [...new Set(binRangeIds)].map(binKey));
  return items.flatMap((item) => (item ? [binRangeFrom(item as unknown as BinRange)] : []));
}

/** Stores a range, in place of an earlier record: an operator's act. */
export async function saveBinRange(store: Store, range: BinRange): Promise<void> {
  const item = { ...range, ...binKey(range.binRangeId) };
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
  const share = shareOf(amount, rechargeFeeRate);
  return share > minRechargeFee ? share : minRechargeFee;
}

/** Refuses an amount outside the range's limits. */
export function assertWithinLimits(amount: bigint, rule: CurrencyRule, field: string): void {
  if (amount >= rule.minAmount && amount <= rule.maxAmount) return;
  const [least, most] = [rule.minAmount, rule.maxAmount].map((limit) => toMajor(limit, rule.currency));
  throw new ParameterInvalid(field, `must be from ${least} to ${most} ${rule.currency}`);
}

/** What a range must be to be chosen; virtual unless told. */
export interface WantedRange {
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
export function chooseRange(ranges: readonly BinRange[], wanted: WantedRange): BinRange {
  const open = ranges.filter(
    ({ enabled, cardForm, cardType, issuer }) =>
      enabled &&
      cardForm === (wanted.cardForm ?? 1) &&
      cardType === (wanted.cardType ?? cardType) &&
      issuer === (wanted.issuer ?? issuer),
  );
  const named = wanted.binRangeId === undefined ? open : rangesNamed(open, wanted.binRangeId);
  const range =
    named.find(({ rules }) => rules.some((rule) => rule.currency === wanted.currency)) ?? named[0];
  if (!range) throw new ProductNotEnabled();
  return range;
}

function rangesNamed(ranges: readonly BinRange[], name: string): readonly BinRange[] {
  const byId = ranges.filter(({ binRangeId }) => binRangeId === name);
  return byId.length > 0 ? byId : ranges.filter(({ cardBin }) => cardBin === name);
}

/** Whether a request that names a range by its id or its BIN can mean this one; one that names none can. */
export const isNamed = ({ binRangeId, cardBin }: BinRange, name: string | undefined): boolean =>
  name === undefined || name === binRangeId || name === cardBin;
