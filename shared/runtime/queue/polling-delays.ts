/**
 * Delays between inquiries, in multiples of `graceMs` (one minute by default): 11 hours in total. During the first, the
 * issuer's notification usually arrives and makes an inquiry unnecessary.
 */
export const POLLING_DELAYS = [1, 2, 4, 8, 16, 32, 60, 60, 60, 120, 120, 180] as const;
