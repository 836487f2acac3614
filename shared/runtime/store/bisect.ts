/** The last of what is numbered from 1 without gaps, and its time (epoch milliseconds); number 0 when there is none. */
export interface SequenceEnd {
  readonly number: number;
  readonly time: number;
}

/**
 * The lowest number whose time is `ms` or later; the one after the last when there is none. Times grow with numbers, so it
 * asks `timeOf` once for every doubling of how many there are, and for none later than the last.
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
