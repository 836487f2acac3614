import { maskDisplayedPan } from '../../../runtime/card-number/pan.ts';
import type { IssuedCard } from './issuer.ts';

/** The failure reason shown to the merchant when the issuer refuses an order. It discloses nothing about the issuer. */
export const REFUSED_BY_ISSUER = 'refused by the issuer';

/** Returns a card as reported by its issuer, with its number masked: the full PAN is never stored here. */
export const issuedCard = (cardNo: string, expiry: string): IssuedCard => ({
  maskedNumber: maskDisplayedPan(cardNo),
  expiry,
});
