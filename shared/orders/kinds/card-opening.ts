import {
  assertWithinLimits,
  type BinRange,
  type CurrencyRule,
  chooseRange,
  readBinRanges,
  ruleFor,
} from '../../cards/bin.ts';
import { type Card, cardKey } from '../../cards/card.ts';
import { CardholderNotReported, NothingFound, ParameterInvalid } from '../../contract/errors.ts';
import { opTypes } from '../../contract/notifications.ts';
import type { CheckedRequestOf } from '../../contract/operation.ts';
import type { cardApply } from '../../contract/operations/card-orders.ts';
import { AIRLINE_AND_TRAVEL } from '../../contract/scenes.ts';
import { formatDate } from '../../contract/time.ts';
import type { IssuedCard } from '../../issuer/issuer.ts';
import { cardAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { freeze } from '../../ledger/entry.ts';
import { toMinor } from '../../money/amount.ts';
import type { Call } from '../../platform/platform.ts';
import { type Acceptance, acceptOrder, type OrderAnswer } from '../accept.ts';
import type { CardOpening, OpeningOrder } from '../order.ts';
import { fundCard, type OrderKind, releaseFunding } from './kind.ts';

type Request = CheckedRequestOf<typeof cardApply>;

/** Accepts the opening of a card: its funding and the opening fee are frozen on the account (contract section 3.1). */
export function openCard(request: Request, call: Call): Promise<OrderAnswer> {
  return acceptOrder(call, 'cardApply', request, () => decide(request, call));
}

async function decide(request: Request, call: Call): Promise<Acceptance> {
  const { platform, merchant } = call;
  assertComplete(request);
  assertPeriod(request, formatDate(platform.now(), platform.utcOffset));
  const currency = request.localCurrency;
  const ranges = await readBinRanges(platform.store, merchant.binRangeIds);
  const range = chooseRange(ranges, { binRangeId: request.binRangeId, cardType: 1, currency });
  const rule = ruleFor(range, currency);
  const amount = toMinor(request.authLimitAmount ?? '0', currency, 'authLimitAmount');
  assertWithinLimits(amount, rule, 'authLimitAmount');
  if (range.needCardholder) throw new CardholderNotReported();
  return {
    order: {
      opType: opTypes.cardOpening,
      issuer: range.issuer,
      cardType: range.cardType,
      currency,
      amount,
      fee: rule.openFee,
      opening: openingOf(request, range, rule),
    },
    postings: freeze(merchantCardAccount(merchant.userNo, currency), amount + rule.openFee),
  };
}

/** The fields that a regular card needs beyond those that every opening needs. */
function assertComplete(request: Request): void {
  if (request.channelType === 2) {
    if (request.groupId === undefined) throw new ParameterInvalid('groupId', 'is required for channelType 2');
    throw new NothingFound();
  }
  if (request.authLimitAmount === undefined) throw new ParameterInvalid('authLimitAmount', 'is required');
  if (request.enableCurrencyCheck === undefined)
    throw new ParameterInvalid('enableCurrencyCheck', 'is required');
  if (request.cardUserId !== undefined) throw new NothingFound();
  if (request.airLineCode !== undefined && request.sceneCode !== AIRLINE_AND_TRAVEL) {
    throw new ParameterInvalid('airLineCode', `goes with sceneCode ${AIRLINE_AND_TRAVEL} only`);
  }
}

function assertPeriod({ startDate, endDate }: Request, today: string): void {
  if (startDate < today) throw new ParameterInvalid('startDate', 'must not be in the past');
  if (endDate < startDate) throw new ParameterInvalid('endDate', 'must not be before startDate');
}

function openingOf(request: Request, range: BinRange, rule: CurrencyRule): CardOpening {
  return {
    binRangeId: range.binRangeId,
    cardBin: range.cardBin,
    cardForm: range.cardForm,
    validityMonths: range.validityMonths,
    alias: request.cardAlias ?? request.CardAlias ?? '',
    startDate: request.startDate,
    endDate: request.endDate,
    multiUse: request.enableMultiUse === 1,
    currencyCheck: request.enableCurrencyCheck === 1,
    minAmount: rule.minAmount,
    maxAmount: rule.maxAmount,
    ...(request.sceneCode !== undefined && { sceneCode: request.sceneCode }),
    ...(request.airLineCode !== undefined && { airLineCode: request.airLineCode }),
  };
}

/** A card came of it: the funding goes onto it, the fee to the platform. Otherwise both are available again. */
export const cardOpening: OrderKind<OpeningOrder> = {
  succeed(order, issued) {
    if (!issued) throw new Error(`order ${order.orderId}: an opening succeeded without a card`);
    return {
      postings: fundCard(order),
      // A card that was funded with nothing has a balance all the same.
      guards: [{ account: cardAccount(order.cardId, order.currency), otherwise: () => undefined }],
      writes: [{ kind: 'put', table: 'cards', item: { ...cardKey(order.cardId), ...cardOf(order, issued) } }],
    };
  },
  fail: (order) => ({ postings: releaseFunding(order) }),
};

function cardOf(order: OpeningOrder, issued: IssuedCard): Card {
  const { validityMonths: _, cardBin: __, ...opening } = order.opening;
  return {
    ...opening,
    cardId: order.cardId,
    userNo: order.userNo,
    status: 'active',
    issuer: order.issuer,
    cardType: order.cardType,
    currency: order.currency,
    maskedNumber: issued.maskedNumber,
    expiry: issued.expiry,
    label: '',
    usedAmount: 0n,
    createdAt: order.createdAt,
  };
}
