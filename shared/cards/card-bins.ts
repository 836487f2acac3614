import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { cardBin } from '../contract/operations/cards.ts';
import { toMajor } from '../money/amount.ts';
import type { Call } from '../platform/platform.ts';
import { type BinRange, type CurrencyRule, readBinRanges } from './bin.ts';

type Row = ResultOf<typeof cardBin>['list'][number];

/** The BIN ranges that the merchant may use, one row for each currency. */
export async function queryBins(
  request: CheckedRequestOf<typeof cardBin>,
  { platform, merchant }: Call,
): Promise<ResultOf<typeof cardBin>> {
  const ranges = await readBinRanges(platform.store, merchant.binRangeIds);
  const wanted = ranges.filter(
    (range) => request.cardType === undefined || range.cardType === request.cardType,
  );
  return { list: wanted.flatMap((range) => range.rules.map((rule) => binRow(range, rule))) };
}

function binRow(range: BinRange, rule: CurrencyRule): Row {
  const { currency } = rule;
  return {
    binRangeId: range.binRangeId,
    cardBin: range.cardBin,
    cardBrand: range.cardBrand,
    cardType: range.cardType,
    cardForm: range.cardForm,
    needCardholder: range.needCardholder ? 1 : 0,
    requiredFields: [...range.requiredFields],
    currency,
    openFee: toMajor(rule.openFee, currency),
    rechargeFeeRate: rule.rechargeFeeRate / 1_000_000,
    ...(rule.minRechargeFee !== undefined && { minRechargeFee: toMajor(rule.minRechargeFee, currency) }),
    minAmount: toMajor(rule.minAmount, currency),
    maxAmount: toMajor(rule.maxAmount, currency),
    status: range.enabled ? 1 : 0,
  };
}
