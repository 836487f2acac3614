const DECIMAL = /^0*(\d+?)(?:\.(\d+?)0*)?$/;

/** A non-negative decimal number, without superfluous zeros. */
interface Decimal {
  readonly whole: string;
  /** Empty when there is none. */
  readonly fraction: string;
}

/** Parses a non-negative decimal of at most `maxLength` characters. Returns undefined for any other text. */
export function parseDecimal(text: string, maxLength: number): Decimal | undefined {
  // The length is checked first because the pattern backtracks over leading zeros.
  const [, whole, fraction = '0'] = (text.length <= maxLength && DECIMAL.exec(text)) || [];
  return whole === undefined ? undefined : { whole, fraction: fraction === '0' ? '' : fraction };
}

/** Returns the canonical text: "100.5", "0.000001", "7". */
export const decimalText = ({ whole, fraction }: Decimal): string =>
  fraction === '' ? whole : `${whole}.${fraction}`;
