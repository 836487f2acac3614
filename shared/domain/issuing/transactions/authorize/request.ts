import type {
  CheckedNetworkRequestOf,
  NetworkResultOf,
  networkAuthorize,
} from '../../../../wire/contract/card-network.ts';
import { allCountries } from '../../../../wire/contract/reference-data/countries.ts';
import { ParameterInvalid } from '../../../../wire/errors.ts';
import { toMinor } from '../../../../wire/money/amount.ts';

export type AuthorizeRequest = CheckedNetworkRequestOf<typeof networkAuthorize>;
export type AuthorizeResult = NetworkResultOf<typeof networkAuthorize>;

/** The amount requested at the card acceptor, in minor units of transCurrency. */
export const requestedAmount = ({ transCurrency, transCurrencyAmt }: AuthorizeRequest): bigint =>
  toMinor(transCurrencyAmt, transCurrency, 'transCurrencyAmt');

/**
 * The amount requested from the card, in minor units of its currency. Amounts are never guessed.
 *
 * @throws ParameterInvalid when an amount that only the network knows is missing, or two amounts contradict
 *   each other
 */
export function localAmount(request: AuthorizeRequest, currency: string): bigint {
  const { transCurrency, localCurrencyAmt } = request;
  const requested = requestedAmount(request);
  const stated =
    localCurrencyAmt === undefined ? undefined : toMinor(localCurrencyAmt, currency, 'localCurrencyAmt');
  if (transCurrency === currency || requested === 0n) {
    if (stated !== undefined && stated !== requested)
      throw new ParameterInvalid('localCurrencyAmt', 'contradicts transCurrencyAmt');
    return requested;
  }
  if (stated === undefined)
    throw new ParameterInvalid('localCurrencyAmt', 'is required where transCurrency is not that of the card');
  return stated;
}

/** Countries that use the euro, whose code does not begin with theirs. */
const EURO_AREA = new Set(
  'AUT BEL BGR CYP DEU ESP EST FIN FRA GRC HRV IRL ITA LTU LUX LVA MLT NLD PRT SVK SVN'.split(' '),
);

/**
 * 0 domestic, 1 overseas: whether the card acceptor's country (alpha-3) uses the card's currency, whose code
 * begins with the alpha-2 code of its country (ISO 4217).
 */
export function crossBorderType(country: string, currency: string): '0' | '1' {
  const isHome =
    currency === 'EUR' ? EURO_AREA.has(country) : allCountries().get(country) === currency.slice(0, 2);
  return isHome ? '0' : '1';
}
