import type { cardBin } from '../../../wire/contract/operations/cards.ts';
import type { CheckedRequestOf, ResultOf } from '../../../wire/contract/operations/operation.ts';
import { toMajor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { type BinRange, type CurrencyRule, readBinRanges } from '../model/bin-range.ts';

type Row = ResultOf<typeof cardBin>['list'][number];

/** Returns the BIN ranges that the merchant may use, with one row per currency. */
export async function inquireBinRanges(
  request: CheckedRequestOf<typeof cardBin>,
  { deps, merchant }: MerchantCall,
): Promise<ResultOf<typeof cardBin>> {
  const ranges = await readBinRanges(deps.store, merchant.binRangeIds);
  const matching = ranges.filter(
    (range) => request.cardType === undefined || range.cardType === request.cardType,
  );
  return { list: matching.flatMap((range) => range.rules.map((rule) => binRow(range, rule))) };
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
