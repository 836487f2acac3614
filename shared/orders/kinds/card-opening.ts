import { assertReported, cardholderOf } from '../../cardholders/holder.ts';
import { nameHolder, releaseHolder } from '../../cardholders/on-card.ts';
import {
  assertWithinLimits,
  type BinRange,
  type CurrencyRule,
  chooseRange,
  rangeAtIssuer,
  readBinRanges,
  ruleFor,
} from '../../cards/bin.ts';
import { type Card, cardKey } from '../../cards/card.ts';
import { nextPlace, type Place, placeWrites } from '../../cards/listing.ts';
import { lastDayOfNew } from '../../cards/secrets.ts';
import { opTypes } from '../../contract/codes.ts';
import { CardholderNotReported, ParameterInvalid, StatusNotSuitable } from '../../contract/errors.ts';
import type { CheckedRequestOf } from '../../contract/operation.ts';
import type { cardApply } from '../../contract/operations/card-orders.ts';
import { AIRLINE_AND_TRAVEL } from '../../contract/scenes.ts';
import { formatDate } from '../../contract/time.ts';
import { type Group, groupKey, groupOf } from '../../groups/group.ts';
import type { IssuedCard } from '../../issuer/issuer.ts';
import { cardAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { freeze } from '../../ledger/entry.ts';
import { toMinor } from '../../money/amount.ts';
import type { Call } from '../../platform/platform.ts';
import type { Write } from '../../store/write.ts';
import { type Acceptance, acceptOrder, type OrderAnswer } from '../accept.ts';
import type { CardOpening, OpeningOrder } from '../order.ts';
import { fund, type OrderKind, releaseFunding } from './kind.ts';

type Request = CheckedRequestOf<typeof cardApply>;

/**
 * Accepts the opening of a card: its funding and the opening fee are frozen on the account; for a supplementary card of a
 * group, which spends from the pool, the fee alone (contract section 3.1).
 */
export function openCard(request: Request, call: Call): Promise<OrderAnswer> {
  return acceptOrder(call, 'cardApply', request, async () => {
    assertDates(request, formatDate(call.platform.now(), call.platform.utcOffset));
    return request.channelType === 2 ? openSupplementary(request, call) : openRegular(request, call);
  });
}

async function openRegular(request: Request, call: Call): Promise<Acceptance> {
  const currency = request.localCurrency;
  const { authLimitAmount, enableCurrencyCheck, binRangeId } = request;
  if (authLimitAmount === undefined) throw new ParameterInvalid('authLimitAmount', 'is required');
  if (enableCurrencyCheck === undefined) throw new ParameterInvalid('enableCurrencyCheck', 'is required');
  const range = await rangeFor(call, { binRangeId, cardType: 1, currency });
  const rule = ruleFor(range, currency);
  const amount = toMinor(authLimitAmount, currency, 'authLimitAmount');
  assertWithinLimits(amount, rule, 'authLimitAmount');
  return acceptance(request, call, { range, rule, amount, funding: amount });
}

/**
 * Its amount is its limit within the pool; zero or none leaves it unlimited [S]. Its issuer is the one that holds the pool:
 * no other could spend from it. A group that is frozen at the same moment
 * is so after the opening: nothing watches it until that is written, as its cards are declined all the same.
 */
async function openSupplementary(request: Request, call: Call): Promise<Acceptance> {
  if (request.groupId === undefined) throw new ParameterInvalid('groupId', 'is required for channelType 2');
  const group = await groupOf(call.platform.store, call.merchant.userNo, request.groupId);
  if (group.status !== 'enabled') throw new StatusNotSuitable('group', group.status);
  const { currency } = group;
  if (request.localCurrency !== currency)
    throw new ParameterInvalid('localCurrency', `must be the group's, ${currency}`);
  const binRangeId = request.binRangeId ?? group.binRangeId;
  const range = await rangeFor(call, { binRangeId, cardType: 2, currency, issuer: group.issuer });
  const amount = toMinor(request.authLimitAmount ?? '0', currency, 'authLimitAmount');
  return acceptance(request, call, { range, rule: ruleFor(range, currency), amount, funding: 0n, group });
}

const rangeFor = async ({ platform, merchant }: Call, wanted: Parameters<typeof chooseRange>[1]) =>
  chooseRange(await readBinRanges(platform.store, merchant.binRangeIds), wanted);

interface Terms {
  readonly range: BinRange;
  readonly rule: CurrencyRule;
  /** What the merchant is told: the funding, or a supplementary card's limit. */
  readonly amount: bigint;
  readonly funding: bigint;
  readonly group?: Group;
}

async function acceptance(request: Request, call: Call, terms: Terms): Promise<Acceptance> {
  const { range, rule, amount, funding, group } = terms;
  const { currency } = rule;
  assertWithinExpiry(request, range, call);
  const named = await nameTheHolder(request, call, range);
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
    writes: named,
  };
}

