import { type Random, randomDigits } from '../random.ts';

/** Length of the card numbers that we generate. */
export const PAN_DIGITS = 16;

/** Returns the Luhn check digit for the digits before it (ISO/IEC 7812-1). */
export function luhnDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Generates a random card number of 16 digits: the BIN, random digits and the check digit. */
export function generatePan(bin: string, random: Random): string {
  const digits = bin + randomDigits(PAN_DIGITS - 1 - bin.length, random);
  return digits + luhnDigit(digits);
}

/** Maximum number of digits of a card number that may be displayed. */
const MAX_DISPLAYED_DIGITS = 10;

/** Masks a card number displayed by another party, unless it is masked already. */
export function maskDisplayedPan(displayed: string): string {
  const digits = displayed.replaceAll(/\D/g, '');
  return digits.length > MAX_DISPLAYED_DIGITS ? maskPan(digits) : displayed;
}

/** Masks all but the first six and last four digits, the most that PCI DSS allows to be displayed. */
export function maskPan(cardNo: string): string {
  return cardNo.slice(0, 6) + '*'.repeat(cardNo.length - 10) + cardNo.slice(-4);
}
