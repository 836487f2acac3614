/**
 * The two-letter codes of the United States Postal Service: states, the District of Columbia, territories, the freely
 * associated states and the armed forces abroad (contract section 7).
 */
const CODES =
  'AA AE AK AL AP AR AS AZ CA CO CT DC DE FL FM GA GU HI IA ID IL IN KS KY LA MA MD ME MH MI MN MO ' +
  'MP MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR PW RI SC SD TN TX UT VA VI VT WA WI WV WY';

const STATES: ReadonlySet<string> = new Set(CODES.split(' '));

/** Whether an address in the United States can have the code. */
export function isUsState(code: string): boolean {
  return STATES.has(code);
}

/** Returns every code, for the reference and for checks against the postal service's list. */
export function allUsStates(): ReadonlySet<string> {
  return STATES;
}
