import { findDptOrderNo } from '../../runtime/idempotency/idempotency-key.ts';
import type { Store } from '../../runtime/store/store.ts';
import { orderStatuses } from '../../wire/contract/codes.ts';
import type { dptOrderQuery } from '../../wire/contract/operations/dpt.ts';
import type { CheckedRequestOf, ResultOf } from '../../wire/contract/operations/operation.ts';
import { formatDateTime } from '../../wire/contract/time.ts';
import { NothingFound, ParameterInvalid } from '../../wire/errors.ts';
import { sumToMajor, toMajor } from '../../wire/money/amount.ts';
import type { MerchantCall } from '../dependencies.ts';
import { type AcquiringOrder, type DptOrder, dptOrderOf, type Withdrawal } from './dpt-order.ts';
import { paymentsOf } from './payment.ts';

type Request = CheckedRequestOf<typeof dptOrderQuery>;
type Result = ResultOf<typeof dptOrderQuery>;

/** Anyone can send coins to an address: no more transactions than this are listed. */
const MAX_TRANSACTIONS = 100;

/**
 * Returns the merchant's acquiring order or withdrawal as it stands (contract section 3).
 *
 * @throws NothingFound when the merchant has no such order
 * @throws ParameterInvalid when neither number is given
 */
export async function inquireDptOrder(request: Request, { deps, merchant }: MerchantCall): Promise<Result> {
  const { store, utcOffset } = deps;
  const order = await dptOrderOf(store, await orderNoOf(request, store, merchant.userNo));
  if (order.userNo !== merchant.userNo) throw new NothingFound('orderNo', 'order');
  if (request.userReqNo !== undefined && order.userReqNo !== request.userReqNo)
    throw new NothingFound('userReqNo', 'order');
  const { orderNo, userReqNo, currency, network, address, amount } = order;
  return {
    orderNo,
    userReqNo,
    currency,
    network,
    address,
    ...(amount !== undefined && { amount: toMajor(amount, currency) }),
    createAt: formatDateTime(order.createdAt, utcOffset),
    ...(order.kind === 'withdrawal'
      ? withdrawalFields(order)
      : {
          ...acquiringFields(order, deps.now()),
          expireTime: formatDateTime(order.expiresAt, utcOffset),
          txIds: await transactionIdsOf(store, order),
        }),
  };
}

async function orderNoOf({ orderNo, userReqNo }: Request, store: Store, userNo: string): Promise<string> {
  if (orderNo !== undefined) return orderNo;
  if (userReqNo === undefined) throw new ParameterInvalid('orderNo', 'or userReqNo is required');
  const found = await findDptOrderNo(store, userNo, userReqNo);
  if (found === undefined) throw new NothingFound('userReqNo', 'order');
  return found;
}

const WITHDRAWAL_STATUS = {
  pending: orderStatuses.inProcess,
  success: orderStatuses.success,
  failure: orderStatuses.failure,
} as const;

const withdrawalFields = ({ status, currency, fee, failure, txId }: Withdrawal) => ({
  orderType: 2,
  fee: toMajor(fee, currency),
  status: WITHDRAWAL_STATUS[status],
  statusDesc: failure ?? (status === 'pending' ? 'in process' : status),
  txIds: txId === undefined ? [] : [txId],
});

function acquiringFields(order: AcquiringOrder, now: number) {
  const major = (minor: bigint) => sumToMajor(minor, order.currency);
  const [status, statusDesc] = acquiringStatus(order, now);
  return {
    orderType: 1,
    receivedAmount: major(order.receivedAmount),
    factAmount: major(order.creditedAmount),
    fee: major(order.receivedAmount - order.creditedAmount),
    status,
    statusDesc,
  };
}

/** The status by what has arrived, otherwise by time. Late payments count: an expired order can still succeed. */
function acquiringStatus(
  { amount, receivedAmount, expiresAt }: Pick<AcquiringOrder, 'amount' | 'receivedAmount' | 'expiresAt'>,
  now: number,
): readonly [status: number, description: string] {
  if (receivedAmount > 0n && receivedAmount >= (amount ?? 0n)) return [orderStatuses.success, 'paid'];
  if (receivedAmount > 0n) return [orderStatuses.inProcess, 'paid in part'];
  if (now > expiresAt) return [orderStatuses.failure, 'expired with nothing received'];
  return [orderStatuses.inProcess, 'awaiting payment'];
}

/** The chain transactions that are or may become money; removed ones are left out. */
async function transactionIdsOf(store: Store, { orderNo }: DptOrder): Promise<string[]> {
  const payments = await paymentsOf(store, orderNo, { limit: MAX_TRANSACTIONS });
  return [...new Set(payments.filter(({ status }) => status !== 'removed').map(({ bill }) => bill.txId))];
}
