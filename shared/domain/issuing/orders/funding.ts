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
import type { CancellationOrder, Order } from '../model/order.ts';
import { fundingAccount, movedAmount, targetAccount } from '../model/order-funds.ts';

/** The writes that settle an order, in one transaction. */
export interface Settlement {
  readonly postings: readonly Posting[];
  readonly guards?: readonly (BalanceGuard | ForcedDebitGuard)[];
  readonly writes?: readonly Write[];
  /** Attributes to set on the order besides its status. */
  readonly orderAttributes?: Pick<CancellationOrder, 'balanceChange'>;
}

/** What an order's success at its issuer came with. */
interface IssuerSuccess {
  readonly deps: Dependencies;
  /** The card that was opened. */
  readonly card?: IssuedCard | undefined;
  /** The result at an external issuer. */
  readonly issuerResult?: IssuerResult | undefined;
}

/** How orders of one kind are settled. */
export interface OrderKind<Kind extends Order> {
  /** Settles a success. Called again when the data it read changed before the write (WriteConflict). */
  succeed(order: Kind, success: IssuerSuccess): Settlement | Promise<Settlement>;
  /** Settles a failure. With `cardIsClosed`, the card was closed meanwhile, so no money may remain on it. */
  fail(order: Kind, cardIsClosed: boolean): Settlement;
}

/** Moves the amount from the account to the card or pool, and the fee to the platform. */
export function fundingPostings(order: Order): Posting[] {
  const account = fundingAccount(order);
  return [
    ...transfer([account, 'frozen'], [targetAccount(order), 'available'], movedAmount(order)),
    ...transfer([account, 'frozen'], [feesAccount(order.currency), 'available'], order.fee),
  ];
}

/** Releases the frozen amount and fee on the account. */
export const releasePostings = (order: Order): Posting[] =>
  release(fundingAccount(order), movedAmount(order) + order.fee);

/** The card was closed before the order was settled. */
export class CardIsClosed extends Error {
  override readonly name = 'CardIsClosed';
}

/** The balance of the card, pool or account would exceed the largest amount on the wire. */
export class BalanceLimitExceeded extends Error {
  override readonly name = 'BalanceLimitExceeded';
}

/** A request on a card or a group, depending on channelType (contract section 3). */
interface FundingRequest {
  readonly channelType: 1 | 2;
  readonly cardId?: string | undefined;
  readonly groupId?: string | undefined;
}

/** The properties of a card or group that its orders need. */
type FundingTarget = Pick<Order, 'cardId' | 'groupId' | 'cardType' | 'currency' | 'issuer'> & {
  readonly binRangeId: string;
};

/**
 * Returns the merchant's card or group that a request refers to, provided that it can be funded.
 *
 * @throws ParameterInvalid when its id is missing, or the card is supplementary and funded through its group
 * @throws NothingFound when the merchant has no such card or group
 * @throws StatusNotSuitable when the card is closed, being cancelled or not activated
 */
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

/** Returns the properties of the target that its order keeps. */
export function orderTarget({ binRangeId: _, ...target }: FundingTarget): Omit<FundingTarget, 'binRangeId'> {
  return target;
}
