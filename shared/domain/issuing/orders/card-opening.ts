import type { Write } from '../../../runtime/store/write.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { cardApply } from '../../../wire/contract/operations/card-orders.ts';
import type { CheckedRequestOf } from '../../../wire/contract/operations/operation.ts';
import { AIRLINE_AND_TRAVEL } from '../../../wire/contract/reference-data/scenes.ts';
import { formatDate } from '../../../wire/contract/time.ts';
import { CardholderNotReported, ParameterInvalid, StatusNotSuitable } from '../../../wire/errors.ts';
import { toMinor } from '../../../wire/money/amount.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { merchantCardAccount } from '../../money/ledger/account.ts';
import { freeze } from '../../money/ledger/posting.ts';
import { liveCardAddedUpdate } from '../cardholders/live-cards.ts';
import { lastDayOfNewCard } from '../issuers/embedded/generate-card.ts';
import {
  assertWithinLimits,
  type BinRange,
  type CurrencyRule,
  chooseRange,
  type RangeFilter,
  rangeAtIssuer,
  readBinRanges,
  ruleFor,
} from '../model/bin-range.ts';
import { assertQualifiesFor, cardholderOf } from '../model/cardholder.ts';
import { type Group, groupOf } from '../model/group.ts';
import type { CardOpening } from '../model/order.ts';
import { type AcceptableOrder, type AcceptedOrder, acceptOrder } from './accept-order.ts';
import { cardOpening } from './settle-card-opening.ts';

type Request = CheckedRequestOf<typeof cardApply>;

/**
 * Accepts the opening of a card and freezes its funding and the opening fee on the account. For a supplementary card,
 * which spends from its group's pool, it freezes the fee only (contract section 3.1).
 *
 * @throws ParameterInvalid when a field is missing or invalid, or the amount is outside the limits
 * @throws NothingFound when the merchant has no such group or cardholder
 * @throws ProductNotEnabled when no BIN range matches, or none of its numbers is free
 * @throws FeeRuleMissing when the range has no rule for the currency
 * @throws StatusNotSuitable when the group is frozen
 * @throws CardholderNotReported when a cardholder is required, or does not qualify for the range
 */
export function openCard(request: Request, call: MerchantCall): Promise<AcceptedOrder> {
  return acceptOrder(call, { operation: 'cardApply', kind: cardOpening }, request, async () => {
    assertDates(request, formatDate(call.deps.now(), call.deps.utcOffset));
    return request.channelType === 2 ? openSupplementary(request, call) : openRegular(request, call);
  });
}

async function openRegular(request: Request, call: MerchantCall): Promise<AcceptableOrder> {
  const currency = request.localCurrency;
  const { authLimitAmount, enableCurrencyCheck, binRangeId } = request;
  if (authLimitAmount === undefined) throw new ParameterInvalid('authLimitAmount', 'is required');
  if (enableCurrencyCheck === undefined) throw new ParameterInvalid('enableCurrencyCheck', 'is required');
  const range = await rangeFor(call, { binRangeId, cardType: 1, currency });
  const rule = ruleFor(range, currency);
  const amount = toMinor(authLimitAmount, currency, 'authLimitAmount');
  assertWithinLimits(amount, rule, 'authLimitAmount');
  return acceptableOpening(request, call, { range, rule, amount, funding: amount });
}

/**
 * The amount of a supplementary card is its limit within the pool; zero or none means unlimited [S]. Its issuer must be
 * the one that holds the pool, as no other can spend from it. A group frozen concurrently needs no guard: it counts as
 * frozen after the opening, and transactions on its cards are declined anyway.
 */
