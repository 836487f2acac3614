import type { Item, Key } from '../../../runtime/store/item.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { opTypes, orderStatuses } from '../../../wire/contract/codes.ts';
import type { IssuerName } from '../../issuer-name.ts';
import {
  type Account,
  accountOfShard,
  cardAccount,
  groupAccount,
  merchantCardAccount,
  shardOf,
} from '../../money/ledger/account.ts';
import { type Posting, transfer } from '../../money/ledger/entry.ts';
import type { CardStatus } from './card.ts';

/**
 * An order's life. `pending` from its acceptance, with its funds frozen, until it is carried out and told; CONTRIBUTING
 * draws what happens in between where the issuer is another platform:
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
  /** The group that it is about, or whose supplementary card it is about. */
  readonly groupId?: string;
  /** 1 regular, 2 shared. */
  readonly cardType: 1 | 2;
  readonly currency: string;
  /** The part of the merchant's account that it is paid from or pays in to, where the account has parts. */
  readonly part?: number;
  /** What the card or group gains or gives back, in minor units; `fee` comes on top. */
  readonly amount: bigint;
  readonly fee: bigint;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly finishedAt?: number;
  /** Why it failed, as the merchant may read it. */
  readonly failure?: string;
  readonly correlationId: string;
  /** When it was first sent to an issuer that is asked before an order is sent again, epoch milliseconds. */
  readonly sentAt?: number;
  /** How often that one was asked, or sent it again, without an outcome. */
  readonly asked?: number;
  /** How often the platform itself failed with it since it last got on, and when it is tried again, epoch milliseconds. */
  readonly failures?: number;
  readonly tryAt?: number;
  /** Why an operator said how it ended, where one did. */
  readonly endedBy?: string;
  /** Its id at an issuer that is another platform. */
  readonly issuerOrderId?: string;
  /** What that one charged for it, in minor units: there once it succeeded there. */
  readonly cost?: bigint;
}

