import { DUE_INDEX_ATTRIBUTES, dueIndexAttributes } from '../queue/due-index.ts';
import { equals, type Write } from '../store/write.ts';

// How long the vault keeps what of a card:
//
//               the card is cancelled, or expired             so many days later
//   number, ─────────────────────────────────▶ number ─────────────────────────▶ its keyed hash,
//   CVV2, PIN     CVV2 and PIN are removed              the number is removed       for ever
//
// `dueAt` is when the next of both is to happen. By the hash no number is ever given to a second card.

/** The key of what the vault keeps of a card. */
export const vaultCardKey = (cardId: string) => ({ pk: `card/${cardId}` });

/** The key of a card's PIN. */
export const pinKey = (cardId: string) => ({ pk: `pin/${cardId}` });

/** What a card's verification number is sealed for. */
export const cvv2Context = (cardId: string): string => `card/${cardId}/cvv2`;

/** From when on (epoch milliseconds) a card of this expiry, yyyy-MM, is expired in every zone: a day after its last month. */
export function cardExpiredAt(expiry: string): number {
  const [year = 0, month = 0] = expiry.split('-').map(Number);
  return Date.UTC(year, month, 2);
}

/** The attributes by which a new card's secrets are found once it is expired. */
export const dueAtExpiry = (cardId: string, expiry: string) =>
  dueIndexAttributes(cardId, cardExpiredAt(expiry));

/** Removes a card's verification number; the number stays until `numberUntil`, epoch milliseconds. */
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

/** Something else became of the card's secrets meanwhile. */
export class SecretsChanged extends Error {
  override readonly name = 'SecretsChanged';
}

/** Removes the verification number of a card that was due at `dueAt`, as long as it still is. */
export const expiredCvv2RemovalUpdate = (cardId: string, dueAt: number, panUntil: number): Write => ({
  ...cvv2RemovalUpdate(cardId, panUntil),
  ...ifStillDue(dueAt),
});

/** Removes a card's number, of which its keyed hash stays. */
export const panRemovalUpdate = (cardId: string, dueAt: number): Write => ({
  kind: 'update',
  table: 'vault',
  key: vaultCardKey(cardId),
  remove: ['secrets', ...DUE_INDEX_ATTRIBUTES],
  ...ifStillDue(dueAt),
});

const ifStillDue = (dueAt: number) => ({
  when: [equals('dueAt', dueAt)],
  onConflict: () => new SecretsChanged(),
});
