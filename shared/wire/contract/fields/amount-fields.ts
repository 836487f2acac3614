import { type Amount, MAX_AMOUNT_DIGITS, parseAmount } from '../../money/amount.ts';
import { allCurrencies, isCurrency } from '../../money/currency.ts';
import { invalid, wireField } from './wire-field.ts';

/** An amount in major units, as a JSON number or its digits. Positive unless `zero` is allowed. */
export function amount(options: { zero?: boolean } = {}) {
  const expects = options.zero ? 'an amount of zero or more' : 'a positive amount';
  const decimal = `\\d{1,${MAX_AMOUNT_DIGITS}}(\\.\\d{1,${MAX_AMOUNT_DIGITS}})?$`;
  const maximum = 10 ** MAX_AMOUNT_DIGITS - 1;
  return wireField<number | string, Amount>(
    `${expects} of at most ${MAX_AMOUNT_DIGITS} digits`,
    (value) => {
      if (typeof value !== 'number' && typeof value !== 'string') return undefined;
      const read = parseAmount(value);
      if (read === '0' && !options.zero) return invalid('is zero');
      return read ?? (/^-\d/.test(String(value)) ? invalid('is negative') : undefined);
    },
    {
      title: options.zero ? 'AmountOrZero' : 'Amount',
      anyOf: options.zero
        ? [
            { type: 'number', minimum: 0, maximum },
            { type: 'string', pattern: `^${decimal}` },
          ]
        : [
            { type: 'number', exclusiveMinimum: 0, maximum },
            { type: 'string', pattern: `^(?=.*[1-9])${decimal}` },
          ],
      examples: [100.5],
    },
  );
}

const COIN_AMOUNT = /^\d{1,15}(\.\d{1,18})?$/;

/** An amount of coins with up to 18 decimals, as a JSON number or, where that would not be exact, as its digits. */
export function coinAmount() {
  return wireField<number | string, string>(
    'an amount of coins of zero or more',
    (value) => {
      const text = typeof value === 'number' ? decimalText(value) : value;
      return typeof text === 'string' && COIN_AMOUNT.test(text) ? text : undefined;
    },
    {
      title: 'Coins',
      anyOf: [
        { type: 'number', minimum: 0 },
        { type: 'string', pattern: COIN_AMOUNT.source },
      ],
      examples: [100.5],
    },
  );
}

/** Formats a number without an exponent, which JavaScript uses for small fractions. */
function decimalText(value: number): string {
  const text = String(value);
  return text.includes('e-') ? value.toFixed(18).replace(/0+$/, '') : text;
}

/** A currency or coin code. */
export function currency() {
  return wireField<string, string>(
    'a known currency code',
    (value) => {
      if (typeof value !== 'string') return undefined;
      if (isCurrency(value)) return value;
      return isCurrency(value.toUpperCase()) ? invalid('is in lower case') : undefined;
    },
    { title: 'Currency', type: 'string', enum: [...allCurrencies().keys()].sort(), examples: ['USD'] },
  );
}
