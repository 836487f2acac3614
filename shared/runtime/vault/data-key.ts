/** A key to encrypt data with, and the same key wrapped by a key that never leaves its provider. */
export interface DataKey {
  /** 32 bytes for AES-256. */
  readonly key: Buffer;
  /** Base64; stored beside the data that the key encrypted. */
  readonly wrapped: string;
}

/**
 * What a data key is for; it can be unwrapped for nothing else. KMS logs the context of each call, and a policy can
 * restrict by it who may unwrap what.
 */
export type KeyContext = Readonly<Record<string, string>>;

/** Generates and unwraps data keys. Implemented by AWS KMS in the cloud, and by a key file on one machine. */
export interface DataKeys {
  generate(context: KeyContext): Promise<DataKey>;
  /** @throws Error when the key was generated for another context. */
  unwrap(wrapped: string, context: KeyContext): Promise<Buffer>;
}
