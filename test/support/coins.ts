import { dptOrderPut } from '../../shared/dpt/order.ts';
import { applyPaymentBill } from '../../shared/dpt/payment.ts';
import { toMajor } from '../../shared/money/amount.ts';
import type { COINS } from '../../shared/money/currency.ts';
import { newId } from '../../shared/platform/ids.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { takeRequestNumber } from '../../shared/requests/request-number.ts';
import { paymentBill } from './dpt.ts';
import { entitled } from './rights.ts';

/** Pays coins (in minor units) onto a merchant's dpt account by a chain, without a fee, once for the reference. */
export async function bookCoins(
  platform: Platform,
  deposit: { userNo: string; coin: (typeof COINS)[number]; amount: bigint; reference: string },
): Promise<void> {
  const { userNo, coin: currency, amount, reference } = deposit;
  const createdAt = platform.now();
  const orderNo = newId(createdAt, platform.random);
  const order = {
    kind: 'acquiring',
    orderNo,
    userNo,
    userReqNo: reference,
    currency,
    network: 'TRC20',
    address: `T${orderNo}`,
    feeRate: 0,
    createdAt,
    expiresAt: createdAt,
    receivedAmount: 0n,
    creditedAmount: 0n,
    correlationId: reference,
  } as const;
  const request = { userNo, userReqNo: reference, operation: 'dptAcquire', content: {} };
  await platform.store.write([
    takeRequestNumber(request, { orderNo: order.orderNo }),
    {
      kind: 'put',
      table: 'dpt',
      item: { pk: `address/${order.network}/${order.address}`, sk: 'address', orderNo: order.orderNo },
    },
    dptOrderPut(order, () => new Error(`${reference} was paid before`)),
  ]);
  const upstream = entitled('900000');
  const told = { platform, upstream, messageId: reference, correlationId: reference };
  await applyPaymentBill(paymentBill(order, String(toMajor(amount, currency))), told);
}
