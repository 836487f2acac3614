import { pathToFileURL } from 'node:url';
import { KeyFile } from './key-file.ts';
import { KmsKey } from './kms.ts';

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

/** The keeper that `uri` names: an ARN of a KMS key or a `file:` URL of a key file. Opened when it is first used. */
export function openDataKeys(uri: string): DataKeys {
  let keeper: DataKeys | undefined;
  const opened = (): DataKeys => {
    // Imported as ever: nearly every function needs a key at its first request, and what is imported late is not shaken.
    keeper ??= uri.startsWith('file:') ? new KeyFile(new URL(uri)) : new KmsKey(uri);
    return keeper;
  };
  return {
    generate: async (context) => opened().generate(context),
    unwrap: async (wrapped, context) => opened().unwrap(wrapped, context),
  };
}

/** The URI of a key file, as `openDataKeys` takes it. */
export const keyFileUri = (path: string): string => pathToFileURL(path).href;
