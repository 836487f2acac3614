import { opTypes } from '../../../wire/contract/codes.ts';
import type { StatementLineKind } from '../../../wire/contract/statement-line-kinds.ts';
import type { EntryDetails } from '../../money/ledger/entry-details.ts';
import type { Order } from '../model/order.ts';

const LINE_KINDS: Readonly<Record<Order['opType'], StatementLineKind>> = {
  [opTypes.cardOpening]: 'opening',
  [opTypes.groupOpening]: 'opening',
  [opTypes.recharge]: 'recharge',
  [opTypes.refund]: 'refund',
  [opTypes.cardCancellation]: 'closing',
};

/** Returns what statements show for an order's entries: its status, and why it failed. */
export function orderDetails({
  opType,
  orderId,
  status,
  failure,
}: Pick<Order, 'opType' | 'orderId' | 'status' | 'failure'>): EntryDetails {
  const remark = status === 'pending' ? 'accepted' : failure === undefined ? status : `${status}: ${failure}`;
  return { kind: LINE_KINDS[opType], orderId, remark };
}
