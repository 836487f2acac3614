import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertEligible } from '../../../../../shared/domain/issuing/cardholders/validation.ts';
import { allUsStates } from '../../../../../shared/wire/contract/reference-data/us-states.ts';
import { ParameterInvalid } from '../../../../../shared/wire/errors.ts';
import { person } from '../../../../support/fixtures/cardholders.ts';

/** Returns the field that the application is refused for; undefined if it is accepted. */
function refusedField(changes: object, today = '2026-03-01'): string | undefined {
  try {
    assertEligible({ ...person(), ...changes }, today);
    return undefined;
  } catch (error) {
    if (error instanceof ParameterInvalid) return error.field;
    throw error;
  }
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10);
const days = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map(dayOf);

/** Returns the age in years. It increases on each birthday, for 29 February on 1 March in other years. */
function ageOn(today: string, birthDate: string): number {
  const [year = 0, month = 0, day = 0] = birthDate.split('-').map(Number);
  const [thisYear = 0] = today.split('-').map(Number);
  const birthday = dayOf(new Date(Date.UTC(thisYear, month - 1, day)));
  return thisYear - year - (birthday <= today ? 0 : 1);
}

describe('a birth date', () => {
  it.each([
    ['2008-03-01', '2026-03-01', undefined],
    ['2008-03-02', '2026-03-01', 'birthDate'],
    ['2008-02-29', '2026-02-28', 'birthDate'],
    ['2008-02-29', '2026-03-01', undefined],
    ['2026-03-01', '2026-03-01', 'birthDate'],
    ['2030-01-01', '2026-03-01', 'birthDate'],
    ['1896-03-01', '2026-03-01', undefined],
    ['1896-02-29', '2026-03-01', 'birthDate'],
    ['0001-01-01', '2026-03-01', 'birthDate'],
  ])('%s on %s', (birthDate, today, field) => {
    expect(refusedField({ birthDate }, today)).toBe(field);
  });

  it('is refused exactly when the applicant is younger than 18', () => {
    fc.assert(
      fc.property(days, days, (today, birthDate) => {
        fc.pre(ageOn(today, birthDate) < 130);
        const ofAge = ageOn(today, birthDate) >= 18;
        expect(refusedField({ birthDate }, today)).toBe(ofAge ? undefined : 'birthDate');
      }),
      { numRuns: 500 },
    );
  });
});

describe('a state', () => {
  it('in the United States is a code of the appendix', () => {
    for (const billingState of allUsStates())
      expect(refusedField({ countryCode: 'USA', billingState })).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 50 }), (billingState) => {
        fc.pre(!allUsStates().has(billingState));
        expect(refusedField({ countryCode: 'USA', billingState })).toBe('billingState');
        expect(refusedField({ countryCode: 'CAN', billingState })).toBeUndefined();
      }),
    );
  });
});

describe('a document', () => {
  it.each([
    [{ certificateType: 2 }, 'certificateNo'],
    [{ certificateNo: 'P123' }, 'certificateType'],
    [{ certificateType: 2, certificateNo: 'P123' }, undefined],
  ])('of %j', (certificate, field) => {
    expect(refusedField(certificate)).toBe(field);
  });
});

it('a refusal never repeats what was reported', () => {
  const secret = { billingState: 'Narnia', countryCode: 'USA' };
  expect(() => assertEligible({ ...person(), ...secret }, '2026-03-01')).toThrow(
    /^billingState: must be the two-letter code of an American state$/,
  );
});
