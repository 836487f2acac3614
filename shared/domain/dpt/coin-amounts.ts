import { toMinor } from '../../wire/money/amount.ts';
import { currencyExponent } from '../../wire/money/currency.ts';

/**
 * Parses an amount of coins into minor units of the ledger. Tokens on BEP20 have 18 decimals: what is finer
 * than the ledger's unit is returned as `remainder`, in coins.
 *
 * @throws ParameterInvalid when the ledger cannot represent the amount
 */
export function parseCoinAmount(
  amount: string,
  coin: string,
  field: string,
): { minor: bigint; remainder?: string } {
  const exponent = currencyExponent(coin);
  const [whole = '0', fraction = ''] = amount.split('.');
  const digits = fraction.slice(0, exponent);
  const minor = toMinor(digits === '' ? whole : `${whole}.${digits}`, coin, field);
  const remainder = fraction.slice(exponent).replace(/0+$/, '');
  return remainder === '' ? { minor } : { minor, remainder: `0.${'0'.repeat(exponent)}${remainder}` };
}
