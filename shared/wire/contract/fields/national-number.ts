/** Where a mobile number, or a fixed one of that plan, can begin with a zero of its own. */
const KEEPS_LEADING_ZERO: ReadonlySet<string> = new Set(['39', '225', '229', '241', '242', '378']);

/** What is dialled before a number within the country, where that is not a zero. */
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
 * The number as it is dialled from abroad, behind its calling code: what people put before it at home (44 07418… for
 * 44 7418…) makes no other number. In Italy, Gabon and others the zero is part of the number.
 */
export function nationalNumber(callingCode: string, digits: string): string {
  if (KEEPS_LEADING_ZERO.has(callingCode)) return digits;
  const prefix = TRUNK_PREFIXES[callingCode];
  return digits.replace(prefix?.test(digits) ? prefix : LEADING_ZEROS, '');
}
