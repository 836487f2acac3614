/**
 * What the codec can refuse. The subclass names the condition, `code` is stable. Messages and causes hold sizes, field
 * and format names at most: never plaintext, ciphertext or key material.
 *
 * These are for logs and operators. On the wire every fault before a merchant is authenticated looks the same
 * (contract section 1), so a pipeline maps all of them to one answer.
 */
export abstract class CodecError extends Error {
  abstract readonly code: string;
  override get name(): string {
    return this.constructor.name;
  }
}

/** Not hex, or not a positive multiple of the key's block size. */
export class CiphertextMalformed extends CodecError {
  readonly code = 'CIPHERTEXT_MALFORMED';
}

/** More ciphertext than the caller's limit; nothing of it was decrypted. */
export class CiphertextTooLong extends CodecError {
  readonly code = 'CIPHERTEXT_TOO_LONG';
}

/**
 * At least one block was not made with the other half of this key, or not as signatures are. Which one is not told, nor of a
 * private key anything more.
 */
export class CiphertextUnreadable extends CodecError {
  readonly code = 'CIPHERTEXT_UNREADABLE';
  constructor(fault = 'a block does not open with this key') {
    super(fault);
  }
}

/** The blocks opened, but what they hold is not Base64 of UTF-8 of a JSON object. */
export class ContentMalformed extends CodecError {
  readonly code = 'CONTENT_MALFORMED';
}

/** The value to be sealed has no exact JSON form as an object; our own mistake, never the peer's. */
export class ContentUnsealable extends CodecError {
  readonly code = 'CONTENT_UNSEALABLE';
}

/** Not a compact JWE of the contract's algorithms to this key. What is wrong with it is not told. */
export class JweUnreadable extends CodecError {
  readonly code = 'JWE_UNREADABLE';
  constructor() {
    super('a JWE does not open with this key');
  }
}

/** The body is not an envelope of the contract's shape. */
export class EnvelopeMalformed extends CodecError {
  readonly code = 'ENVELOPE_MALFORMED';
}

/** A key that cannot be read, or that the contract does not allow (algorithm, size, exponent, primes that can be found). */
export class KeyUnsupported extends CodecError {
  readonly code: string = 'KEY_UNSUPPORTED';
}

/** A private key where a public one is asked for. Whoever owns it has shown it, and needs another. */
export class PrivateKeyGiven extends KeyUnsupported {
  override readonly code = 'PRIVATE_KEY_GIVEN';
  constructor() {
    super(
      'this is a private key, and a public key is asked for: a private key that was handed over counts as compromised, so its owner has to make a new pair and hand over the public half',
    );
  }
}

/** An encrypted key or key store that the password does not open, or that came without one. */
export class KeyPasswordWrong extends CodecError {
  readonly code = 'KEY_PASSWORD_WRONG';
}
