/** A name for every error code of the wire, in camel case, for client libraries that have constants for them. */
const errorNames: Readonly<Record<string, string>> = {
  '100001': 'envelopeMalformed',
  '100002': 'authenticationFailed',
  '100003': 'sourceAddressNotAllowed',
  '100004': 'envelopeNotSupported',
  '100005': 'tooManyRequests',
  '110001': 'parameterInvalid',
  '110002': 'productNotEnabled',
  '110003': 'feeRuleMissing',
  '110004': 'statusNotSuitable',
  '110005': 'accountBalanceInsufficient',
  '110006': 'cardBalanceInsufficient',
  '110007': 'cardholderNotReported',
  '110008': 'limitBelowUsed',
  '110009': 'requestNumberReused',
  '110010': 'quoteExpired',
  '110011': 'activationRefused',
  '120001': 'nothingFound',
  '130001': 'tryAgainLater',
  '140001': 'orderStateUnknown',
  '999999': 'systemError',
};

/**
 * Returns the name of an error code.
 *
 * @throws RangeError for a code without one
 */
export function errorNameOf(code: string | number): string {
  const name = errorNames[code];
  if (name === undefined) throw new RangeError(`the error code ${code} has no name for clients`);
  return name;
}
