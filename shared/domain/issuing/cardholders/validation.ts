import type { cardholderApply } from '../../../wire/contract/operations/cardholders.ts';
import type { CheckedRequestOf } from '../../../wire/contract/operations/operation.ts';
import { countryName, hasPostcodes } from '../../../wire/contract/reference-data/countries.ts';
import { isUsState } from '../../../wire/contract/reference-data/us-states.ts';
import { ParameterInvalid } from '../../../wire/errors.ts';

/** What a merchant reports of a person, each field checked by itself already. */
export type CardholderApplication = Omit<CheckedRequestOf<typeof cardholderApply>, 'userReqNo'>;

/** Whoever holds a card is of age, and alive by all that is known of people. */
const AGE_YEARS = { min: 18, max: 130 } as const;

/**
 * Refuses what is wrong only in view of other fields or of the day: `today` is yyyy-MM-dd in the platform's zone. Who is
 * born on the 29th of February comes of age on the 1st of March.
 *
 * @throws ParameterInvalid naming the field
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

/** The date of the same day in an earlier year, for comparing as text: a day that a year lacks is none the less in order. */
const yearsBefore = (date: string, years: number): string =>
  `${String(Number(date.slice(0, 4)) - years).padStart(4, '0')}${date.slice(4)}`;