/** What a new card will be. */
export interface CardOpening {
  readonly binRangeId: string;
  readonly cardBin: string;
  readonly cardForm: 1 | 2;
  readonly validityMonths: number;
  /** The range's id at an issuer that is another platform, as it was at acceptance. */
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
 * An order to open a card, which will have the order's own id. A supplementary card (`groupId`) is not funded: its amount
 * is its limit, zero for none.
 */
export interface OpeningOrder extends OrderBase {
  readonly opType: typeof opTypes.cardOpening;
  readonly cardId: string;
  readonly opening: CardOpening;
}

/** An order to open a group, which will have the order's own id. */
export interface GroupOpeningOrder extends OrderBase {
  readonly opType: typeof opTypes.groupOpening;
  readonly groupId: string;
  readonly group: { readonly name: string; readonly binRangeId: string; readonly issuerRangeId?: string };
}

/** An order that puts money onto a card or, without a cardId, into a group's pool. */
export interface RechargeOrder extends OrderBase {
  readonly opType: typeof opTypes.recharge;
}

/** An order that moves available money of a card or, without a cardId, of a group's pool back to the account. */
export interface RefundOrder extends OrderBase {
  readonly opType: typeof opTypes.refund;
}

/** An order that cancels a card. */
export interface CancellationOrder extends OrderBase {
  readonly opType: typeof opTypes.cardCancellation;
  readonly cardId: string;
  /** A physical card has a PIN, which goes with it; absent in orders of before. */
  readonly cardForm?: 1 | 2;
  /** What the card is again if it fails. */
  readonly cardStatusBefore: CardStatus;
  /** What became available on the card between acceptance and success, below zero what it owed; none where nothing did. */
  readonly rest?: bigint;
  readonly cardUserId?: string;
}

export type Order = OpeningOrder | GroupOpeningOrder | RechargeOrder | RefundOrder | CancellationOrder;

/** The merchant's account, or the part of it, that the order is paid from or pays in to. */
export const fundingAccount = ({ userNo, currency, part = 0 }: Order): Account =>
  shardOf(merchantCardAccount(userNo, currency), part);

type FundingTargetIds = Pick<OrderBase, 'cardId' | 'groupId' | 'currency'>;

/** The account that the order puts money onto or takes it from: the card's own or, without a card, the group's pool. */
export function targetAccount({ cardId, groupId, currency }: FundingTargetIds): Account {
  if (cardId !== undefined) return cardAccount(cardId, currency);
  if (groupId !== undefined) return groupAccount(groupId, currency);
  throw new Error('an order without a card is about a group');
}

/** What the order moves beside its fee: nothing where a supplementary card is opened, whose amount is only its limit. */
export const movedAmount = (order: Order): bigint =>
  order.opType === opTypes.cardOpening && order.groupId !== undefined ? 0n : order.amount;

/** What the merchant is told of: of a cancellation, what it returned. */
export function reportedAmount(order: Order): bigint {
  if (order.opType !== opTypes.cardCancellation) return order.amount;
  const returned = order.amount + (order.rest ?? 0n);
  return returned > 0n ? returned : 0n;
}

/**
 * How the money of a card that is closed goes back to the account: what was frozen and what is available, less what the
 * card owed. Where it owed more than was frozen, the account pays that.
 */
export function returnPostings(order: CancellationOrder): Posting[] {
  const { amount, rest = 0n } = order;
  const card = cardAccount(order.cardId, order.currency);
  const account = fundingAccount(order);
  const owed = rest < 0n ? -rest : 0n;
  const offset = owed < amount ? owed : amount;
  return [
    ...transfer([card, 'frozen'], [account, 'available'], amount - offset),
    ...transfer([card, 'frozen'], [card, 'available'], offset),
    // What is owed is the whole account's to pay.
    ...transfer([accountOfShard(account), 'available'], [card, 'available'], owed - offset),
    ...transfer([card, 'available'], [account, 'available'], rest > 0n ? rest : 0n),
  ];
}

/** The key of an order's record. */
export const orderKey = (orderId: string) => ({ pk: `order/${orderId}` });

/** Most listings of a merchant's orders that are on parts: a partition of an index each. */
export const MAX_LISTINGS = 16;

/** Where a merchant's orders are listed: all in one place, those that are on parts spread over more. */
const listingOf = (userNo: string, part: number | undefined): string =>
  part === undefined ? userNo : `${userNo}~${part % MAX_LISTINGS}`;

/** All listings that a merchant's orders can be in, whose account has so many parts at most. */
export function listingsOf(userNo: string, parts: number): string[] {
  if (parts === 1) return [userNo];
  const spread = Array.from({ length: Math.min(parts, MAX_LISTINGS) }, (_, part) => listingOf(userNo, part));
  return [userNo, ...spread];
}

/**
 * The item that stores an order; its owner is the listing's. What it opens has the order's own id, by which it is found: so
 * that id is kept once, and the order takes no row in the index of that card or group.
 */
export function orderItem({ userNo, cardId, groupId, ...order }: Order): Item & Key {
  const { orderId, part } = order;
  return {
    ...orderKey(orderId),
    ...order,
    ...(cardId !== undefined && cardId !== orderId && { cardId }),
    ...(groupId !== undefined && groupId !== orderId && { groupId }),
    listing: listingOf(userNo, part),
  };
}

/** What is opened has the id of its order: no other can have it, and no write is needed to take it. */
export const openedIds = ({ opType, orderId }: Item) => ({
  ...(opType === opTypes.cardOpening && { cardId: orderId }),
  ...(opType === opTypes.groupOpening && { groupId: orderId }),
});

/** The order that a stored item holds. */
export function orderFrom({ listing, ...item }: Item): Order {
  const [userNo = ''] = String(listing).split('~');
  const order = { ...openedIds(item), ...item, userNo } as unknown as Order;
  const money = {
    amount: BigInt(order.amount),
    fee: BigInt(order.fee),
    ...(order.cost !== undefined && { cost: BigInt(order.cost) }),
    ...('rest' in order && order.rest !== undefined && { rest: BigInt(order.rest) }),
  };
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
export const wireOrderStatus: Readonly<Record<OrderStatus, { code: 0 | 1 | 2; description: string }>> = {
  pending: { code: orderStatuses.inProcess, description: 'in process' },
  success: { code: orderStatuses.success, description: 'success' },
  failure: { code: orderStatuses.failure, description: 'failure' },
};

/** The card and group that the order is about; what an opening opens is not there until it succeeded. */
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
