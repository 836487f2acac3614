import type { Item, Key } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { opTypes, orderStatuses } from '../../../wire/contract/codes.ts';
import type { IssuerName } from '../../issuer-name.ts';
import type { CardStatus } from './card.ts';

/**
 * An order's status. It stays `pending`, with its funds frozen, from acceptance to settlement:
 *
 *   (accepted) ──▶ pending ──▶ success     funds moved
 *                      └─────▶ failure     funds released
 */
export type OrderStatus = 'pending' | 'success' | 'failure';

interface OrderBase {
  readonly orderId: string;
  readonly userNo: string;
  readonly userReqNo: string;
  readonly status: OrderStatus;
  readonly issuer: IssuerName;
  readonly cardId?: string;
  /** The order's group, or the group of its supplementary card. */
  readonly groupId?: string;
  /** 1 regular, 2 shared. */
  readonly cardType: 1 | 2;
  readonly currency: string;
  /**
   * The shard of the merchant's account that the order debits or credits. Absent when the account is not sharded or the
   * order was settled at once.
   */
  readonly shard?: number;
  /** What the card or group receives or gives back, in minor units. `fee` comes on top. */
  readonly amount: bigint;
  readonly fee: bigint;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly finishedAt?: number;
  /** Why it failed, as shown to the merchant. */
  readonly failure?: string;
  readonly correlationId: string;
  /** When it was first sent to an issuer that supports inquiries, epoch milliseconds. */
  readonly sentAt?: number;
  /** Number of inquiries and resends without an outcome. */
  readonly inquiries?: number;
  /** Consecutive failures of this platform to process it. */
  readonly failures?: number;
  /** When it is retried after such a failure, epoch milliseconds. */
  readonly retryAt?: number;
  /** The operator's reason, when an operator settled it. */
  readonly operatorReason?: string;
  /** Its id at its external issuer. */
  readonly issuerOrderId?: string;
  /** The external issuer's fee, in minor units. Present once the order succeeded at the issuer. */
  readonly cost?: bigint;
}

/** The properties of a card to be opened. */
export interface CardOpening {
  readonly binRangeId: string;
  readonly cardBin: string;
  readonly cardForm: 1 | 2;
  readonly validityMonths: number;
  /** The range's id at its external issuer at the time of acceptance. */
  readonly issuerRangeId?: string;
  readonly alias: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly multiUse: boolean;
  readonly currencyCheck: boolean;
  readonly minAmount: bigint;
  readonly maxAmount: bigint;
  readonly cardUserId?: string;
  readonly sceneCode?: number;
  readonly airLineCode?: string;
}

/**
 * An order to open a card. The card gets the order's id. A supplementary card (`groupId`) is not funded: its amount is
 * its limit, zero for unlimited.
 */
export interface OpeningOrder extends OrderBase {
  readonly opType: typeof opTypes.cardOpening;
  readonly cardId: string;
  readonly opening: CardOpening;
}

/** An order to open a group. The group gets the order's id. */
export interface GroupOpeningOrder extends OrderBase {
  readonly opType: typeof opTypes.groupOpening;
  readonly groupId: string;
  readonly group: { readonly name: string; readonly binRangeId: string; readonly issuerRangeId?: string };
}

/** An order that funds a card or, without a cardId, a group's pool. */
export interface RechargeOrder extends OrderBase {
  readonly opType: typeof opTypes.recharge;
}

/** An order that moves available funds of a card or, without a cardId, of a group's pool back to the account. */
export interface RefundOrder extends OrderBase {
  readonly opType: typeof opTypes.refund;
}

/** An order that cancels a card. */
export interface CancellationOrder extends OrderBase {
  readonly opType: typeof opTypes.cardCancellation;
  readonly cardId: string;
  /** 1 virtual, 2 physical: a physical card's PIN is removed with it. Absent in older orders. */
  readonly cardForm?: 1 | 2;
  /** The status that the card returns to if the cancellation fails. */
  readonly cardStatusBefore: CardStatus;
  /** Balance change on the card between acceptance and success, in minor units. Negative for debt, absent for zero. */
  readonly balanceChange?: bigint;
  readonly cardUserId?: string;
}

