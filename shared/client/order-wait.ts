import { orderStatuses } from '../wire/contract/codes.ts';
import { MerchantClientError } from './client-errors.ts';
import type { CardOperateQueryRow as OrderRow } from './contract-types.ts';

/** An order: the result of the operation that made it, or its userReqNo or orderId. */
export type OrderReference = string | { readonly orderId?: string; readonly userReqNo?: string };

/** How long to wait. */
export interface WaitOptions {
  /** In milliseconds. Defaults to 60,000. */
  readonly timeoutMs?: number;
  /** Ends the wait early, with its reason. */
  readonly signal?: AbortSignal;
}

/** The order failed; its money is back. `order.statusDesc` has the reason. */
export class OrderFailed extends MerchantClientError {
  readonly code = 'ORDER_FAILED';
  readonly order: OrderRow;
  constructor(order: OrderRow) {
    super(`order ${order.orderId} (userReqNo ${order.userReqNo}) failed: ${order.statusDesc}`);
    this.order = order;
  }
}

/** The order has no outcome yet, or the platform does not know it yet. Wait again, or for its notification. */
export class OrderPending extends MerchantClientError {
  readonly code = 'ORDER_PENDING';
  override readonly retryable = true;
  /** The order as it was last; undefined when the platform does not know it. */
  readonly order: OrderRow | undefined;
  constructor(reference: string, order: OrderRow | undefined, timeoutMs: number) {
    const state = order === undefined ? 'is not known to the platform' : 'is in process';
    super(`order ${reference} ${state} after ${timeoutMs} ms`);
    this.order = order;
  }
}

/** What waiting needs from outside. */
export interface WaitDependencies {
  /** Returns the orders that match. */
  readonly query: (criterion: { orderId?: string; userReqNo?: string }) => Promise<readonly OrderRow[]>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Returns epoch milliseconds. */
  readonly now: () => number;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const [INITIAL_DELAY_MS, MAX_DELAY_MS] = [200, 5_000];
const ORDER_ID = /^\d{1,19}$/;

/**
 * Inquires for an order until it has succeeded.
 *
 * @throws OrderFailed when it has failed
 * @throws OrderPending when it has no outcome in time
 */
export async function waitForOrder(
  order: OrderReference,
  { timeoutMs = DEFAULT_TIMEOUT_MS, signal }: WaitOptions,
  { query, sleep, now }: WaitDependencies,
): Promise<OrderRow> {
  const deadline = now() + timeoutMs;
  const criteria = criteriaFor(order);
  let found: OrderRow | undefined;
  for (let delayMs = INITIAL_DELAY_MS; ; delayMs = Math.min(2 * delayMs, MAX_DELAY_MS)) {
    signal?.throwIfAborted();
    for (const criterion of criteria) found ??= (await query(criterion))[0];
    if (found?.status === orderStatuses.success) return found;
    if (found?.status === orderStatuses.failure) throw new OrderFailed(found);
    const leftMs = deadline - now();
    if (leftMs <= 0) throw new OrderPending(Object.values(criteria[0] ?? {}).join(), found, timeoutMs);
    await sleep(Math.min(delayMs, leftMs));
    found = undefined;
  }
}

/** A text may be either number; merchants may use digits too, so the userReqNo comes first. */
function criteriaFor(order: OrderReference): readonly { orderId?: string; userReqNo?: string }[] {
  if (typeof order !== 'string')
    return [order.orderId === undefined ? { userReqNo: order.userReqNo ?? '' } : { orderId: order.orderId }];
  return ORDER_ID.test(order) ? [{ userReqNo: order }, { orderId: order }] : [{ userReqNo: order }];
}
