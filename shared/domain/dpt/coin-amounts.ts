import { toMinor } from '../../wire/money/amount.ts';
import { currencyExponent } from '../../wire/money/currency.ts';

/**
 * Coins as a chain tells them, in minor units of the books. Tokens of BEP20 have 18 decimals: what the coin has no decimals
 * for here is the `rest`, in coins.
 *
 * @throws ParameterInvalid for more than the books can carry
 */
export function parseCoinAmount(
  amount: string,
  coin: string,
  field: string,
): { minor: bigint; rest?: string } {
  const exponent = currencyExponent(coin);
  const [whole = '0', fraction = ''] = amount.split('.');
  const digits = fraction.slice(0, exponent);
  const minor = toMinor(digits === '' ? whole : `${whole}.${digits}`, coin, field);
  const rest = fraction.slice(exponent).replace(/0+$/, '');
  return rest === '' ? { minor } : { minor, rest: `0.${'0'.repeat(exponent)}${rest}` };
}
