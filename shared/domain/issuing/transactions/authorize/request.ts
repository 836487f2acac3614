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

/** What is asked for at the card acceptor's, in minor units of transCurrency. */
export const requestedAmount = ({ transCurrency, transCurrencyAmt }: AuthorizeRequest): bigint =>
  toMinor(transCurrencyAmt, transCurrency, 'transCurrencyAmt');

/**
 * What is asked of the card, in minor units of its currency. ParameterInvalid where the network left out what only it
 * knows, or tells two amounts that contradict each other: money is never guessed.
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

/** The countries whose currency is the euro, which is named after none of them. */
const EURO_AREA = new Set(
  'AUT BEL BGR CYP DEU ESP EST FIN FRA GRC HRV IRL ITA LTU LUX LVA MLT NLD PRT SVK SVN'.split(' '),
);

/**
 * 0 domestic, 1 overseas: whether the card acceptor's country (alpha-3) is at home in the card's currency, whose code
 * begins with the alpha-2 code of its country (ISO 4217).
 */
export function crossBorderType(country: string, currency: string): '0' | '1' {
  const isHome =
    currency === 'EUR' ? EURO_AREA.has(country) : allCountries().get(country) === currency.slice(0, 2);
  return isHome ? '0' : '1';
}
