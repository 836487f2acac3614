import { DUE_INDEX_ATTRIBUTES, dueIndexAttributes } from '../queue/due-index.ts';
import { equals, type Write } from '../store/write.ts';

// How long the vault keeps a card's secrets:
//
//               the card is cancelled or expires            the retention period ends
//   number, ───────────────────────────────▶ number ─────────────────────────▶ its keyed hash,
//   CVV2, PIN     CVV2 and PIN are removed             the number is removed     for ever
//
// `dueAt` is when the next of the two steps is due. The hash stays, so that no second card ever gets the number.

/** The key of a card's secrets in the vault. */
export const vaultCardKey = (cardId: string) => ({ pk: `card/${cardId}` });

/** The key of a card's PIN. */
export const pinKey = (cardId: string) => ({ pk: `pin/${cardId}` });

/** The context that a card's CVV2 is sealed for. */
export const cvv2Context = (cardId: string): string => `card/${cardId}/cvv2`;

/**
 * Returns when a card with this expiry (yyyy-MM) has expired in every time zone, in epoch milliseconds: one day after
 * its last month.
 */
export function cardExpiredAt(expiry: string): number {
  const [year = 0, month = 0] = expiry.split('-').map(Number);
  return Date.UTC(year, month, 2);
}

/** The attributes that make a new card's secrets due when it has expired. */
export const dueAtExpiry = (cardId: string, expiry: string) =>
  dueIndexAttributes(cardId, cardExpiredAt(expiry));

/** Removes a card's CVV2. Its number stays until `panUntil`, epoch milliseconds. */
export const cvv2RemovalUpdate = (cardId: string, panUntil: number): Write => ({
  kind: 'update',
  table: 'vault',
  key: vaultCardKey(cardId),
  set: dueIndexAttributes(cardId, panUntil),
  remove: ['cvv2'],
});

/** Removes a card's PIN. */
export const pinRemovalUpdate = (cardId: string): Write => ({
  kind: 'update',
  table: 'pins',
  key: pinKey(cardId),
  remove: ['pin'],
});

/** Removes the CVV2 of a card that was due at `dueAt`, if it still is. */
export const expiredCvv2RemovalUpdate = (cardId: string, dueAt: number, panUntil: number): Write => ({
  ...cvv2RemovalUpdate(cardId, panUntil),
  ...ifStillDue(dueAt),
});

/** Removes a card's number if it is still due. The keyed hash stays. */
export const panRemovalUpdate = (cardId: string, dueAt: number): Write => ({
  kind: 'update',
  table: 'vault',
  key: vaultCardKey(cardId),
  remove: ['secrets', ...DUE_INDEX_ATTRIBUTES],
  ...ifStillDue(dueAt),
});

const ifStillDue = (dueAt: number) => ({ when: [equals('dueAt', dueAt)] });
