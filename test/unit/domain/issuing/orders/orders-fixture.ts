import type {
  CancellationOrder,
  GroupOpeningOrder,
  OpeningOrder,
  Order,
  RechargeOrder,
} from '../../../../../shared/domain/issuing/model/order.ts';
import { opTypes } from '../../../../../shared/wire/contract/codes.ts';

/** The properties that all orders of these tests share. */
const ORDER = {
  orderId: '100',
  userNo: '7',
  userReqNo: 'request-1',
  status: 'pending',
  issuer: 'embedded',
  cardType: 1,
  currency: 'USD',
  amount: 10_000n,
  fee: 0n,
  createdAt: 0,
  correlationId: 'test',
} as const;

export const recharge = (changes: Partial<Order> = {}): RechargeOrder =>
  ({ ...ORDER, opType: opTypes.recharge, ...changes }) as RechargeOrder;

export const opening = (changes: Partial<OpeningOrder> = {}): OpeningOrder =>
  ({
    ...ORDER,
    opType: opTypes.cardOpening,
    cardId: ORDER.orderId,
    opening: { binRangeId: 'V1', minAmount: 0n, maxAmount: 0n },
    ...changes,
  }) as OpeningOrder;

export const groupOpening = (changes: Partial<GroupOpeningOrder> = {}): GroupOpeningOrder => ({
  ...ORDER,
  opType: opTypes.groupOpening,
  groupId: ORDER.orderId,
  group: { name: 'travel', binRangeId: 'S1' },
  ...changes,
});

export const cancellation = (changes: Partial<CancellationOrder> = {}): CancellationOrder => ({
  ...ORDER,
  opType: opTypes.cardCancellation,
  cardId: '5',
  cardStatusBefore: 'active',
  ...changes,
});
