import type { Item } from '../../../runtime/store/item.ts';
import { type ContractError, ParameterInvalid } from '../../../wire/errors.ts';
import { MAX_AMOUNT_DIGITS } from '../../../wire/money/amount.ts';
import type { Dependencies, MerchantCall } from '../../dependencies.ts';
import { type Account, feesAccount } from '../../money/ledger/account.ts';
import type { Balance } from '../../money/ledger/balance.ts';
import { type Posting, release, transfer } from '../../money/ledger/posting.ts';
import { assertLive, cardOf, statusNotSuitable } from '../model/card.ts';
import { groupOf } from '../model/group.ts';
import type { IssuedCard, IssuerResult } from '../model/issuer.ts';
import type { CancellationOrder, Order } from '../model/order.ts';
import { fundingAccount, movedAmount, targetAccount } from '../model/order-funds.ts';
import type { OrderEffects } from './order-effects.ts';

/** What settles an order, in one transaction. */
export interface Settlement extends OrderEffects {
  /** Attributes to set on the order besides its status. */
  readonly orderAttributes?: Pick<CancellationOrder, 'balanceChange'>;
}

/** What an order's success at its issuer came with. */
interface IssuerSuccess {
  readonly deps: Dependencies;
  /** The balance of an account once the order is accepted, whether or not that is written yet. */
  readonly balanceOf: (account: Account) => Promise<Balance>;
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

/** An order that its issuer carried out, or would, fails here. The message is the reason shown to the merchant. */
export abstract class CreditRefused extends Error {
  /** The refusal of a request whose order would fail at once. */
  abstract readonly refusal: ContractError;
}

/** The card was closed, or its cancellation accepted, before the order was settled. */
export class CardIsClosed extends CreditRefused {
  override readonly name = 'CardIsClosed';
  readonly refusal: ContractError;
  constructor(balance?: Item) {
    super('card is closed');
    this.refusal = statusNotSuitable({ status: balance?.['closed'] ? 'closed' : 'closing' });
  }
}

/** The balance of the card, pool or account would exceed the largest amount on the wire. */
export class BalanceLimitExceeded extends CreditRefused {
  override readonly name = 'BalanceLimitExceeded';
  readonly refusal: ContractError;
  /** `field` is the amount's name in the request. */
  constructor(field: string) {
    const problem = `the balance would have more than ${MAX_AMOUNT_DIGITS} digits`;
    super(problem);
    this.refusal = new ParameterInvalid(field, problem);
  }
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
