import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file that holds, while a local cloud runs, the environment in which a program reaches its resources. */
export const environmentFile = (dataDir: string): string => join(dataDir, 'environment.json');

/** Writes the environment as a JSON object, readable by this user only: it may name keys. */
export function writeEnvironmentFile(dataDir: string, environment: Readonly<Record<string, string>>): void {
  writeFileSync(environmentFile(dataDir), `${JSON.stringify(environment, null, 2)}\n`, { mode: 0o600 });
}
