/**
 * An error of the codec. The subclass names the condition, `code` is stable. Messages and causes hold sizes, field
 * names and format names at most: never plaintext, ciphertext or key material.
 *
 * These errors are for logs and operators. On the wire every fault before a merchant is authenticated looks the same
 * (contract section 1), so a pipeline maps all of them to one response.
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

/** More ciphertext than the caller's limit. Nothing was decrypted. */
export class CiphertextTooLong extends CodecError {
  readonly code = 'CIPHERTEXT_TOO_LONG';
}

/**
 * At least one block was not made with the other half of this key, or has the wrong block type. The error does not say
 * which block, and for a private key nothing beyond that.
 */
export class CiphertextUnreadable extends CodecError {
  readonly code = 'CIPHERTEXT_UNREADABLE';
  constructor(fault = 'a block does not open with this key') {
    super(fault);
  }
}

/** The blocks opened, but do not hold Base64 of UTF-8 of a JSON object. */
export class ContentMalformed extends CodecError {
  readonly code = 'CONTENT_MALFORMED';
}

/** The value to be sealed is not an object with an exact JSON form. The caller's mistake, never the peer's. */
export class ContentUnsealable extends CodecError {
  readonly code = 'CONTENT_UNSEALABLE';
}

/** Not a compact JWE of the contract's algorithms to this key. The error does not say what is wrong with it. */
export class JweUnreadable extends CodecError {
  readonly code = 'JWE_UNREADABLE';
  constructor() {
    super('a JWE does not open with this key');
  }
}

/** The body does not have the shape of the contract's envelope. */
export class EnvelopeMalformed extends CodecError {
  readonly code = 'ENVELOPE_MALFORMED';
}

/** A key that cannot be read, or that the contract does not allow (algorithm, size, exponent, guessable primes). */
export class KeyUnsupported extends CodecError {
  readonly code: string = 'KEY_UNSUPPORTED';
}

/** A private key where a public key is required. It is now exposed, so its owner needs a new pair. */
export class PrivateKeyGiven extends KeyUnsupported {
  override readonly code = 'PRIVATE_KEY_GIVEN';
  constructor() {
    super(
      'this is a private key, but a public key is required: a private key that was handed over is compromised, so its owner must generate a new pair and hand over the public half',
    );
  }
}

/** The password for an encrypted key or key store is wrong or missing. */
export class KeyPasswordWrong extends CodecError {
  readonly code = 'KEY_PASSWORD_WRONG';
}
