import { assertLive, cardOf } from '../../cards/card.ts';
import { ParameterInvalid } from '../../contract/errors.ts';
import { groupOf } from '../../groups/group.ts';
import type { IssuedCard, IssuerSide } from '../../issuer/issuer.ts';
import { feesAccount } from '../../ledger/accounts.ts';
import { type ForcedGuard, type Guard, type Posting, release, transfer } from '../../ledger/entry.ts';
import type { Call, Platform } from '../../platform/platform.ts';
import type { Write } from '../../store/write.ts';
import { type CancellationOrder, fundedAccount, fundingAccount, movedAmount, type Order } from '../order.ts';

/** What happens with an order's outcome: how the money moves and what else changes, in one transaction. */
export interface Settlement {
  readonly postings: readonly Posting[];
  readonly guards?: readonly (Guard | ForcedGuard)[];
  readonly writes?: readonly Write[];
  /** What the order keeps of it beside its status. */
  readonly onOrder?: Pick<CancellationOrder, 'rest'>;
}

/** What the issuer's success came with. */
export interface Success {
  readonly platform: Platform;
  /** The card that an opening opened. */
  readonly card?: IssuedCard | undefined;
  /** What it is there, where the issuer is another platform. */
  readonly theirs?: IssuerSide | undefined;
}

/** One kind of order: what its success and its failure do. */
export interface OrderKind<Kind extends Order> {
  /** Reads what it needs; it is asked again when that has changed before it was written (StaleDecision). */
  succeed(order: Kind, success: Success): Settlement | Promise<Settlement>;
  /** `cardIsClosed`: it was cancelled while the order was open, so nothing may be left on it. */
  fail(order: Kind, cardIsClosed: boolean): Settlement;
}

/** What is funded goes from the account onto the card or into the pool, the fee to the platform. */
export function fund(order: Order): Posting[] {
  const account = fundingAccount(order);
  return [
    ...transfer([account, 'frozen'], [fundedAccount(order), 'available'], movedAmount(order)),
    ...transfer([account, 'frozen'], [feesAccount(order.currency), 'available'], order.fee),
  ];
}

/** What was to be funded and the fee stay on the account and are available again. */
export const releaseFunding = (order: Order): Posting[] =>
  release(fundingAccount(order), movedAmount(order) + order.fee);

/** The card was cancelled before the order came to it. */
export class CardIsClosed extends Error {
  override readonly name = 'CardIsClosed';
}

/** More would be on the card, in the pool or on the account than the wire can tell. */
export class BalanceIsFull extends Error {
  override readonly name = 'BalanceIsFull';
}

/** The card or group that a request names by channelType (contract section 3). */
interface CardOrGroup {
  readonly channelType: 1 | 2;
  readonly cardId?: string | undefined;
  readonly groupId?: string | undefined;
}

/** What every order on a card or group takes from it. */
type Funded = Pick<Order, 'cardId' | 'groupId' | 'cardType' | 'currency' | 'issuer'> & {
  readonly binRangeId: string;
};

/** The merchant's card or group that the request is about, if money may be moved to and from it. */
export async function fundable(request: CardOrGroup, { platform, merchant }: Call): Promise<Funded> {
  const field = request.channelType === 1 ? 'cardId' : 'groupId';
  const subject = request[field];
  if (subject === undefined)
    throw new ParameterInvalid(field, `is required for channelType ${request.channelType}`);
  if (request.channelType === 2) {
    const { groupId, currency, issuer, binRangeId } = await groupOf(platform.store, merchant.userNo, subject);
    return { groupId, cardType: 2, currency, issuer, binRangeId };
  }
  const card = await cardOf(platform.store, merchant.userNo, subject);
  assertLive(card);
  if (card.groupId !== undefined)
    throw new ParameterInvalid('channelType', 'a supplementary card is funded through its group');
  const { cardId, cardType, currency, issuer, binRangeId } = card;
  return { cardId, cardType, currency, issuer, binRangeId };
}

/** The part of a request's subject that its order keeps. */
export function orderOn({ binRangeId: _, ...subject }: Funded): Omit<Funded, 'binRangeId'> {
  return subject;
}
