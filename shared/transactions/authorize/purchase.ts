import { allCountries } from '../../contract/countries.ts';
import { ParameterInvalid } from '../../contract/errors.ts';
import type { CheckedNetworkRequestOf, NetworkResultOf, networkAuthorize } from '../../contract/network.ts';
import { toMinor } from '../../money/amount.ts';

export type AuthorizeRequest = CheckedNetworkRequestOf<typeof networkAuthorize>;
export type AuthorizeResult = NetworkResultOf<typeof networkAuthorize>;

/** What is asked for at the card acceptor's, in minor units of transCurrency. */
export const askedAmount = ({ transCurrency, transCurrencyAmt }: AuthorizeRequest): bigint =>
  toMinor(transCurrencyAmt, transCurrency, 'transCurrencyAmt');

/**
 * What is asked of the card, in minor units of its currency. ParameterInvalid where the network left out what only it
 * knows, or tells two amounts that contradict each other: money is never guessed.
 */
export function localAmount(request: AuthorizeRequest, currency: string): bigint {
  const { transCurrency, localCurrencyAmt } = request;
  const asked = askedAmount(request);
  const told =
    localCurrencyAmt === undefined ? undefined : toMinor(localCurrencyAmt, currency, 'localCurrencyAmt');
  if (transCurrency === currency || asked === 0n) {
    if (told !== undefined && told !== asked)
      throw new ParameterInvalid('localCurrencyAmt', 'contradicts transCurrencyAmt');
    return asked;
  }
  if (told === undefined)
    throw new ParameterInvalid('localCurrencyAmt', 'is required where transCurrency is not that of the card');
  return told;
}

/** The countries whose currency is the euro, which is named after none of them. */
const EURO_AREA = new Set(
  'AUT BEL BGR CYP DEU ESP EST FIN FRA GRC HRV IRL ITA LTU LUX LVA MLT NLD PRT SVK SVN'.split(' '),
);

/**
 * 0 domestic, 1 overseas: whether the card acceptor's country (alpha-3) is at home in the card's currency, whose code
 * begins with the alpha-2 code of its country (ISO 4217).
 */
export function crossBoardType(country: string, currency: string): '0' | '1' {
  const isHome =
    currency === 'EUR' ? EURO_AREA.has(country) : allCountries().get(country) === currency.slice(0, 2);
  return isHome ? '0' : '1';
}
