/** Something is off, in one sentence for the person in front of the demo. */
export class DemoProblem extends Error {
  override readonly name = 'DemoProblem';
}
