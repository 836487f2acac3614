import { pathToFileURL } from 'node:url';
import type { DataKeys } from './data-key.ts';
import { KeyFile } from './key-file.ts';
import { KmsKey } from './kms.ts';

/**
 * Returns the key provider that `uri` names: the ARN of a KMS key, or the `file:` URL of a key file. Opened on first
 * use.
 */
export function openDataKeys(uri: string): DataKeys {
  let provider: DataKeys | undefined;
  const open = (): DataKeys => {
    // Imported statically: nearly every function needs a key for its first request, and dynamic imports are not
    // tree-shaken.
    provider ??= uri.startsWith('file:') ? new KeyFile(new URL(uri)) : new KmsKey(uri);
    return provider;
  };
  return {
    generate: async (context) => open().generate(context),
    unwrap: async (wrapped, context) => open().unwrap(wrapped, context),
  };
}

/** Returns the URI of a key file for `openDataKeys`. */
export const keyFileUri = (path: string): string => pathToFileURL(path).href;
