import { CodecError, KeyPasswordWrong, KeyUnsupported } from './codec-errors.ts';

/** forge's own errors may quote their input, so none of them gets out, not even as a cause. */
export function parseOrReject<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CodecError) throw error;
    throw new KeyUnsupported(`${what}: damaged or unsupported`);
  }
}

/** For formats that always have a password: given none, forge would use the word "undefined". */
export const decryptKey = <T>(
  format: string,
  password: string | undefined,
  open: (given: string) => T | null,
) => decrypt(format, () => (password === undefined ? null : open(password)));

export function decrypt<T>(format: string, open: () => T | null): T {
  let opened: T | null;
  try {
    opened = open();
  } catch (error) {
    // "Unsupported OID", "unsupported MAC algorithm": another password would not help.
    if (error instanceof Error && /unsupported/i.test(error.message)) {
      throw new KeyUnsupported(`${format}: protected by an unsupported algorithm`);
    }
    opened = null;
  }
  if (opened === null) throw new KeyPasswordWrong(`${format}: password missing or wrong`);
  return opened;
}
