import { DUE_INDEX_ATTRIBUTES } from '../../../runtime/queue/due-index.ts';
import { equals, type Write } from '../../../runtime/store/write.ts';
import { opTypes } from '../../../wire/contract/codes.ts';
import type { Dependencies } from '../../dependencies.ts';
import { forcedEntryWrites } from '../../money/accounts/forced-postings.ts';
import { AlreadyPosted } from '../../money/ledger/entry.ts';
import { upstreamPostings } from '../../money/ledger/upstream-positions.ts';
import { externalIdWrites } from '../issuers/external-ids.ts';
import type { IssuedCard, IssuerResult } from '../model/issuer.ts';
import { type Order, orderKey } from '../model/order.ts';
import type { Settlement } from './funding.ts';
import { orderDetails } from './order-details.ts';
import { outcomePut } from './order-notification.ts';

/** Money frozen by an order is no longer frozen: the books are inconsistent and the order must not proceed. */
export class FrozenFundsMissing extends Error {
  override readonly name = 'FrozenFundsMissing';
}

/** A settlement with what the issuer reported. */
interface OrderSettlement {
  readonly settlement: Settlement;
  readonly card?: IssuedCard | undefined;
  readonly issuerResult?: IssuerResult | undefined;
}

/** Returns the attributes that the order keeps of the issuer's result. */
export const issuerAttributes = (
  issuerResult: IssuerResult | undefined,
): Pick<Order, 'issuerOrderId' | 'cost'> =>
  issuerResult ? { issuerOrderId: issuerResult.orderId, cost: issuerResult.cost } : {};

/**
 * Returns the writes that make an order final: `order` is the order as it is afterwards. They fail with AlreadyPosted
 * when it was settled concurrently, and with FrozenFundsMissing when its frozen funds are missing.
 */
export async function finalWrites(
  deps: Dependencies,
  order: Order,
  { settlement, card, issuerResult }: OrderSettlement,
): Promise<Write[]> {
  const { orderId, status, finishedAt, failure, operatorReason } = order;
  const issuerPostings = upstreamPostings(
    order.issuer,
    order.currency,
    settlement.postings,
    issuerResult?.cost ?? 0n,
  );
  const postings = [...settlement.postings, ...issuerPostings];
  const details = orderDetails(order);
  const entry = { cause: `order/${orderId}/settled`, at: deps.now(), postings, details };
  return [
    {
      kind: 'update',
      table: 'orders',
      key: orderKey(orderId),
      set: {
        status,
        finishedAt,
        ...(failure !== undefined && { failure }),
        ...(operatorReason !== undefined && { operatorReason }),
        ...settlement.orderAttributes,
        ...issuerAttributes(issuerResult),
      },
      remove: DUE_INDEX_ATTRIBUTES,
      when: [equals('status', 'pending')],
      // An order is final together with its entry.
      onConflict: () => new AlreadyPosted(`cause ${entry.cause}`),
    },
    ...(await forcedEntryWrites(
      deps,
      entry,
      (account) => new FrozenFundsMissing(`${entry.cause} on ${account}`),
      settlement.guards ?? [],
    )),
    ...(settlement.writes ?? []),
    ...openedIdWrites(order, issuerResult),
    outcomePut(deps, order, card),
  ];
}

/**
 * Maps the issuer's id of the opened card or group to ours. Openings never fail here after succeeding at the issuer.
 */
function openedIdWrites({ issuer, orderId, opType }: Order, issuerResult: IssuerResult | undefined): Write[] {
  if (!issuerResult) return [];
  if (opType === opTypes.cardOpening) return externalIdWrites(issuer, 'card', issuerResult.cardId, orderId);
  return opType === opTypes.groupOpening
    ? externalIdWrites(issuer, 'group', issuerResult.groupId, orderId)
    : [];
}
