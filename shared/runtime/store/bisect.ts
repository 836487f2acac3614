/** The end of a sequence that is numbered from 1 without gaps. */
export interface SequenceEnd {
  /** The last number; 0 when the sequence is empty. */
  readonly number: number;
  /** Its time, epoch milliseconds. */
  readonly time: number;
}

/**
 * Returns the lowest number whose time is `ms` or later, or one past the last number when there is none. Times must
 * grow with numbers. Bisects: `timeOf` is called about log2(n) times, and not at all when the last number is earlier
 * than `ms`.
 */
export async function firstSince(
  ms: number,
  last: SequenceEnd,
  timeOf: (number: number) => Promise<number>,
): Promise<number> {
  let [low, high] = [1, last.number + 1];
  if (last.time < ms) return high;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await timeOf(middle)) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
