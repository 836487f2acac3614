/** How many requests a merchant may make: `burst` at once, and `perSecond` of them come back. Both whole numbers. */
export interface RequestLimit {
  /** 1 to MOST_PER_SECOND. */
  readonly perSecond: number;
  /** 1 to MOST_AT_ONCE. */
  readonly burst: number;
}

/** What one bucket in a table can do: it is one item, and a table's partition takes a thousand writes a second. */
export const MOST_PER_SECOND = 1_000;
export const MOST_AT_ONCE = 10_000;

const isWhole = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= most;

/** Whether it is a limit that can be kept. */
export const isRequestLimit = ({ perSecond, burst }: RequestLimit): boolean =>
  isWhole(perSecond, MOST_PER_SECOND) && isWhole(burst, MOST_AT_ONCE);
