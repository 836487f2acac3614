import type { cardholderApply } from '../../../wire/contract/operations/cardholders.ts';
import type { CheckedRequestOf } from '../../../wire/contract/operations/operation.ts';
import { countryName, hasPostcodes } from '../../../wire/contract/reference-data/countries.ts';
import { isUsState } from '../../../wire/contract/reference-data/us-states.ts';
import { ParameterInvalid } from '../../../wire/errors.ts';

/** A merchant's application for a cardholder. Each field has been validated on its own. */
export type CardholderApplication = Omit<CheckedRequestOf<typeof cardholderApply>, 'userReqNo'>;

/** Limits of a cardholder's age, in years: an adult, within a human lifespan. */
const AGE_YEARS = { min: 18, max: 130 } as const;

/**
 * Validates what depends on several fields or on the current date. `today` is yyyy-MM-dd in the platform's time zone.
 * Someone born on 29 February comes of age on 1 March.
 *
 * @throws ParameterInvalid when a field is invalid
 */
export function assertEligible(application: CardholderApplication, today: string): void {
  const { birthDate, countryCode, billingState, billingZipCode, certificateType, certificateNo } =
    application;
  if (birthDate > yearsBefore(today, AGE_YEARS.min)) {
    throw new ParameterInvalid('birthDate', `must be ${AGE_YEARS.min} years ago or more`);
  }
  if (birthDate < yearsBefore(today, AGE_YEARS.max)) {
    throw new ParameterInvalid('birthDate', `must be ${AGE_YEARS.max} years ago or less`);
  }
  if (countryCode === 'USA' && !isUsState(billingState)) {
    throw new ParameterInvalid('billingState', 'must be the two-letter code of an American state');
  }
  if (billingZipCode === undefined && hasPostcodes(countryCode)) {
    throw new ParameterInvalid('billingZipCode', `is required for an address in ${countryName(countryCode)}`);
  }
  if (certificateType !== undefined && certificateNo === undefined) {
    throw new ParameterInvalid('certificateNo', 'is required with certificateType');
  }
  if (certificateNo !== undefined && certificateType === undefined) {
    throw new ParameterInvalid('certificateType', 'is required with certificateNo');
  }
}

/** Returns the same day in an earlier year, for comparison as text. A day that does not exist still sorts correctly. */
const yearsBefore = (date: string, years: number): string =>
  `${String(Number(date.slice(0, 4)) - years).padStart(4, '0')}${date.slice(4)}`;
