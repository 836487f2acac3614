import { type Random, randomDigits } from '../random.ts';

/** Digits of the card numbers that are drawn here. */
export const PAN_DIGITS = 16;

/** The Luhn check digit for the digits before it (ISO/IEC 7812-1). */
export function luhnDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** A card number of 16 digits that begins with the BIN and ends with its check digit. */
export function generatePan(bin: string, random: Random): string {
  const digits = bin + randomDigits(PAN_DIGITS - 1 - bin.length, random);
  return digits + luhnDigit(digits);
}

/** The most digits of a card number that may be shown. */
const MAX_DISPLAYED_DIGITS = 10;

/** A card number as somebody else shows it, masked here if it is not there. */
export function maskDisplayedPan(displayed: string): string {
  const digits = displayed.replaceAll(/\D/g, '');
  return digits.length > MAX_DISPLAYED_DIGITS ? maskPan(digits) : displayed;
}

/** The first six and last four digits, as PCI DSS lets a card number be shown. */
export function maskPan(cardNo: string): string {
  return cardNo.slice(0, 6) + '*'.repeat(cardNo.length - 10) + cardNo.slice(-4);
}
