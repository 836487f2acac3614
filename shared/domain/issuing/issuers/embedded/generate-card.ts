import { generatePan } from '../../../../runtime/card-number/pan.ts';
import { randomDigits } from '../../../../runtime/random.ts';
import type { NewCardSecrets } from '../../../../runtime/vault/card-vault.ts';
import { formatDate } from '../../../../wire/contract/time.ts';
import type { Dependencies } from '../../../dependencies.ts';

/** What of a BIN range a new card's data comes from. */
interface CardRange {
  readonly cardBin: string;
  /** From the card's making to the end of its expiry month. */
  readonly validityMonths: number;
}

/** The number, verification number and expiry of a new card that is made at `atMs` (epoch milliseconds). */
export function generateCardSecrets(
  { random, utcOffset }: Pick<Dependencies, 'random' | 'utcOffset'>,
  { cardBin, validityMonths }: CardRange,
  atMs: number,
): NewCardSecrets {
  return {
    cardNo: generatePan(cardBin, random),
    cvv2: randomDigits(3, random),
    expiry: expiryMonth(formatDate(atMs, utcOffset), validityMonths),
  };
}

/** The last day, yyyy-MM-dd, of a new card that is made at `atMs`. */
export const lastDayOfNewCard = (
  { utcOffset }: Pick<Dependencies, 'utcOffset'>,
  { validityMonths }: Pick<CardRange, 'validityMonths'>,
  atMs: number,
): string => lastDayOfMonth(expiryMonth(formatDate(atMs, utcOffset), validityMonths));

/** The last day, yyyy-MM-dd, of a month yyyy-MM. */
export function lastDayOfMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** The month that is `months` after the month of `date`, as yyyy-MM. */
function expiryMonth(date: string, months: number): string {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
}
