/** How an entry changes the two sides of a balance, in minor units. */
export interface BalanceChange {
  readonly available: bigint;
  readonly frozen: bigint;
}

export const NO_CHANGE: BalanceChange = { available: 0n, frozen: 0n };

export const isNonZero = ({ available, frozen }: BalanceChange): boolean => available !== 0n || frozen !== 0n;

/** Returns the sum of both changes. */
export const addChanges = (one: BalanceChange, other: BalanceChange): BalanceChange => ({
  available: one.available + other.available,
  frozen: one.frozen + other.frozen,
});

/** Returns `one` less `other`. */
export const subtractChanges = (one: BalanceChange, other: BalanceChange): BalanceChange => ({
  available: one.available - other.available,
  frozen: one.frozen - other.frozen,
});