async function openSupplementary(request: Request, call: MerchantCall): Promise<AcceptableOrder> {
  if (request.groupId === undefined) throw new ParameterInvalid('groupId', 'is required for channelType 2');
  const group = await groupOf(call.deps.store, call.merchant.userNo, request.groupId);
  if (group.status !== 'enabled') throw new StatusNotSuitable('group', group.status);
  const { currency } = group;
  if (request.localCurrency !== currency)
    throw new ParameterInvalid('localCurrency', `must be the group's, ${currency}`);
  const binRangeId = request.binRangeId ?? group.binRangeId;
  const range = await rangeFor(call, { binRangeId, cardType: 2, currency, issuer: group.issuer });
  const amount = toMinor(request.authLimitAmount ?? '0', currency, 'authLimitAmount');
  return acceptableOpening(request, call, {
    range,
    rule: ruleFor(range, currency),
    amount,
    funding: 0n,
    group,
  });
}

const rangeFor = async ({ deps, merchant }: MerchantCall, filter: RangeFilter) =>
  chooseRange(await readBinRanges(deps.store, merchant.binRangeIds), filter);

interface OpeningTerms {
  readonly range: BinRange;
  readonly rule: CurrencyRule;
  /** The amount reported to the merchant: the funding, or a supplementary card's limit. */
  readonly amount: bigint;
  readonly funding: bigint;
  readonly group?: Group;
}

async function acceptableOpening(
  request: Request,
  call: MerchantCall,
  terms: OpeningTerms,
): Promise<AcceptableOrder> {
  const { range, rule, amount, funding, group } = terms;
  const { currency } = rule;
  assertWithinExpiry(request, range, call);
  const writes = await cardholderWrites(request, call, range);
  return {
    order: {
      opType: opTypes.cardOpening,
      issuer: range.issuer,
      cardType: range.cardType,
      currency,
      amount,
      fee: rule.openFee,
      ...(group && { groupId: group.groupId }),
      opening: openingOf(request, range, rule),
    },
    postings: freeze(merchantCardAccount(call.merchant.userNo, currency), funding + rule.openFee),
    writes,
  };
}

/** Counts the card among the cardholder's live cards, so that the cardholder cannot be deleted. */
async function cardholderWrites(
  { cardUserId }: Request,
  call: MerchantCall,
  range: BinRange,
): Promise<Write[]> {
  if (cardUserId === undefined) {
    if (range.needCardholder) throw new CardholderNotReported();
    return [];
  }
  assertQualifiesFor(await cardholderOf(call.deps.store, call.merchant.userNo, cardUserId), range);
  return [liveCardAddedUpdate(cardUserId)];
}

function assertDates({ startDate, endDate, sceneCode, airLineCode }: Request, today: string): void {
  if (startDate < today) throw new ParameterInvalid('startDate', 'must not be in the past');
  if (endDate < startDate) throw new ParameterInvalid('endDate', 'must not be before startDate');
  if (airLineCode !== undefined && sceneCode !== AIRLINE_AND_TRAVEL)
    throw new ParameterInvalid('airLineCode', `goes with sceneCode ${AIRLINE_AND_TRAVEL} only`);
}

function assertWithinExpiry({ endDate }: Request, range: BinRange, { deps }: MerchantCall): void {
  const last = lastDayOfNewCard(deps, range, deps.now());
  if (endDate > last) throw new ParameterInvalid('endDate', `must not be after the card's expiry, ${last}`);
}

function openingOf(request: Request, range: BinRange, rule: CurrencyRule): CardOpening {
  const { cardUserId, sceneCode, airLineCode } = request;
  return {
    binRangeId: range.binRangeId,
    cardBin: range.cardBin,
    cardForm: range.cardForm,
    validityMonths: range.validityMonths,
    ...rangeAtIssuer(range),
    alias: request.cardAlias ?? request.CardAlias ?? '',
    startDate: request.startDate,
    endDate: request.endDate,
    multiUse: request.enableMultiUse === 1,
    currencyCheck: request.enableCurrencyCheck === 1,
    minAmount: rule.minAmount,
    maxAmount: rule.maxAmount,
    ...(cardUserId !== undefined && { cardUserId }),
    ...(sceneCode !== undefined && { sceneCode }),
    ...(airLineCode !== undefined && { airLineCode }),
  };
}
