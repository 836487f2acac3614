import { FeeRuleMissing } from '../contract/errors.ts';
import type { Network } from '../contract/networks.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { dptAcquire } from '../contract/operations/dpt.ts';
import { formatDateTime } from '../contract/time.ts';
import { toMajor, toMinor } from '../money/amount.ts';
import { newId } from '../platform/ids.ts';
import type { Call } from '../platform/platform.ts';
import { answerOnce, StaleDecision } from '../requests/once.ts';
import type { Put } from '../store/write.ts';
import { type AddressSource, walletAddresses } from './address-source.ts';
import { type AcquiringOrder, dptOrderPut } from './order.ts';

type Request = CheckedRequestOf<typeof dptAcquire>;
type Result = ResultOf<typeof dptAcquire>;

/** How long a payment is awaited. */
export const PAYMENT_AWAITED_MS = 24 * 3_600_000;

/** Makes an order with an address of its own, once for its userReqNo (contract section 3). */
export function acquire(
  request: Request,
  call: Call,
  addresses: AddressSource = walletAddresses(call.platform.store),
): Promise<Result> {
  return answerOnce(call, 'dptAcquire', request, async () => {
    const order = await newOrder(request, call, addresses);
    // A number or an address that is another order's: the next decision draws a new one.
    const taken = () => new StaleDecision();
    return {
      answer: answerOf(order, call.platform.utcOffset),
      writes: [dptOrderPut(order, taken), { ...addressPut(order), otherwise: taken }],
    };
  });
}

async function newOrder(
  { userReqNo, currency, network, amount }: Request,
  { platform, merchant, correlationId }: Call,
  addresses: AddressSource,
): Promise<AcquiringOrder> {
  const asked = amount === undefined ? undefined : toMinor(amount, currency, 'amount');
  if (!merchant.fees) throw new FeeRuleMissing(currency);
  const createdAt = platform.now();
  const orderNo = newId(createdAt, platform.random);
  return {
    kind: 'acquiring',
    orderNo,
    userNo: merchant.userNo,
    userReqNo,
    currency,
    network,
    address: await addresses.addressFor(network, orderNo),
    ...(asked !== undefined && { amount: asked }),
    feeRate: merchant.fees.acquiringRate,
    createdAt,
    expiresAt: createdAt + PAYMENT_AWAITED_MS,
    receivedAmount: 0n,
    creditedAmount: 0n,
    correlationId,
  };
}

/** The key of the record that says whose an address is, as its network writes it. */
export const addressKey = (network: Network, address: string) => ({
  pk: `address/${network}/${address}`,
  sk: 'address',
});

/** Says whose the address is: it is given out once. */
const addressPut = ({ network, address, orderNo }: AcquiringOrder): Put => ({
  kind: 'put',
  table: 'dpt',
  item: { ...addressKey(network, address), orderNo },
});

function answerOf(order: AcquiringOrder, utcOffset: string): Result {
  const { orderNo, userReqNo, address, currency, network, amount, expiresAt } = order;
  return {
    orderNo,
    userReqNo,
    address,
    currency,
    network,
    ...(amount !== undefined && { amount: toMajor(amount, currency) }),
    expireTime: formatDateTime(expiresAt, utcOffset),
  };
}
