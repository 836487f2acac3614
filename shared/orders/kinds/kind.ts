import { assertLive, type Card, cardOf } from '../../cards/card.ts';
import { NothingFound, ParameterInvalid } from '../../contract/errors.ts';
import type { IssuedCard } from '../../issuer/issuer.ts';
import { cardAccount, feesAccount, merchantCardAccount } from '../../ledger/accounts.ts';
import { type Guard, type Posting, release, transfer } from '../../ledger/entry.ts';
import type { Call } from '../../platform/platform.ts';
import type { Write } from '../../store/write.ts';
import type { Order } from '../order.ts';

/** What happens with an order's outcome: how the money moves and what else changes, in one transaction. */
export interface Settlement {
  readonly postings: readonly Posting[];
  readonly guards?: readonly Guard[];
  readonly writes?: readonly Write[];
}

/** One kind of order: what its success and its failure do. */
export interface OrderKind<Kind extends Order = Order> {
  succeed(order: Kind, card: IssuedCard | undefined): Settlement;
  /** `cardIsClosed`: it was cancelled while the order was open, so nothing may be left on it. */
  fail(order: Kind, cardIsClosed: boolean): Settlement;
}

/** The amount goes from the account onto the card, the fee to the platform: what both opening and recharging do. */
export function fundCard({ userNo, cardId, currency, amount, fee }: Order): Posting[] {
  const account = merchantCardAccount(userNo, currency);
  return [
    ...transfer([account, 'frozen'], [cardAccount(cardId, currency), 'available'], amount),
    ...transfer([account, 'frozen'], [feesAccount(currency), 'available'], fee),
  ];
}

/** Amount and fee stay on the account and are available again. */
export const releaseFunding = ({ userNo, currency, amount, fee }: Order): Posting[] =>
  release(merchantCardAccount(userNo, currency), amount + fee);

/** The card was cancelled before the order came to it. */
export class CardIsClosed extends Error {
  override readonly name = 'CardIsClosed';
}

/** The card or group that a request names by channelType (contract section 3). */
interface CardOrGroup {
  readonly channelType: 1 | 2;
  readonly cardId?: string | undefined;
  readonly groupId?: string | undefined;
}

/** The merchant's card that the request is about, if money may be moved to and from it. */
export async function fundableCard(request: CardOrGroup, { platform, merchant }: Call): Promise<Card> {
  const field = request.channelType === 1 ? 'cardId' : 'groupId';
  const subject = request[field];
  if (subject === undefined)
    throw new ParameterInvalid(field, `is required for channelType ${request.channelType}`);
  if (field === 'groupId') throw new NothingFound();
  const card = await cardOf(platform.store, merchant.userNo, subject);
  assertLive(card);
  return card;
}

/** What every order on an existing card takes from it. */
export const orderOn = ({ cardId, cardType, currency, issuer }: Card) => ({
  cardId,
  cardType,
  currency,
  issuer,
});
