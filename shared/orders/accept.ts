import {
  AccountBalanceInsufficient,
  CardBalanceInsufficient,
  type ContractError,
} from '../contract/errors.ts';
import { entryWrites, type Guard, type Posting } from '../ledger/entry.ts';
import { dueAttributes } from '../platform/due.ts';
import { newId } from '../platform/ids.ts';
import type { Call, Platform } from '../platform/platform.ts';
import { answerOnce, StaleDecision } from '../requests/once.ts';
import type { Write } from '../store/write.ts';
import { type CardMoneyOrder, type OpeningOrder, type Order, orderKey } from './order.ts';

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

/**
 * Accepts an order once for its userReqNo: one transaction takes the number, makes the pending order and freezes its
 * funds. `decide` reads what it needs and throws the refusal.
 */
export function acceptOrder(
  call: Call,
  operation: string,
  content: { readonly userReqNo: string },
  decide: () => Promise<Acceptance>,
): Promise<OrderAnswer> {
  return answerOnce(call, operation, content, async () => {
    const acceptance = await decide();
    const order = newOrder(call, content.userReqNo, acceptance);
    const entry = {
      cause: `order/${order.orderId}/accepted`,
      at: order.createdAt,
      postings: acceptance.postings,
    };
    return {
      answer: { orderId: order.orderId, userReqNo: order.userReqNo },
      writes: [
        orderPut(order, call.platform),
        ...entryWrites(entry, insufficientFunds, acceptance.guards),
        ...(acceptance.writes ?? []),
      ],
    };
  });
}

function newOrder(
  { platform, merchant, correlationId }: Call,
  userReqNo: string,
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
    userReqNo,
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
    // The id is another order's: the next decision draws a new one.
    otherwise: () => new StaleDecision(),
  };
}

/** Which balance refused: the card's or the merchant's account. */
const insufficientFunds = (account: string): ContractError =>
  account.startsWith('merchant/') ? new AccountBalanceInsufficient() : new CardBalanceInsufficient();
