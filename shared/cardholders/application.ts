import { countryName, hasPostcodes } from '../contract/countries.ts';
import { ParameterInvalid } from '../contract/errors.ts';
import type { CheckedRequestOf } from '../contract/operation.ts';
import type { cardholderApply } from '../contract/operations/cardholders.ts';
import { isAmericanState } from '../contract/states.ts';

/** What a merchant reports of a person, each field checked by itself already. */
export type Application = Omit<CheckedRequestOf<typeof cardholderApply>, 'userReqNo'>;

/** Whoever holds a card is of age, and alive by all that is known of people. */
const AGES = { least: 18, most: 130 } as const;

/**
 * Refuses what is wrong only in view of other fields or of the day: `today` is yyyy-MM-dd in the platform's zone. Who is
 * born on the 29th of February comes of age on the 1st of March.
 *
 * @throws ParameterInvalid naming the field
 */
export function assertAcceptable(application: Application, today: string): void {
  const { birthDate, countryCode, billingState, billingZipCode, certificateType, certificateNo } =
    application;
  if (birthDate > yearsBefore(today, AGES.least)) {
    throw new ParameterInvalid('birthDate', `must be ${AGES.least} years ago or more`);
  }
  if (birthDate < yearsBefore(today, AGES.most)) {
    throw new ParameterInvalid('birthDate', `must be ${AGES.most} years ago or less`);
  }
  if (countryCode === 'USA' && !isAmericanState(billingState)) {
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
