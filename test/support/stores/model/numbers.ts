import { TableError } from './table-error.ts';

/** Maximum digits of a number; a table refuses more. */
const DIGITS = 38;

/** A decimal number: `units` × 10^-`scale`, without trailing zeros after the point. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const PLAIN = /^-?\d{1,15}$/;

function decimalOf(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = fraction.replace(/0+$/, '');
  const scale = digits.length - Number(exponent);
  const units = BigInt(`${sign}${whole}${digits}`);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

function textOf({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  if ((whole + fraction).replace(/^0+|0+$/g, '').length > DIGITS)
    throw new TableError('Attempting to store more than 38 significant digits in a Number');
  return `${units < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

const atScale = ({ units, scale }: Decimal, wanted: number): bigint => units * 10n ** BigInt(wanted - scale);

/** Returns a number as a table writes it: without an exponent and without redundant zeros. */
export function canonicalNumber(text: string): string {
  if (PLAIN.test(text) && !text.startsWith('-0') && (text === '0' || !text.startsWith('0'))) return text;
  return textOf(decimalOf(text));
}

/** Returns a negative number, zero or a positive number, as `one` is less than, equal to or more than `other`. */
export function compareNumbers(one: string, other: string): number {
  if (PLAIN.test(one) && PLAIN.test(other)) return Number(one) - Number(other);
  const [left, right] = [decimalOf(one), decimalOf(other)];
  const scale = Math.max(left.scale, right.scale);
  const [a, b] = [atScale(left, scale), atScale(right, scale)];
  return a < b ? -1 : Number(a > b);
}

/** Returns the exact sum. */
export function addNumbers(one: string, other: string): string {
  const [left, right] = [decimalOf(one), decimalOf(other)];
  const scale = Math.max(left.scale, right.scale);
  return textOf({ units: atScale(left, scale) + atScale(right, scale), scale });
}
