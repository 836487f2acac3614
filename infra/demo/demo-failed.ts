/** Something is off, in one sentence for the person in front of the demo. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed';
}

/** The sentence that says it is so; DemoProblem when it is not. */
export function expectSame(what: string, actual: string, expected: string): string {
  if (actual !== expected) throw new DemoFailed(`${what} ${actual}, but it must be ${expected}`);
  return `${what} ${actual}`;
}
