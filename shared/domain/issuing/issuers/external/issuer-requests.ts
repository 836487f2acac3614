import type { CallRequest } from '../../../../client/client.ts';
import type { Store } from '../../../../runtime/store/store.ts';
import { opTypes } from '../../../../wire/contract/codes.ts';
import { toMajor } from '../../../../wire/money/amount.ts';
import { findBinRange } from '../../model/bin-range.ts';
import { cardKey } from '../../model/card.ts';
import type { ChangeSubject } from '../../model/change-subject.ts';
import { groupKey } from '../../model/group.ts';
import type { ChangeRequest } from '../../model/issuer.ts';
import type { CardOpening, GroupOpeningOrder, OpeningOrder, Order } from '../../model/order.ts';

/** The operations that execute orders at an external issuer. */
type OrderOperation = 'cardApply' | 'groupApply' | 'cardRecharge' | 'cardRefund' | 'cardClose';

/** An order as a request to an external issuer. It is the same all day, so that repetitions are recognized. */
type OrderRequest = {
  [Name in OrderOperation]: { readonly name: Name; readonly request: CallRequest<Name> };
}[OrderOperation];

/** The card or group has no id at the issuer, so no request can refer to it. */
export class IssuerIdMissing extends Error {
  override readonly name = 'IssuerIdMissing';
}

/**
 * Builds the issuer's request for an order, with the issuer's ids. Our order id is the request number.
 *
 * @param holder - the issuer's id of the cardholder of an opening
 * @param today - the earliest start date that the issuer accepts, yyyy-MM-dd
 * @throws IssuerIdMissing when the card or group has no id at the issuer
 */
export async function issuerRequestFor(
  store: Store,
  order: Order,
  { holder, today }: { readonly holder: string | undefined; readonly today: string },
): Promise<OrderRequest> {
  const userReqNo = order.orderId;
  switch (order.opType) {
    case opTypes.cardOpening:
      return { name: 'cardApply', request: await openingRequest(store, order, holder, today) };
    case opTypes.groupOpening:
      return { name: 'groupApply', request: await groupRequest(store, order) };
    case opTypes.recharge:
      return {
        name: 'cardRecharge',
        request: {
          userReqNo,
          ...(await fundingTarget(store, order)),
          authLimitAmount: toMajor(order.amount, order.currency),
        },
      };
    case opTypes.refund:
      return {
        name: 'cardRefund',
        request: {
          userReqNo,
          ...(await fundingTarget(store, order)),
          refundAmount: toMajor(order.amount, order.currency),
        },
      };
    case opTypes.cardCancellation:
      return { name: 'cardClose', request: { userReqNo, cardId: await issuerCardId(store, order.cardId) } };
  }
}

async function openingRequest(store: Store, order: OpeningOrder, holder: string | undefined, today: string) {
  const { groupId, currency, amount, opening } = order;
  const { startDate, endDate, multiUse, currencyCheck, alias, sceneCode, airLineCode } = opening;
  return {
    userReqNo: order.orderId,
    localCurrency: currency,
    // The order may have been accepted before midnight.
    startDate: startDate < today ? today : startDate,
    endDate,
    authLimitAmount: toMajor(amount, currency),
    enableMultiUse: multiUse ? 1 : 0,
    enableCurrencyCheck: currencyCheck ? 1 : 0,
    binRangeId: await issuerRangeId(store, opening),
    channelType: groupId === undefined ? 1 : 2,
    ...(groupId !== undefined && { groupId: await issuerGroupId(store, groupId) }),
    ...(alias !== '' && { cardAlias: alias }),
    ...(holder !== undefined && { cardUserId: holder }),
    ...(sceneCode !== undefined && { sceneCode }),
    ...(airLineCode !== undefined && { airLineCode }),
  } as CallRequest<'cardApply'>;
}

const groupRequest = async (
  store: Store,
  { orderId, currency, amount, group }: GroupOpeningOrder,
): Promise<CallRequest<'groupApply'>> => ({
  userReqNo: orderId,
  localCurrency: currency,
  authLimitAmount: toMajor(amount, currency),
  binRangeId: await issuerRangeId(store, group),
  ...(group.name !== '' && { groupName: group.name }),
});

/** Returns the card or, without one, the group that the order funds or refunds. */
async function fundingTarget(store: Store, { cardId, groupId }: Pick<Order, 'cardId' | 'groupId'>) {
  if (cardId !== undefined) return { channelType: 1, cardId: await issuerCardId(store, cardId) } as const;
  return { channelType: 2, groupId: await issuerGroupId(store, groupId ?? '') } as const;
}

/** Returns the range's id at the time of acceptance: the range may have moved to another issuer since. */
async function issuerRangeId(
  store: Store,
  range: Pick<CardOpening, 'binRangeId' | 'issuerRangeId'>,
): Promise<string> {
  const { binRangeId, issuerRangeId } = range;
  return issuerRangeId ?? (await findBinRange(store, binRangeId))?.issuerRangeId ?? binRangeId;
}

async function issuerCardId(store: Store, cardId: string): Promise<string> {
  return requireIssuerId((await store.get('cards', cardKey(cardId)))?.['issuerCardId'], `card ${cardId}`);
}

async function issuerGroupId(store: Store, groupId: string): Promise<string> {
  return requireIssuerId(
    (await store.get('cards', groupKey(groupId)))?.['issuerGroupId'],
    `group ${groupId}`,
  );
}

/** Returns the issuer's request for a change of a card. */
export const cardModifyRequest = (
  cardId: string,
  { currency }: ChangeSubject,
  { status, limit }: ChangeRequest,
  userReqNo: string,
): CallRequest<'cardModify'> => ({
  userReqNo,
  cardId,
  ...(status !== undefined && { status }),
  ...(limit !== undefined && { authLimitAmount: toMajor(limit, currency) }),
});

/** @throws IssuerIdMissing when the id is not known, although the issuer reports it when a card or group is opened */
export function requireIssuerId(id: unknown, what: string): string {
  if (typeof id !== 'string') throw new IssuerIdMissing(`${what} has no id at its issuer`);
  return id;
}
