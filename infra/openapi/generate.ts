import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openApiText } from './document.ts';
import { withTables } from './tables.ts';

const project = dirname(dirname(import.meta.dirname));

/** The files that come from the contract, as they should be now, by their paths in the project. */
export const generatedFiles = (): Readonly<Record<string, string>> => ({
  'openapi.yaml': openApiText(),
  'README.md': withTables(readFileSync(join(project, 'README.md'), 'utf8')),
});

if (import.meta.main)
  for (const [path, text] of Object.entries(generatedFiles())) {
    writeFileSync(join(project, path), text);
    console.log(`${path} is up to date`);
  }
