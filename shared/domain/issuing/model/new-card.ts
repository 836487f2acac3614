import type { Card } from './card.ts';
import type { IssuedCard } from './issuer.ts';
import type { CardOpening } from './order.ts';

type CardIdentity = Pick<Card, 'cardId' | 'userNo' | 'issuer' | 'cardType' | 'currency'>;

/** The properties that a card takes from its order or its BIN range. */
type CardProperties = Omit<CardOpening, 'cardBin' | 'validityMonths' | 'issuerRangeId'>;

/** Returns the record of a new card, active and unused. */
export const newCard = (
  { cardId, userNo, issuer, cardType, currency }: CardIdentity,
  properties: CardProperties,
  { maskedNumber, expiry }: IssuedCard,
  { ordinal, createdAt }: Pick<Card, 'ordinal' | 'createdAt'>,
): Card => ({
  ...properties,
  cardId,
  userNo,
  status: 'active',
  issuer,
  cardType,
  currency,
  maskedNumber,
  expiry,
  label: '',
  usedAmount: 0n,
  ordinal,
  createdAt,
});
