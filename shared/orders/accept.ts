import { accountShort, type Paid, Paying, shortageOf } from '../accounts/paying.ts';
import { CardBalanceInsufficient } from '../contract/errors.ts';
import { entryWrites, type Guard, type Insufficient, type Posting } from '../ledger/entry.ts';
import { dueAttributes } from '../platform/due.ts';
import { newId } from '../platform/ids.ts';
import type { Call, Platform } from '../platform/platform.ts';
import { answerOnce, StaleDecision } from '../requests/once.ts';
import type { Write } from '../store/write.ts';
import { type GroupOpeningOrder, type OpeningOrder, type Order, opened, orderItem } from './order.ts';
import { orderParticulars } from './particulars.ts';

/** What an accepted order answers. */
export interface OrderAnswer {
  readonly orderId: string;
  readonly userReqNo: string;
}

type Given = 'orderId' | 'part' | 'userNo' | 'userReqNo' | 'status' | 'createdAt' | 'correlationId';
type Without<Kind, Fields extends PropertyKey> = Kind extends unknown ? Omit<Kind, Fields> : never;

/** An order before it is accepted; what an opening opens has no id yet. */
type Proposal =
  | Without<Exclude<Order, OpeningOrder | GroupOpeningOrder>, Given>
  | Omit<OpeningOrder, Given | 'cardId'>
  | Omit<GroupOpeningOrder, Given | 'groupId'>;

/** An order that was found acceptable: what it is, what it freezes, and what else changes with it. */
export interface Acceptance {
  readonly order: Proposal;
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
  const paying = new Paying(call);
  return answerOnce(call, operation, content, async () => {
    const acceptance = await decide();
    const { currency, fee } = acceptance.order;
    const paid = await paying.place(currency, acceptance.postings, fee);
    const order = newOrder(call, content.userReqNo, acceptance, paid);
    const entry = {
      cause: `order/${order.orderId}/accepted`,
      at: order.createdAt,
      postings: paid.postings,
      about: orderParticulars(order),
    };
    return {
      answer: { orderId: order.orderId, userReqNo: order.userReqNo },
      writes: [
        orderPut(order, call.platform),
        ...entryWrites(entry, (...short) => paying.insufficient(...short, insufficientFunds(order)), [
          ...(acceptance.guards ?? []),
          ...paid.guards,
        ]),
        ...(acceptance.writes ?? []),
      ],
    };
  });
}

function newOrder(
  { platform, merchant, correlationId }: Call,
  userReqNo: string,
  { order }: Acceptance,
  { part }: Paid,
): Order {
  const createdAt = platform.now();
  const orderId = newId(createdAt, platform.random);
  return {
    ...order,
    ...opened({ opType: order.opType, orderId }),
    ...(part !== undefined && { part }),
    orderId,
    userNo: merchant.userNo,
    userReqNo,
    status: 'pending',
    createdAt,
    correlationId,
  } as Order;
}

function orderPut(order: Order, platform: Platform): Write {
  const due = dueAttributes(order.orderId, order.createdAt + platform.graceMs);
  return {
    kind: 'put',
    table: 'orders',
    item: { ...orderItem(order), ...due },
    // The id is another order's: the next decision draws a new one.
    otherwise: () => new StaleDecision(),
  };
}

/** Which balance refused: the card's or the merchant's account. */
const insufficientFunds =
  ({ fee }: Order): Insufficient =>
  (account, figures) =>
    account.startsWith('merchant/')
      ? accountShort(fee)(account, figures)
      : new CardBalanceInsufficient(shortageOf(account, figures));
