/** Something is not as expected. The message is one sentence for the person who runs the demo. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed';
}

/**
 * Returns the sentence that states the value.
 *
 * @throws DemoFailed when it is not the expected value
 */
export function expectSame(what: string, actual: string, expected: string): string {
  if (actual !== expected) throw new DemoFailed(`${what} ${actual}, but it must be ${expected}`);
  return `${what} ${actual}`;
}
