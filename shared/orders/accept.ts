import {
  AccountBalanceInsufficient,
  CardBalanceInsufficient,
  ContractError,
  TryAgainLater,
} from '../contract/errors.ts';
import { entryWrites, type Guard, type Posting } from '../ledger/entry.ts';
import { dueAttributes } from '../platform/due.ts';
import { newId } from '../platform/ids.ts';
import type { Call, Platform } from '../platform/platform.ts';
import type { Write } from '../store/write.ts';
import { type CardMoneyOrder, type OpeningOrder, type Order, orderKey } from './order.ts';
import {
  earlierAnswer,
  type NumberedRequest,
  RequestNumberTaken,
  takeRequestNumber,
} from './request-number.ts';

/** What an accepted order answers. */
export interface OrderAnswer {
  readonly orderId: string;
  readonly userReqNo: string;
}

type Given = 'orderId' | 'userNo' | 'userReqNo' | 'status' | 'createdAt' | 'correlationId';

/** An order that was found acceptable: what it is, what it freezes, and what else changes with it. */
export interface Acceptance {
  readonly order: Omit<OpeningOrder, Given | 'cardId'> | Omit<CardMoneyOrder, Given>;
  readonly postings: readonly Posting[];
  readonly guards?: readonly Guard[];
  readonly writes?: readonly Write[];
}

/** What the decision was made on has changed since; it must be made again. */
export class StaleDecision extends Error {
  override readonly name = 'StaleDecision';
}

class OrderIdTaken extends Error {
  override readonly name = 'OrderIdTaken';
}

/** Decisions that may grow stale before the merchant is told to try again. */
const DECISIONS = 10;

/**
 * Accepts an order once for its userReqNo: one transaction takes the number, makes the pending order and freezes its
 * funds. `decide` reads what it needs and throws the refusal; it runs again when others changed what it read. The same
 * request again gets the first answer again, whatever has become of the card since (contract section 2).
 */
export async function acceptOrder(
  call: Call,
  operation: string,
  content: { readonly userReqNo: string },
  decide: () => Promise<Acceptance>,
): Promise<OrderAnswer> {
  const { platform, merchant } = call;
  const request = { userNo: merchant.userNo, userReqNo: content.userReqNo, operation, content };
  const earlier = () => earlierAnswer<OrderAnswer>(platform.store, request);
  const known = await earlier();
  if (known) return known;
  try {
    return await placeOrder(call, request, decide);
  } catch (error) {
    // The same request may have been accepted meanwhile, and its own effects be what refused this one.
    const meanwhile = refusesOrLost(error) ? await earlier() : undefined;
    if (meanwhile) return meanwhile;
    throw error;
  }
}

const refusesOrLost = (error: unknown) =>
  error instanceof ContractError || error instanceof RequestNumberTaken;

async function placeOrder(
  call: Call,
  request: NumberedRequest,
  decide: () => Promise<Acceptance>,
): Promise<OrderAnswer> {
  for (let decision = 0; decision < DECISIONS; decision += 1) {
    const acceptance = await decide();
    const order = newOrder(call, request, acceptance);
    const answer = { orderId: order.orderId, userReqNo: order.userReqNo };
    try {
      await call.platform.store.write([
        takeRequestNumber(request, answer),
        orderPut(order, call.platform),
        ...entryWrites(
          { cause: `order/${order.orderId}/accepted`, at: order.createdAt, postings: acceptance.postings },
          insufficientFunds,
          acceptance.guards,
        ),
        ...(acceptance.writes ?? []),
      ]);
      return answer;
    } catch (error) {
      if (!(error instanceof OrderIdTaken || error instanceof StaleDecision)) throw error;
    }
  }
  throw new TryAgainLater();
}

function newOrder(
  { platform, merchant, correlationId }: Call,
  request: NumberedRequest,
  { order }: Acceptance,
): Order {
  const createdAt = platform.now();
  const orderId = newId(createdAt, platform.random);
  return {
    // A card has the id of the order that opens it: no other can have it, and no write is needed to take it.
    cardId: orderId,
    ...order,
    orderId,
    userNo: merchant.userNo,
    userReqNo: request.userReqNo,
    status: 'pending',
    createdAt,
    correlationId,
  };
}

function orderPut(order: Order, platform: Platform): Write {
  const due = dueAttributes(order.orderId, order.createdAt + platform.graceMs);
  return {
    kind: 'put',
    table: 'orders',
    item: { ...orderKey(order.orderId), ...order, ...due },
    otherwise: () => new OrderIdTaken(),
  };
}

/** Which balance refused: the card's or the merchant's account. */
const insufficientFunds = (account: string): ContractError =>
  account.startsWith('merchant/') ? new AccountBalanceInsufficient() : new CardBalanceInsufficient();
