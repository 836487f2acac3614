/** Calling codes whose national numbers may start with a zero that belongs to the number. */
const KEEPS_LEADING_ZERO: ReadonlySet<string> = new Set(['39', '225', '229', '241', '242', '378']);

/** Trunk prefixes other than zero: digits dialled before a number within the country. */
const TRUNK_PREFIXES: Readonly<Record<string, RegExp>> = {
  '1': /^1(?=\d{10}$)/,
  '7': /^8(?=\d{10}$)/,
  '36': /^06(?=\d{8,9}$)/,
  '375': /^80?(?=\d{9}$)/,
  '692': /^1(?=\d{7}$)/,
  '993': /^8(?=\d{8}$)/,
};
const LEADING_ZEROS = /^0+(?=\d)/;

/**
 * Returns the number as dialled from abroad after its calling code. A trunk prefix (44 07418… for 44 7418…) does not
 * make it a different number. In Italy, Gabon and some other countries the zero is part of the number.
 */
export function nationalNumber(callingCode: string, digits: string): string {
  if (KEEPS_LEADING_ZERO.has(callingCode)) return digits;
  const prefix = TRUNK_PREFIXES[callingCode];
  return digits.replace(prefix?.test(digits) ? prefix : LEADING_ZEROS, '');
}