export type Order = OpeningOrder | GroupOpeningOrder | RechargeOrder | RefundOrder | CancellationOrder;

/** The key of an order's record. */
export const orderKey = (orderId: string) => ({ pk: `order/${orderId}` });

/** Maximum number of index partitions that list the orders of a merchant with a sharded account. */
export const MAX_LISTINGS = 16;

/** Returns the partition that lists an order: one per merchant, or one of several for an order on a shard. */
const listingOf = (userNo: string, shard: number | undefined): string =>
  shard === undefined ? userNo : `${userNo}~${shard % MAX_LISTINGS}`;

/** Returns every partition that can list the orders of a merchant whose account has at most this many shards. */
export function listingsOf(userNo: string, shards: number): string[] {
  if (shards === 1) return [userNo];
  const sharded = Array.from({ length: Math.min(shards, MAX_LISTINGS) }, (_, shard) =>
    listingOf(userNo, shard),
  );
  return [userNo, ...sharded];
}

/**
 * Returns the item that stores an order. `listing` implies its owner. The card or group that it opens has the order's
 * id and is found by it, so that id is stored only once and needs no row in the index of that card or group.
 */
export function orderItem({ userNo, cardId, groupId, ...order }: Order): Item & Key {
  const { orderId, shard } = order;
  return {
    ...orderKey(orderId),
    ...order,
    ...(cardId !== undefined && cardId !== orderId && { cardId }),
    ...(groupId !== undefined && groupId !== orderId && { groupId }),
    listing: listingOf(userNo, shard),
  };
}

/** Returns the id of the card or group that the order opens. It is the order's own id: unique without a reservation. */
export const openedIds = ({ opType, orderId }: Item) => ({
  ...(opType === opTypes.cardOpening && { cardId: orderId }),
  ...(opType === opTypes.groupOpening && { groupId: orderId }),
});

/** Parses a stored order. */
export function orderFrom({ listing, ...item }: Item): Order {
  const [userNo = ''] = String(listing).split('~');
  const order = { ...openedIds(item), ...item, userNo } as unknown as Order;
  const money = {
    amount: BigInt(order.amount),
    fee: BigInt(order.fee),
    ...(order.cost !== undefined && { cost: BigInt(order.cost) }),
    ...('balanceChange' in order &&
      order.balanceChange !== undefined && { balanceChange: BigInt(order.balanceChange) }),
  };
  if (!('opening' in order)) return { ...order, ...money };
  const { minAmount, maxAmount } = order.opening;
  const opening = { ...order.opening, minAmount: BigInt(minAmount), maxAmount: BigInt(maxAmount) };
  return { ...order, ...money, opening };
}

/** Returns the order with this id, or undefined. */
export async function findOrder(store: Store, orderId: string): Promise<Order | undefined> {
  const item = await store.get('orders', orderKey(orderId));
  return item && orderFrom(item);
}

/** Returns an order that must exist. */
export async function readOrder(store: Store, orderId: string): Promise<Order> {
  const order = await findOrder(store, orderId);
  if (!order) throw new Error(`order ${orderId} is gone`);
  return order;
}

/** The order's status code on the wire, with its description (contract section 2). */
export const wireOrderStatus: Readonly<Record<OrderStatus, { code: 0 | 1 | 2; description: string }>> = {
  pending: { code: orderStatuses.inProcess, description: 'in process' },
  success: { code: orderStatuses.success, description: 'success' },
  failure: { code: orderStatuses.failure, description: 'failure' },
};

/** Returns the order's card and group. What an opening creates exists only once the order succeeded. */
export function subjectIds({ opType, status, cardId, groupId }: Order): {
  cardId?: string;
  groupId?: string;
} {
  const opened = status === 'success';
  return {
    ...(cardId !== undefined && (opened || opType !== opTypes.cardOpening) && { cardId }),
    ...(groupId !== undefined && (opened || opType !== opTypes.groupOpening) && { groupId }),
  };
}
