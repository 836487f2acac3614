import { type Card, type CardStatus, cardOf } from '../../cards/card.ts';
import { NothingFound, ParameterInvalid, StatusNotSuitable } from '../../contract/errors.ts';
import type { IssuedCard } from '../../issuer/issuer.ts';
import type { Guard, Posting } from '../../ledger/entry.ts';
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
  fail(order: Kind): Settlement;
}

/** The card was cancelled before the order came to it. */
export class CardIsClosed extends Error {
  override readonly name = 'CardIsClosed';
}

/** Statuses in which a card's money may be moved. */
const FUNDABLE: readonly CardStatus[] = ['active', 'frozen'];

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
  if (!FUNDABLE.includes(card.status)) throw new StatusNotSuitable('card');
  return card;
}

/** What every order on an existing card takes from it. */
export const orderOn = ({ cardId, cardType, currency, issuer }: Card) => ({
  cardId,
  cardType,
  currency,
  issuer,
});
