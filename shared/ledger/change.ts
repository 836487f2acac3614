/** What an entry moves on the two sides of an account, in minor units. */
export interface Change {
  readonly available: bigint;
  readonly frozen: bigint;
}

/** What moves nothing. */
export const NOTHING: Change = { available: 0n, frozen: 0n };

/** Whether anything is moved. */
export const isChange = ({ available, frozen }: Change): boolean => available !== 0n || frozen !== 0n;

/** Both together. */
export const plus = (one: Change, other: Change): Change => ({
  available: one.available + other.available,
  frozen: one.frozen + other.frozen,
});

/** What the one is more than the other. */
export const minus = (one: Change, other: Change): Change => ({
  available: one.available - other.available,
  frozen: one.frozen - other.frozen,
});
