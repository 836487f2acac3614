import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentFile } from '../local-cloud/host/environment-file.ts';
import { API_VARIABLE } from './local-issuary.ts';
import type { DemoAddresses } from './merchant.ts';
import { readOptions } from './start-options.ts';

/** The addresses on the command line. */
export interface AddressOptions {
  readonly api?: string | undefined;
  readonly keys?: string | undefined;
  readonly receiver?: string | undefined;
}

/**
 * Returns the addresses: those given, or else those of the local cloud that runs on the data folder, or else those that
 * npm start would use with the same environment.
 */
export function findAddresses(options: AddressOptions, env: NodeJS.ProcessEnv): Omit<DemoAddresses, 'now'> {
  const { dataDir, ports } = readOptions([], env);
  return {
    apiUrl: options.api ?? env[API_VARIABLE] ?? runningApiUrl(dataDir) ?? `http://127.0.0.1:${ports.api}`,
    keysDir: options.keys ?? join(dataDir, 'keys'),
    ...(options.receiver !== undefined && { receiverUrl: options.receiver }),
  };
}

function runningApiUrl(dataDir: string): string | undefined {
  const file = environmentFile(dataDir);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8'))[API_VARIABLE] : undefined;
}
