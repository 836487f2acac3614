import { CodecError } from './codec-errors.ts';

/**
 * What `open` gives with the first of the keys that opens it: while a key is rotated, two are good. Each key is tried in
 * the same way whatever was wrong with the one before. Throws what the last key was refused with; none is a RangeError.
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
