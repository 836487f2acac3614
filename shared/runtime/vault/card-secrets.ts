import { timingSafeEqual } from 'node:crypto';

/** Card data that only those may see who show or check a card. */
export interface CardSecrets {
  /** The PAN. */
  readonly cardNo: string;
  /** Present until the card is cancelled or expires. */
  readonly cvv2?: string;
  /** yyyy-MM */
  readonly expiry: string;
}

/** The secrets of a new card, all of them present. */
export type NewCardSecrets = Required<CardSecrets>;

/** Compares a presented secret with the stored one in constant time. */
export function isSameSecret(presented: string, stored: string): boolean {
  const [one, other] = [Buffer.from(presented), Buffer.from(stored)];
  return one.length === other.length && timingSafeEqual(one, other);
}
