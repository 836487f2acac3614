/** How many requests a merchant may make: `burst` at once, and `perSecond` of them come back. Both whole numbers. */
export interface RequestLimit {
  /** 1 to MOST_PER_SECOND. */
  readonly perSecond: number;
  /** 1 to MOST_AT_ONCE. */
  readonly burst: number;
}

/** What one bucket in a table can do: it is one item, and a table's partition takes a thousand writes a second. */
export const MAX_REQUESTS_PER_SECOND = 1_000;
export const MAX_BURST = 10_000;

const isIntegerUpTo = (value: number, max: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= max;

/** Whether it is a limit that can be kept. */
export const isValidRequestLimit = ({ perSecond, burst }: RequestLimit): boolean =>
  isIntegerUpTo(perSecond, MAX_REQUESTS_PER_SECOND) && isIntegerUpTo(burst, MAX_BURST);
