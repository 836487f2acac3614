/** A key to encrypt data with, and the same key wrapped by one that never leaves its keeper. */
export interface DataKey {
  /** 32 bytes for AES-256. */
  readonly key: Buffer;
  /** Base64; kept beside what the key encrypted. */
  readonly wrapped: string;
}

/**
 * What a data key is for: it is unwrapped for nothing else. KMS writes it down with each call, and a policy can say of it who
 * may unwrap what.
 */
export type KeyContext = Readonly<Record<string, string>>;

/** Makes and unwraps data keys. Adapters: AWS KMS in the cloud, a key file on one machine. */
export interface DataKeys {
  generate(context: KeyContext): Promise<DataKey>;
  /** Throws for another context than the one that the key was made for. */
  unwrap(wrapped: string, context: KeyContext): Promise<Buffer>;
}
