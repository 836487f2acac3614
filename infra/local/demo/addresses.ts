import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentFile } from '../../ops/operator.ts';
import { readOptions } from '../options.ts';
import type { Addresses } from './merchant.ts';

/** What the command line says of addresses. */
export interface Given {
  readonly api?: string | undefined;
  readonly keys?: string | undefined;
  readonly receiver?: string | undefined;
}

/**
 * Where everything is: as given, else where the local cloud on the data folder says it runs, else where npm start would
 * put it with the same environment.
 */
export function findAddresses(given: Given, env: NodeJS.ProcessEnv): Addresses {
  const { dataDir, ports } = readOptions([], env);
  return {
    apiUrl: given.api ?? env['ISSUARY_API'] ?? runningApi(dataDir) ?? `http://127.0.0.1:${ports.api}`,
    keysDir: given.keys ?? join(dataDir, 'keys'),
    ...(given.receiver !== undefined && { receiverUrl: given.receiver }),
  };
}

function runningApi(dataDir: string): string | undefined {
  const file = environmentFile(dataDir);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8'))['ISSUARY_API'] : undefined;
}