/** The holder cannot be deleted while the card lives. */
async function nameTheHolder({ cardUserId }: Request, call: Call, range: BinRange): Promise<Write[]> {
  if (cardUserId === undefined) {
    if (range.needCardholder) throw new CardholderNotReported();
    return [];
  }
  assertReported(await cardholderOf(call.platform.store, call.merchant.userNo, cardUserId), range);
  return [nameHolder(cardUserId)];
}

function assertDates({ startDate, endDate, sceneCode, airLineCode }: Request, today: string): void {
  if (startDate < today) throw new ParameterInvalid('startDate', 'must not be in the past');
  if (endDate < startDate) throw new ParameterInvalid('endDate', 'must not be before startDate');
  if (airLineCode !== undefined && sceneCode !== AIRLINE_AND_TRAVEL)
    throw new ParameterInvalid('airLineCode', `goes with sceneCode ${AIRLINE_AND_TRAVEL} only`);
}

function assertWithinExpiry({ endDate }: Request, range: BinRange, { platform }: Call): void {
  const last = lastDayOfNew(platform, range, platform.now());
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

/** A card came of it: the funding goes onto it, the fee to the platform. Otherwise both are available again. */
export const cardOpening: OrderKind<OpeningOrder> = {
  async succeed(order, { card: issued, theirs, platform }) {
    if (!issued) throw new Error(`order ${order.orderId}: an opening succeeded without a card`);
    const { cardId, groupId, currency, userNo } = order;
    const place = await nextPlace(platform.store, userNo, platform.now());
    const card = cardOf(order, issued, place, theirs?.cardId);
    return {
      postings: fund(order),
      // A card that was funded with nothing has a balance all the same.
      guards:
        groupId === undefined ? [{ account: cardAccount(cardId, currency), otherwise: () => undefined }] : [],
      writes: [
        { kind: 'put', table: 'cards', item: { ...cardKey(cardId), ...card } },
        ...placeWrites(userNo, place),
        ...(groupId === undefined ? [] : [joinGroup(groupId)]),
      ],
    };
  },
  fail: (order) => ({
    postings: releaseFunding(order),
    writes: order.opening.cardUserId === undefined ? [] : [releaseHolder(order.opening.cardUserId)],
  }),
};

const joinGroup = (groupId: string): Write => ({
  kind: 'update',
  table: 'cards',
  key: groupKey(groupId),
  add: { cardCount: 1 },
});

function cardOf(
  order: OpeningOrder,
  issued: IssuedCard,
  place: Place,
  issuerCardId: string | undefined,
): Card {
  const { validityMonths: _, cardBin: __, issuerRangeId: ___, ...opening } = order.opening;
  const { groupId, amount } = order;
  return {
    ...opening,
    cardId: order.cardId,
    userNo: order.userNo,
    status: 'active',
    issuer: order.issuer,
    ...(issuerCardId !== undefined && { issuerCardId }),
    cardType: order.cardType,
    ...(groupId !== undefined && { groupId }),
    ...(groupId !== undefined && amount > 0n && { limit: amount }),
    currency: order.currency,
    maskedNumber: issued.maskedNumber,
    expiry: issued.expiry,
    label: '',
    usedAmount: 0n,
    ...place,
  };
}
