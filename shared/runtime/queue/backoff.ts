/** Exponential backoff: the delay after this many failures doubles each time, up to `maxMs`. */
export const exponentialBackoffMs = (firstMs: number, failures: number, maxMs: number): number =>
  Math.min(firstMs * 2 ** failures, maxMs);
