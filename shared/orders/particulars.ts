import { opTypes } from '../contract/codes.ts';
import type { LineKind } from '../contract/line-kinds.ts';
import type { Particulars } from '../ledger/particulars.ts';
import type { Order } from './order.ts';

const KINDS: Readonly<Record<Order['opType'], LineKind>> = {
  [opTypes.cardOpening]: 'opening',
  [opTypes.groupOpening]: 'opening',
  [opTypes.recharge]: 'recharge',
  [opTypes.refund]: 'refund',
  [opTypes.cardCancellation]: 'closing',
};

/** What statements say of an order's entries: how far it is, and why it failed. */
export function orderParticulars({
  opType,
  orderId,
  status,
  failure,
}: Pick<Order, 'opType' | 'orderId' | 'status' | 'failure'>): Particulars {
  const remark = status === 'pending' ? 'accepted' : failure === undefined ? status : `${status}: ${failure}`;
  return { kind: KINDS[opType], orderId, remark };
}
