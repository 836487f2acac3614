import { chai } from 'vitest';

// A setup file. `toThrow` with a text or a pattern passes for whatever has no message, so that a rejection with undefined passes
// for any of them. Here only errors count as thrown.

const INSTALLED = Symbol.for('toThrow takes errors only');

type Toward = (this: Chai.AssertionStatic, ...expected: unknown[]) => void;

chai.use(({ Assertion }, { flag, overwriteMethod }) => {
  // Files share their processes, and each of them loads this.
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

/** Does what the function does, which it finds out at once: what `toThrow` catches is no word to it. */
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
