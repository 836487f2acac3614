import { pathToFileURL } from 'node:url';

/** A key to encrypt data with, and the same key wrapped by one that never leaves its keeper. */
export interface DataKey {
  /** 32 bytes for AES-256. */
  readonly key: Buffer;
  /** Base64; kept beside what the key encrypted. */
  readonly wrapped: string;
}

/** Makes and unwraps data keys. Adapters: AWS KMS in the cloud, a key file on one machine. */
export interface DataKeys {
  generate(): Promise<DataKey>;
  unwrap(wrapped: string): Promise<Buffer>;
}

/** The keeper that `uri` names: an ARN of a KMS key or a `file:` URL of a key file. Loaded only when first used. */
export function openDataKeys(uri: string): DataKeys {
  let keeper: DataKeys | undefined;
  const opened = async (): Promise<DataKeys> => {
    keeper ??= uri.startsWith('file:')
      ? new (await import('./key-file.ts')).KeyFile(new URL(uri))
      : new (await import('./kms.ts')).KmsKey(uri);
    return keeper;
  };
  return {
    generate: async () => (await opened()).generate(),
    unwrap: async (wrapped) => (await opened()).unwrap(wrapped),
  };
}

/** The URI of a key file, as `openDataKeys` takes it. */
export const keyFileUri = (path: string): string => pathToFileURL(path).href;
