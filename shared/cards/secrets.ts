import { formatDate } from '../contract/time.ts';
import type { Platform } from '../platform/platform.ts';
import { randomDigits } from '../platform/random.ts';
import type { NewSecrets } from '../vault/vault.ts';
import { drawCardNumber } from './number.ts';

/** What of a BIN range a new card's data comes from. */
interface Range {
  readonly cardBin: string;
  /** From the card's making to the end of its expiry month. */
  readonly validityMonths: number;
}

/** The number, verification number and expiry of a new card that is made at `atMs` (epoch milliseconds). */
export function drawSecrets(
  { random, utcOffset }: Pick<Platform, 'random' | 'utcOffset'>,
  { cardBin, validityMonths }: Range,
  atMs: number,
): NewSecrets {
  return {
    cardNo: drawCardNumber(cardBin, random),
    cvv2: randomDigits(3, random),
    expiry: expiryMonth(formatDate(atMs, utcOffset), validityMonths),
  };
}

/** The last day, yyyy-MM-dd, of a new card that is made at `atMs`. */
export const lastDayOfNew = (
  { utcOffset }: Pick<Platform, 'utcOffset'>,
  { validityMonths }: Pick<Range, 'validityMonths'>,
  atMs: number,
): string => lastDayOf(expiryMonth(formatDate(atMs, utcOffset), validityMonths));

/** The last day, yyyy-MM-dd, of a month yyyy-MM. */
export function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** The month that is `months` after the month of `date`, as yyyy-MM. */
function expiryMonth(date: string, months: number): string {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
}
