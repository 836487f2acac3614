import type { Write } from '../../../runtime/store/write.ts';
import { ParameterInvalid } from '../../../wire/errors.ts';
import type { Dependencies, MerchantCall } from '../../dependencies.ts';
import { feesAccount } from '../../money/ledger/account.ts';
import {
  type BalanceGuard,
  type ForcedDebitGuard,
  type Posting,
  release,
  transfer,
} from '../../money/ledger/entry.ts';
import { assertLive, cardOf } from '../model/card.ts';
import { groupOf } from '../model/group.ts';
import type { IssuedCard, IssuerResult } from '../model/issuer.ts';
import {
  type CancellationOrder,
  fundingAccount,
  movedAmount,
  type Order,
  targetAccount,
} from '../model/order.ts';

/** What happens with an order's outcome: how the money moves and what else changes, in one transaction. */
export interface Settlement {
  readonly postings: readonly Posting[];
  readonly guards?: readonly (BalanceGuard | ForcedDebitGuard)[];
  readonly writes?: readonly Write[];
  /** What the order keeps of it beside its status. */
  readonly orderAttributes?: Pick<CancellationOrder, 'rest'>;
}

/** What the issuer's success came with. */
export interface IssuerSuccess {
  readonly deps: Dependencies;
  /** The card that an opening opened. */
  readonly card?: IssuedCard | undefined;
  /** What it is there, where the issuer is another platform. */
  readonly issuerResult?: IssuerResult | undefined;
}

/** One kind of order: what its success and its failure do. */
export interface OrderKind<Kind extends Order> {
  /** Reads what it needs; it is asked again when that has changed before it was written (StaleDecision). */
  succeed(order: Kind, success: IssuerSuccess): Settlement | Promise<Settlement>;
  /** `cardIsClosed`: it was cancelled while the order was open, so nothing may be left on it. */
  fail(order: Kind, cardIsClosed: boolean): Settlement;
}

/** What is funded goes from the account onto the card or into the pool, the fee to the platform. */
export function fundingPostings(order: Order): Posting[] {
  const account = fundingAccount(order);
  return [
    ...transfer([account, 'frozen'], [targetAccount(order), 'available'], movedAmount(order)),
    ...transfer([account, 'frozen'], [feesAccount(order.currency), 'available'], order.fee),
  ];
}

/** What was to be funded and the fee stay on the account and are available again. */
export const releasePostings = (order: Order): Posting[] =>
  release(fundingAccount(order), movedAmount(order) + order.fee);

/** The card was cancelled before the order came to it. */
export class CardIsClosed extends Error {
  override readonly name = 'CardIsClosed';
}

/** More would be on the card, in the pool or on the account than the wire can tell. */
export class BalanceLimitExceeded extends Error {
  override readonly name = 'BalanceLimitExceeded';
}

/** The card or group that a request names by channelType (contract section 3). */
interface FundingRequest {
  readonly channelType: 1 | 2;
  readonly cardId?: string | undefined;
  readonly groupId?: string | undefined;
}

/** What every order on a card or group takes from it. */
type FundingTarget = Pick<Order, 'cardId' | 'groupId' | 'cardType' | 'currency' | 'issuer'> & {
  readonly binRangeId: string;
};

/** The merchant's card or group that the request is about, if money may be moved to and from it. */
export async function fundingTargetOf(
  request: FundingRequest,
  { deps, merchant }: MerchantCall,
): Promise<FundingTarget> {
  const field = request.channelType === 1 ? 'cardId' : 'groupId';
  const subject = request[field];
  if (subject === undefined)
    throw new ParameterInvalid(field, `is required for channelType ${request.channelType}`);
  if (request.channelType === 2) {
    const { groupId, currency, issuer, binRangeId } = await groupOf(deps.store, merchant.userNo, subject);
    return { groupId, cardType: 2, currency, issuer, binRangeId };
  }
  const card = await cardOf(deps.store, merchant.userNo, subject);
  assertLive(card);
  if (card.groupId !== undefined)
    throw new ParameterInvalid('channelType', 'a supplementary card is funded through its group');
  const { cardId, cardType, currency, issuer, binRangeId } = card;
  return { cardId, cardType, currency, issuer, binRangeId };
}

/** The part of a request's subject that its order keeps. */
export function orderTarget({ binRangeId: _, ...subject }: FundingTarget): Omit<FundingTarget, 'binRangeId'> {
  return subject;
}
