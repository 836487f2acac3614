import { maskDisplayedPan } from '../../../runtime/card-number/pan.ts';
import type { IssuedCard } from './issuer.ts';

/** Why an order failed that its issuer refused, as the merchant may read it: what lies below is no business of theirs. */
export const REFUSED_BY_ISSUER = 'refused by the issuer';

/** A card as its issuer tells it. The whole number, where that is told, is kept nowhere here. */
export const issuedCard = (cardNo: string, expiry: string): IssuedCard => ({
  maskedNumber: maskDisplayedPan(cardNo),
  expiry,
});
