import type { CardStatus } from '../cards/card.ts';
import { opTypes, orderStatuses } from '../contract/notifications.ts';
import type { IssuerName } from '../issuer/issuer.ts';
import type { Item, Store } from '../store/store.ts';

/**
 * An order's life. `pending` from its acceptance, with its funds frozen, until it is carried out and told:
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
  /** For an opening, the id that the card will have: the order's own. */
  readonly cardId: string;
  /** 1 regular, 2 shared. */
  readonly cardType: 1 | 2;
  readonly currency: string;
  /** What the card gains or gives back, in minor units; `fee` comes on top. */
  readonly amount: bigint;
  readonly fee: bigint;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly finishedAt?: number;
  /** Why it failed, as the merchant may read it. */
  readonly failure?: string;
  readonly correlationId: string;
}

/** What a new card will be. */
export interface CardOpening {
  readonly binRangeId: string;
  readonly cardBin: string;
  readonly cardForm: 1 | 2;
  readonly validityMonths: number;
  readonly alias: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly multiUse: boolean;
  readonly currencyCheck: boolean;
  readonly minAmount: bigint;
  readonly maxAmount: bigint;
  readonly sceneCode?: number;
  readonly airLineCode?: string;
}

/** An order to open a card. */
export interface OpeningOrder extends OrderBase {
  readonly opType: typeof opTypes.cardOpening;
  readonly opening: CardOpening;
}

/** An order that moves money to or from a card, or cancels it. */
export interface CardMoneyOrder extends OrderBase {
  readonly opType: typeof opTypes.recharge | typeof opTypes.refund | typeof opTypes.cardCancellation;
  /** For a cancellation: what the card is again if it fails. */
  readonly cardStatusBefore?: CardStatus;
}

export type Order = OpeningOrder | CardMoneyOrder;

/** The key of an order's record. */
export const orderKey = (orderId: string) => ({ pk: `order/${orderId}` });

/** The order that a stored item holds. */
export function orderFrom(item: Item): Order {
  const order = item as unknown as Order;
  const money = { amount: BigInt(order.amount), fee: BigInt(order.fee) };
  if (!('opening' in order)) return { ...order, ...money };
  const { minAmount, maxAmount } = order.opening;
  const opening = { ...order.opening, minAmount: BigInt(minAmount), maxAmount: BigInt(maxAmount) };
  return { ...order, ...money, opening };
}

/** The order, or undefined when there is none of this id. */
export async function findOrder(store: Store, orderId: string): Promise<Order | undefined> {
  const item = await store.get('orders', orderKey(orderId));
  return item && orderFrom(item);
}

/** The order, which must be there. */
export async function readOrder(store: Store, orderId: string): Promise<Order> {
  const order = await findOrder(store, orderId);
  if (!order) throw new Error(`order ${orderId} is gone`);
  return order;
}

/** The order status on the wire, with its description (contract section 2). */
export const wireStatus: Readonly<Record<OrderStatus, { code: 0 | 1 | 2; description: string }>> = {
  pending: { code: orderStatuses.inProcess, description: 'in process' },
  success: { code: orderStatuses.success, description: 'success' },
  failure: { code: orderStatuses.failure, description: 'failure' },
};

/** The card that the order is about; none for an opening until it succeeded. */
export const cardIdOf = (order: Order): string | undefined =>
  order.opType === opTypes.cardOpening && order.status !== 'success' ? undefined : order.cardId;
