import { chai } from 'vitest';

// A setup file. With a text or a pattern, `toThrow` passes for anything without a message, such as a rejection with
// undefined. With this file only errors count as thrown.

const INSTALLED = Symbol.for('toThrow takes errors only');

type Toward = (this: Chai.AssertionStatic, ...expected: unknown[]) => void;

chai.use(({ Assertion }, { flag, overwriteMethod }) => {
  // Test files share a process, and each of them loads this file.
  if (INSTALLED in Assertion) return;
  Object.assign(Assertion, { [INSTALLED]: true });
  overwriteMethod(
    Assertion.prototype,
    'toThrow',
    (toThrow: Toward): Toward =>
      function errorsOnly(...expected) {
        const object: unknown = flag(this, 'object');
        if (flag(this, 'promise') === 'rejects') assertIsError(object);
        else if (typeof object === 'function')
          flag(this, 'object', throwingErrorsOnly(object as () => unknown));
        toThrow.apply(this, expected);
      },
  );
});

/**
 * Calls the function at once and returns a function with the same outcome, because `toThrow` accepts whatever it
 * catches itself.
 */
function throwingErrorsOnly(does: () => unknown): () => unknown {
  try {
    const result = does();
    return () => result;
  } catch (error) {
    assertIsError(error);
    return () => {
      throw error;
    };
  }
}

function assertIsError(thrown: unknown): void {
  if (!(thrown instanceof Error))
    throw new chai.AssertionError(`${String(thrown)} was thrown, which is no error`);
}
