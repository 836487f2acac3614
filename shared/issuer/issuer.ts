import type { Order } from '../orders/order.ts';

/** Who can hold cards: this platform, or another one below it. */
export type IssuerName = 'embedded' | 'upstream';

/** What came of carrying out an order. */
export type Outcome =
  | { readonly state: 'succeeded'; readonly card?: IssuedCard }
  | { readonly state: 'refused'; readonly reason: string }
  /** Not known yet: the order stays in process and is settled by asking. */
  | { readonly state: 'unknown' };

/** A card that was issued, without its secrets. */
export interface IssuedCard {
  readonly maskedNumber: string;
  /** yyyy-MM */
  readonly expiry: string;
}

/** Whoever holds the cards: this platform itself or another one below it. */
export interface Issuer {
  /** Carries out an accepted order. Called any number of times for one order, it acts once and answers the same. */
  perform(order: Order): Promise<Outcome>;
}

export type Issuers = Readonly<Partial<Record<IssuerName, Issuer>>>;
