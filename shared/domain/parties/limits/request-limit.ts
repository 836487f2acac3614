/** How many requests a merchant may make: `burst` at once, refilled at `perSecond`. Both are integers. */
export interface RequestLimit {
  /** 1 to MAX_REQUESTS_PER_SECOND. */
  readonly perSecond: number;
  /** 1 to MAX_BURST. */
  readonly burst: number;
}

/** The capacity of a bucket: it is one item, and a DynamoDB partition takes 1,000 writes a second. */
export const MAX_REQUESTS_PER_SECOND = 1_000;
export const MAX_BURST = 10_000;

const isIntegerUpTo = (value: number, max: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= max;

/** Whether the limit is within the capacity of a bucket. */
export const isValidRequestLimit = ({ perSecond, burst }: RequestLimit): boolean =>
  isIntegerUpTo(perSecond, MAX_REQUESTS_PER_SECOND) && isIntegerUpTo(burst, MAX_BURST);
