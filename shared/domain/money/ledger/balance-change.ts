/** What an entry moves on the two sides of an account, in minor units. */
export interface BalanceChange {
  readonly available: bigint;
  readonly frozen: bigint;
}

/** What moves nothing. */
export const NO_CHANGE: BalanceChange = { available: 0n, frozen: 0n };

/** Whether anything is moved. */
export const isNonZero = ({ available, frozen }: BalanceChange): boolean => available !== 0n || frozen !== 0n;

/** Both together. */
export const addChanges = (one: BalanceChange, other: BalanceChange): BalanceChange => ({
  available: one.available + other.available,
  frozen: one.frozen + other.frozen,
});

/** What the one is more than the other. */
export const subtractChanges = (one: BalanceChange, other: BalanceChange): BalanceChange => ({
  available: one.available - other.available,
  frozen: one.frozen - other.frozen,
});
