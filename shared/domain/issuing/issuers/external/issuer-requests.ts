import type { CallRequest } from '../../../../client/client.ts';
import type { Store } from '../../../../runtime/store/store.ts';
import { opTypes } from '../../../../wire/contract/codes.ts';
import { toMajor } from '../../../../wire/money/amount.ts';
import { findBinRange } from '../../model/bin-range.ts';
import { cardKey } from '../../model/card.ts';
import { groupKey } from '../../model/group.ts';
import type { CardOpening, GroupOpeningOrder, OpeningOrder, Order } from '../../model/order.ts';

/** The operations that an order is carried out by at a platform below. */
type OrderOperation = 'cardApply' | 'groupApply' | 'cardRecharge' | 'cardRefund' | 'cardClose';

/** An order as the platform below is asked for it: the same all day, so that a repetition is known as one. */
export type OrderRequest = {
  [Name in OrderOperation]: { readonly name: Name; readonly request: CallRequest<Name> };
}[OrderOperation];

/** A card or group that the issuer does not know by any id: it cannot be told what to do with it. */
export class IssuerIdMissing extends Error {
  override readonly name = 'IssuerIdMissing';
}

/**
 * What to ask for, in the issuer's ids. Our order's id is its userReqNo there. `holder` is the issuer's id of the
 * cardholder that an opening names, `today` (yyyy-MM-dd) the first day that it takes for the card's first.
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
    // An order may be accepted before midnight and sent after it.
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

/** The card or, without one, the group that money is moved to or from. */
async function fundingTarget(store: Store, { cardId, groupId }: Pick<Order, 'cardId' | 'groupId'>) {
  if (cardId !== undefined) return { channelType: 1, cardId: await issuerCardId(store, cardId) } as const;
  return { channelType: 2, groupId: await issuerGroupId(store, groupId ?? '') } as const;
}

/** As it was when the order was accepted: the range may be another issuer's by now. */
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

/** The issuer's id, which must have been told when it was opened. */
export function requireIssuerId(id: unknown, what: string): string {
  if (typeof id !== 'string') throw new IssuerIdMissing(`${what} has no id at its issuer`);
  return id;
}
