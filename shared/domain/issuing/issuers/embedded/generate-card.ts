import { generatePan } from '../../../../runtime/card-number/pan.ts';
import { randomDigits } from '../../../../runtime/random.ts';
import type { NewCardSecrets } from '../../../../runtime/vault/card-secrets.ts';
import { formatDate } from '../../../../wire/contract/time.ts';
import type { Dependencies } from '../../../dependencies.ts';

/** The properties of a BIN range that determine a new card's data. */
interface CardRange {
  readonly cardBin: string;
  /** Months from the card's creation to the end of its expiry month. */
  readonly validityMonths: number;
}

/** Generates the number, CVV2 and expiry of a card created at `atMs` (epoch milliseconds). */
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

/** Returns the last valid day (yyyy-MM-dd) of a card created at `atMs` (epoch milliseconds). */
export const lastDayOfNewCard = (
  { utcOffset }: Pick<Dependencies, 'utcOffset'>,
  { validityMonths }: Pick<CardRange, 'validityMonths'>,
  atMs: number,
): string => lastDayOfMonth(expiryMonth(formatDate(atMs, utcOffset), validityMonths));

/** Returns the last day (yyyy-MM-dd) of a month (yyyy-MM). */
export function lastDayOfMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** Returns the month (yyyy-MM) that is `months` after that of `date`. */
function expiryMonth(date: string, months: number): string {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
}
