import { pathToFileURL } from 'node:url';
import type { DataKeys } from './data-key.ts';
import { KeyFile } from './key-file.ts';
import { KmsKey } from './kms.ts';

/** The keeper that `uri` names: an ARN of a KMS key or a `file:` URL of a key file. Opened when it is first used. */
export function openDataKeys(uri: string): DataKeys {
  let provider: DataKeys | undefined;
  const open = (): DataKeys => {
    // Imported as ever: nearly every function needs a key at its first request, and what is imported late is not shaken.
    provider ??= uri.startsWith('file:') ? new KeyFile(new URL(uri)) : new KmsKey(uri);
    return provider;
  };
  return {
    generate: async (context) => open().generate(context),
    unwrap: async (wrapped, context) => open().unwrap(wrapped, context),
  };
}

/** The URI of a key file, as `openDataKeys` takes it. */
export const keyFileUri = (path: string): string => pathToFileURL(path).href;
