import { DUE_ATTRIBUTES, dueAttributes } from '../platform/due.ts';
import { equals, type Write } from '../store/write.ts';

// How long the vault keeps what of a card:
//
//               the card is cancelled, or expired             so many days later
//   number, ─────────────────────────────────▶ number ─────────────────────────▶ its keyed hash,
//   CVV2, PIN     CVV2 and PIN are removed              the number is removed       for ever
//
// `dueAt` is when the next of both is to happen. By the hash no number is ever given to a second card.

/** The key of what the vault keeps of a card. */
export const cardKey = (cardId: string) => ({ pk: `card/${cardId}` });

/** The key of a card's PIN. */
export const pinKey = (cardId: string) => ({ pk: `pin/${cardId}` });

/** What a card's verification number is sealed for. */
export const cvv2Context = (cardId: string): string => `card/${cardId}/cvv2`;

/** From when on (epoch milliseconds) a card of this expiry, yyyy-MM, is expired in every zone: a day after its last month. */
export function expiredFrom(expiry: string): number {
  const [year = 0, month = 0] = expiry.split('-').map(Number);
  return Date.UTC(year, month, 2);
}

/** The attributes by which a new card's secrets are found once it is expired. */
export const untilExpiry = (cardId: string, expiry: string) => dueAttributes(cardId, expiredFrom(expiry));

/** Removes a card's verification number; the number stays until `numberUntil`, epoch milliseconds. */
export const removeCvv2 = (cardId: string, numberUntil: number): Write => ({
  kind: 'update',
  table: 'vault',
  key: cardKey(cardId),
  set: dueAttributes(cardId, numberUntil),
  remove: ['cvv2'],
});

/** Removes a card's PIN. */
export const removePin = (cardId: string): Write => ({
  kind: 'update',
  table: 'pins',
  key: pinKey(cardId),
  remove: ['pin'],
});

/** Something else became of the card's secrets meanwhile. */
export class SecretsChanged extends Error {
  override readonly name = 'SecretsChanged';
}

/** Removes the verification number of a card that was due at `dueAt`, as long as it still is. */
export const removeExpired = (cardId: string, dueAt: number, numberUntil: number): Write => ({
  ...removeCvv2(cardId, numberUntil),
  ...stillDue(dueAt),
});

/** Removes a card's number, of which its keyed hash stays. */
export const removeNumber = (cardId: string, dueAt: number): Write => ({
  kind: 'update',
  table: 'vault',
  key: cardKey(cardId),
  remove: ['secrets', ...DUE_ATTRIBUTES],
  ...stillDue(dueAt),
});

const stillDue = (dueAt: number) => ({
  when: [equals('dueAt', dueAt)],
  otherwise: () => new SecretsChanged(),
});
