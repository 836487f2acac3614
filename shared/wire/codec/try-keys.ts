import { CodecError } from './codec-errors.ts';

/**
 * Returns what `open` returns for the first key that works: during a key rotation two keys are valid. Every key is
 * tried the same way, whatever went wrong with the one before.
 *
 * @throws CodecError of the last key when none works
 * @throws RangeError when there are no keys
 */
export function tryKeys<Key, Content>(keys: readonly Key[], open: (key: Key) => Content): Content {
  let lastError: CodecError | undefined;
  for (const key of keys) {
    try {
      return open(key);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      lastError = error;
    }
  }
  throw lastError ?? new RangeError('no key to open with');
}
