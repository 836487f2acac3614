import { DAY_MS } from '../../runtime/duration.ts';
import { executeOnce, writeConflict } from '../../runtime/idempotency/execute-once.ts';
import { newId } from '../../runtime/ids.ts';
import type { Put } from '../../runtime/store/write.ts';
import type { dptAcquire } from '../../wire/contract/operations/dpt.ts';
import type { CheckedRequestOf, ResultOf } from '../../wire/contract/operations/operation.ts';
import type { CoinNetwork } from '../../wire/contract/reference-data/coin-networks.ts';
import { formatDateTime } from '../../wire/contract/time.ts';
import { FeeRuleMissing } from '../../wire/errors.ts';
import { toMajor, toMinor } from '../../wire/money/amount.ts';
import type { MerchantCall } from '../dependencies.ts';
import { type AddressSource, walletAddresses } from './address-source.ts';
import { type AcquiringOrder, dptOrderPut } from './dpt-order.ts';

type Request = CheckedRequestOf<typeof dptAcquire>;
type Result = ResultOf<typeof dptAcquire>;

/** How long an order awaits its payment. */
export const PAYMENT_WINDOW_MS = DAY_MS;

/**
 * Creates an order with an address of its own, once per userReqNo (contract section 3).
 *
 * @throws FeeRuleMissing when the merchant has no fees
 * @throws ProductNotEnabled when the network has no wallet
 */
export function acquire(
  request: Request,
  call: MerchantCall,
  addresses: AddressSource = walletAddresses(call.deps.store),
): Promise<Result> {
  return executeOnce(call, 'dptAcquire', request, async () => {
    const order = await newOrder(request, call, addresses);
    return {
      result: toResult(order, call.deps.utcOffset),
      // The number or the address belongs to another order: the retry generates a new one.
      writes: [dptOrderPut(order, writeConflict), { ...addressPut(order), onConflict: writeConflict }],
    };
  });
}

async function newOrder(
  { userReqNo, currency, network, amount }: Request,
  { deps, merchant, correlationId }: MerchantCall,
  addresses: AddressSource,
): Promise<AcquiringOrder> {
  const requested = amount === undefined ? undefined : toMinor(amount, currency, 'amount');
  if (!merchant.fees) throw new FeeRuleMissing(currency);
  const createdAt = deps.now();
  const orderNo = newId(createdAt, deps.random);
  return {
    kind: 'acquiring',
    orderNo,
    userNo: merchant.userNo,
    userReqNo,
    currency,
    network,
    address: await addresses.addressFor(network, orderNo),
    ...(requested !== undefined && { amount: requested }),
    feeRate: merchant.fees.acquiringRate,
    createdAt,
    expiresAt: createdAt + PAYMENT_WINDOW_MS,
    receivedAmount: 0n,
    creditedAmount: 0n,
    correlationId,
  };
}

/** The key of the item that stores whose address it is, in its network's spelling. */
export const addressKey = (network: CoinNetwork, address: string) => ({
  pk: `address/${network}/${address}`,
  sk: 'address',
});

/** Reserves the address for the order: no two orders have the same. */
const addressPut = ({ network, address, orderNo }: AcquiringOrder): Put => ({
  kind: 'put',
  table: 'dpt',
  item: { ...addressKey(network, address), orderNo },
});

function toResult(order: AcquiringOrder, utcOffset: string): Result {
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
