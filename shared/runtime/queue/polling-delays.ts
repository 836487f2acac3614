/**
 * Waits between one asking and the next, as multiples of the grace (a minute unless told): 11 hours in all. The first is
 * that for the notification which usually comes before anybody has to ask.
 */
export const POLLING_DELAYS = [1, 2, 4, 8, 16, 32, 60, 60, 60, 120, 120, 180] as const;
